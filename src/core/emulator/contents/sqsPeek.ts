/** The calls with which emulators show a queue's messages without receiving them. */
import { z } from "zod";
import { CancelledError } from "../../errors";

export interface PeekedMessage {
  id: string;
  body: string;
  /** A consumer has it now. */
  inFlight: boolean;
  details: Record<string, unknown>;
}

/** Undefined when this emulator has no such call. */
export async function emulatorPeek(
  endpoint: string,
  emulator: string,
  queue: { region: string; url: string },
  signal?: AbortSignal,
): Promise<PeekedMessage[] | undefined> {
  const query = new URLSearchParams({ QueueUrl: queue.url });
  if (emulator === "MiniStack") {
    query.set("region", queue.region);
    return ministackMessages(await getJson(`${endpoint}/_ministack/sqs/messages?${query}`, signal));
  }
  if (emulator === "LocalStack") {
    query.set("ShowInvisible", "true");
    return localstackMessages(await getJson(`${endpoint}/_aws/sqs/messages?${query}`, signal));
  }
  return undefined;
}

const ministackAnswer = z.looseObject({
  /** By account, region and queue. */
  messages: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.array(z.looseObject({
    MessageId: z.string(),
    Body: z.string(),
    IsVisible: z.boolean().optional(),
    VisibleAt: z.number().optional(),
    SentTimestamp: z.number().optional(),
    FirstReceiveTimestamp: z.number().nullish(),
  }))))),
});

export function ministackMessages(answer: unknown): PeekedMessage[] | undefined {
  const parsed = ministackAnswer.safeParse(answer);
  if (!parsed.success) return undefined;
  const messages = Object.values(parsed.data.messages).flatMap((regions) => Object.values(regions).flatMap((queues) => Object.values(queues).flat()));
  return messages.map(({ MessageId: id, Body: body, IsVisible, VisibleAt, SentTimestamp, FirstReceiveTimestamp, ...rest }) => ({
    id,
    body,
    inFlight: IsVisible === false && FirstReceiveTimestamp != null,
    details: withoutNothing({
      Sent: time(SentTimestamp),
      FirstReceived: time(FirstReceiveTimestamp),
      ...(IsVisible === false ? { VisibleAgain: time(VisibleAt) } : {}),
      ...rest,
    }),
  }));
}

const localstackMessage = z.looseObject({
  MessageId: z.string(),
  Body: z.string(),
  Attribute: z.union([z.array(z.looseObject({ Name: z.string(), Value: z.unknown() })), z.looseObject({ Name: z.string(), Value: z.unknown() })]).optional(),
});
const localstackAnswer = z.looseObject({
  ReceiveMessageResponse: z.looseObject({
    // An XML answer in JSON: none is null, one is no list.
    ReceiveMessageResult: z.looseObject({ Message: z.union([z.array(localstackMessage), localstackMessage]).nullish() }).nullish(),
  }),
});

export function localstackMessages(answer: unknown): PeekedMessage[] | undefined {
  const parsed = localstackAnswer.safeParse(answer);
  if (!parsed.success) return undefined;
  return listOf(parsed.data.ReceiveMessageResponse.ReceiveMessageResult?.Message).map(({ MessageId: id, Body: body, Attribute, ...rest }) => {
    const attributes = Object.fromEntries(listOf(Attribute).map(({ Name, Value }) => [Name, Value]));
    return { id, body, inFlight: attributes.IsVisible === "false", details: { Attributes: attributes, ...rest } };
  });
}

function listOf<T>(value: T | T[] | null | undefined): T[] {
  return value == null ? [] : Array.isArray(value) ? value : [value];
}

function withoutNothing(details: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value != null && !(typeof value === "object" && Object.keys(value).length === 0)));
}

function time(seconds: number | null | undefined): string | undefined {
  return seconds ? new Date(seconds * 1000).toISOString() : undefined;
}

async function getJson(url: string, signal?: AbortSignal): Promise<unknown> {
  const timeout = AbortSignal.timeout(10_000);
  try {
    // A redirect could lead off this machine, so none is followed.
    const response = await fetch(url, { redirect: "error", headers: { accept: "application/json" }, signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
    if (response.ok) return await response.json();
    await response.body?.cancel();
    return undefined;
  } catch (error) {
    if (signal?.aborted) throw new CancelledError();
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
