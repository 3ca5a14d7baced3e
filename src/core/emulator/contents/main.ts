/** What lies in a running emulator. A bundle of its own, since it carries the AWS SDK: see `load`. */
import { CancelledError, UserError } from "../../errors";
import { assertLoopbackUrl } from "../../safety/loopback";
import { type Access, accessTo } from "./access";
import { listItems, listTables, readItem, readTable } from "./dynamodb";
import { asUserError } from "./failures";
import { listFunctions, readFunction } from "./lambda";
import { listLogGroups, listLogStreams, readLogGroup, readLogStream } from "./logs";
import {
  type ContentsCategory,
  type ContentsDocument,
  type ContentsOptions,
  type ContentsPage,
  type ContentsRef,
  DEFAULT_REGION,
  type EmulatorContents,
  type PageRequest,
} from "./model";
import { listBuckets, listObjects, readBucket, readObject } from "./s3";
import { listSubscriptions, listTopics, readSubscription, readTopic } from "./sns";
import { listMessages, listQueues, readMessage, readQueue } from "./sqs";

/** Nothing is called before something is asked for. The endpoint is refused then, unless it is on this machine. */
export function openContents(endpoint: string, options: ContentsOptions = {}): EmulatorContents {
  return new Contents(endpoint, options.regions?.length ? [...new Set(options.regions)] : [DEFAULT_REGION]);
}

const CATEGORY_NAMES: Record<ContentsCategory, string> = {
  buckets: "S3 buckets",
  tables: "DynamoDB tables",
  queues: "SQS queues",
  functions: "Lambda functions",
  logGroups: "log groups",
  topics: "SNS topics",
};

class Contents implements EmulatorContents {
  private access: Promise<Access> | undefined;
  private closed = false;

  constructor(
    private readonly endpoint: string,
    private readonly regions: readonly string[],
  ) {}

  list(category: ContentsCategory, request: PageRequest = {}): Promise<ContentsPage> {
    return this.look(CATEGORY_NAMES[category], request.signal, (access) => {
      switch (category) {
        case "buckets":
          return listBuckets(access, request);
        case "tables":
          return listTables(access, this.regions, request);
        case "queues":
          return listQueues(access, this.regions, request);
        case "functions":
          return listFunctions(access, this.regions, request);
        case "logGroups":
          return listLogGroups(access, this.regions, request);
        case "topics":
          return listTopics(access, this.regions, request);
      }
    });
  }

  children(ref: ContentsRef, request: PageRequest = {}): Promise<ContentsPage> {
    return this.look(nameOf(ref), request.signal, async (access) => {
      switch (ref.kind) {
        case "bucket":
          return listObjects(access, ref.bucket, "", request);
        case "folder":
          return listObjects(access, ref.bucket, ref.prefix, request);
        case "table":
          return listItems(access, ref, request);
        case "queue":
          return listMessages(access, ref, request);
        case "logGroup":
          return listLogStreams(access, ref, request);
        case "topic":
          return listSubscriptions(access, ref, request);
        default:
          return { nodes: [] };
      }
    });
  }

  read(ref: ContentsRef, { signal }: { signal?: AbortSignal } = {}): Promise<ContentsDocument> {
    return this.look(nameOf(ref), signal, async (access) => {
      switch (ref.kind) {
        case "bucket":
          return readBucket(access, ref, signal);
        case "object":
          return readObject(access, ref, signal);
        case "table":
          return readTable(access, ref, signal);
        case "item":
          return readItem(access, ref, signal);
        case "queue":
          return readQueue(access, ref, signal);
        case "message":
          return readMessage(access, ref, signal);
        case "function":
          return readFunction(access, ref, signal);
        case "logGroup":
          return readLogGroup(access, ref, signal);
        case "logStream":
          return readLogStream(access, ref, signal);
        case "topic":
          return readTopic(access, ref, signal);
        case "subscription":
          return readSubscription(access, ref, signal);
        case "folder":
          throw new UserError("emulator-folder", `${ref.prefix} is only the beginning of keys.`, "Open one of the objects in it.");
      }
    });
  }

  close(): void {
    this.closed = true;
    void this.access?.then((access) => access.close()).catch(() => undefined);
  }

  private async look<T>(what: string, signal: AbortSignal | undefined, use: (access: Access) => Promise<T>): Promise<T> {
    if (signal?.aborted || this.closed) throw new CancelledError();
    try {
      this.access ??= assertLoopbackUrl(this.endpoint).then(({ href }) => accessTo(href));
      return await use(await this.access);
    } catch (error) {
      throw asUserError(error, what, this.endpoint, signal);
    }
  }
}

function nameOf(ref: ContentsRef): string {
  switch (ref.kind) {
    case "bucket":
      return `bucket ${ref.bucket}`;
    case "folder":
      return `folder ${ref.prefix} in ${ref.bucket}`;
    case "object":
      return `object ${ref.key} in ${ref.bucket}`;
    case "table":
      return `table ${ref.table}`;
    case "item":
      return `item of ${ref.table}`;
    case "queue":
      return `queue ${ref.url.slice(ref.url.lastIndexOf("/") + 1)}`;
    case "message":
      return `message of ${ref.url.slice(ref.url.lastIndexOf("/") + 1)}`;
    case "function":
      return `function ${ref.name}`;
    case "logGroup":
      return `log group ${ref.name}`;
    case "logStream":
      return `log stream ${ref.name}`;
    case "topic":
      return `topic ${ref.arn.slice(ref.arn.lastIndexOf(":") + 1)}`;
    case "subscription":
      return "subscription";
  }
}
