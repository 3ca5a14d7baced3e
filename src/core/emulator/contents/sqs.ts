import { GetQueueAttributesCommand, ListQueuesCommand, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { UserError } from "../../errors";
import { readHealth } from "../health";
import type { Access } from "./access";
import type { ContentsDocument, ContentsNode, ContentsPage, PageRequest, RefOf } from "./model";
import { pageOfAll, pageOfRegions } from "./paging";
import { emulatorPeek, type PeekedMessage } from "./sqsPeek";
import { jsonDocument, oneLine, parsedOr } from "./text";

export function listQueues(access: Access, regions: readonly string[], { signal, more }: PageRequest): Promise<ContentsPage> {
  return pageOfRegions(regions, more, async (region, next) => {
    const command = new ListQueuesCommand({ MaxResults: 1000, NextToken: next });
    const { QueueUrls = [], NextToken } = await access.sqs(region).send(command, { abortSignal: signal });
    const nodes = QueueUrls.map((url): ContentsNode => ({ ref: { kind: "queue", region, url }, label: queueName(url), expandable: true }));
    return { nodes, next: NextToken };
  });
}

export async function listMessages(access: Access, queue: RefOf<"queue">, { signal, more }: PageRequest): Promise<ContentsPage> {
  const messages = await peek(access, queue, signal);
  const nodes = messages.map(
    ({ id, body, inFlight }): ContentsNode => ({
      ref: { kind: "message", region: queue.region, url: queue.url, id },
      label: oneLine(body) || "(empty)",
      description: inFlight ? "in flight" : undefined,
      expandable: false,
    }),
  );
  return pageOfAll(nodes, more);
}

export async function readQueue(access: Access, { region, url }: RefOf<"queue">, signal?: AbortSignal): Promise<ContentsDocument> {
  const attributes = await attributesOf(access.sqs(region), url, signal);
  return jsonDocument(queueName(url), { QueueUrl: url, ...withParsed(attributes) });
}

export async function readMessage(access: Access, { region, url, id }: RefOf<"message">, signal?: AbortSignal): Promise<ContentsDocument> {
  const found = (await peek(access, { kind: "queue", region, url }, signal)).find((message) => message.id === id);
  if (!found) {
    const hint = "It has been received and deleted, or has moved to another queue. Refresh the view to see what is there.";
    throw new UserError("emulator-gone", `The queue ${queueName(url)} has no such message any more.`, hint);
  }
  return jsonDocument(`${queueName(url)} ${id}`, { MessageId: id, Body: parsedOr(found.body), ...found.details });
}

/**
 * The messages of a queue, left as they are. Receiving them would count as an attempt of a consumer and may move them
 * to the dead-letter queue, so emulators are asked by their own call where they have one.
 */
async function peek(access: Access, { region, url }: RefOf<"queue">, signal?: AbortSignal): Promise<PeekedMessage[]> {
  const health = await readHealth(access.endpoint, signal);
  const seen = health && (await emulatorPeek(access.endpoint, health.name, { region, url }, signal));
  if (seen) {
    // The emulators' own calls know nothing of queues that are not there.
    if (seen.length === 0) await attributesOf(access.sqs(region), url, signal);
    return seen;
  }
  const client = access.sqs(region);
  const { RedrivePolicy } = await attributesOf(client, url, signal);
  if (RedrivePolicy) {
    const hint = "Open the queue itself to see how many there are.";
    throw new UserError("emulator-peek", `This emulator can't show the messages of ${queueName(url)} without receiving them, and that may move them to the dead-letter queue.`, hint);
  }
  return receive(client, url, signal);
}

/** Received with no timeout, they are visible again at once. */
async function receive(client: SQSClient, url: string, signal?: AbortSignal): Promise<PeekedMessage[]> {
  const seen = new Map<string, PeekedMessage>();
  for (let barren = 0, rounds = 0; barren < 2 && rounds < 50; rounds++) {
    const command = new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 0,
      WaitTimeSeconds: 0,
      MessageAttributeNames: ["All"],
      MessageSystemAttributeNames: ["All"],
    });
    const { Messages = [] } = await client.send(command, { abortSignal: signal });
    const before = seen.size;
    for (const { MessageId: id, Body: body = "", Attributes = {}, MessageAttributes = {} } of Messages) {
      if (id) seen.set(id, { id, body, inFlight: false, details: { Attributes, MessageAttributes } });
    }
    barren = seen.size === before ? barren + 1 : 0;
  }
  return [...seen.values()];
}

async function attributesOf(client: SQSClient, url: string, signal?: AbortSignal): Promise<Record<string, string>> {
  const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] });
  return (await client.send(command, { abortSignal: signal })).Attributes ?? {};
}

/** Policies are JSON in text. */
export function withParsed(attributes: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, parsedOr(value)]));
}

function queueName(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}
