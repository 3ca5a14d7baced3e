import { DescribeLogGroupsCommand, DescribeLogStreamsCommand, FilterLogEventsCommand, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { UserError } from "../../errors";
import type { Access } from "./access";
import type { ContentsDocument, ContentsNode, ContentsPage, PageRequest, RefOf } from "./model";
import { pageOfRegions } from "./paging";

/** The latest events of a stream, or of a group, that one document shows. */
const EVENT_LIMIT = 1000;
/** Groups give their events from the first one on. */
const SCAN_LIMIT = 10_000;

export function listLogGroups(access: Access, regions: readonly string[], { signal, more }: PageRequest): Promise<ContentsPage> {
  return pageOfRegions(regions, more, async (region, next) => {
    const { logGroups = [], nextToken } = await access.logs(region).send(new DescribeLogGroupsCommand({ nextToken: next }), { abortSignal: signal });
    const nodes = logGroups.flatMap(({ logGroupName: name }): ContentsNode[] => (name ? [{ ref: { kind: "logGroup", region, name }, label: name, expandable: true }] : []));
    return { nodes, next: nextToken };
  });
}

/** The streams with the latest events come first. */
export function listLogStreams(access: Access, { region, name: group }: RefOf<"logGroup">, { signal, more }: PageRequest): Promise<ContentsPage> {
  return pageOfRegions([region], more, async (_region, next) => {
    const command = new DescribeLogStreamsCommand({ logGroupName: group, orderBy: "LastEventTime", descending: true, nextToken: next });
    const { logStreams = [], nextToken } = await access.logs(region).send(command, { abortSignal: signal });
    const nodes = logStreams.flatMap(({ logStreamName: name, lastEventTimestamp }): ContentsNode[] =>
      name ? [{ ref: { kind: "logStream", region, group, name }, label: name, description: time(lastEventTimestamp), expandable: false }] : [],
    );
    return { nodes, next: nextToken };
  });
}

export async function readLogStream(access: Access, { region, group, name }: RefOf<"logStream">, signal?: AbortSignal): Promise<ContentsDocument> {
  const client = access.logs(region);
  const command = new GetLogEventsCommand({ logGroupName: group, logStreamName: name, limit: EVENT_LIMIT, startFromHead: false });
  const { events = [] } = await client.send(command, { abortSignal: signal });
  return eventsDocument(name, events, events.length === EVENT_LIMIT);
}

/** The events of all streams, in the order of time. */
export async function readLogGroup(access: Access, { region, name }: RefOf<"logGroup">, signal?: AbortSignal): Promise<ContentsDocument> {
  const client = access.logs(region);
  const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }), { abortSignal: signal });
  if (!logGroups.some((group) => group.logGroupName === name)) {
    throw new UserError("emulator-gone", `The emulator has no log group ${name} any more.`, "Refresh the view to see what is there.");
  }
  const all: LogEvent[] = [];
  let nextToken: string | undefined;
  let dropped = false;
  do {
    const command = new FilterLogEventsCommand({ logGroupName: name, limit: SCAN_LIMIT, nextToken });
    const page = await client.send(command, { abortSignal: signal });
    all.push(...(page.events ?? []));
    dropped ||= all.length > EVENT_LIMIT;
    all.splice(0, all.length - EVENT_LIMIT);
    nextToken = page.nextToken;
  } while (nextToken);
  return eventsDocument(name, all, dropped);
}

interface LogEvent {
  timestamp?: number;
  message?: string;
}

/** One line an event, as far as its message is one. */
function eventsDocument(name: string, events: readonly LogEvent[], cut: boolean): ContentsDocument {
  const lines = events.map(({ timestamp, message = "" }) => `${time(timestamp) ?? ""}  ${message.trimEnd()}\n`);
  const note = cut ? `… only the last ${EVENT_LIMIT} events are shown\n` : events.length === 0 ? "No events.\n" : "";
  const title = name.split("/").findLast((part) => part !== "") ?? name;
  return { title: `${title}.log`, text: note + lines.join(""), language: "log" };
}

function time(timestamp: number | undefined): string | undefined {
  return timestamp === undefined ? undefined : new Date(timestamp).toISOString();
}
