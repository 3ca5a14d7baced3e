/** What lies in an emulator, as faces show it. Nothing here loads the AWS SDK. */
import { z } from "zod";

export const CATEGORIES = ["buckets", "tables", "queues", "functions", "logGroups", "topics"] as const;
export type ContentsCategory = (typeof CATEGORIES)[number];

/** Where things lie when nothing says otherwise: the default of the emulators and of the lab's templates. */
export const DEFAULT_REGION = "us-east-1";

const region = z.string().min(1).max(64);
const name = z.string().min(1);

/** Names one thing in an emulator. Plain JSON: it travels in addresses of documents, and is checked when it returns. */
export const contentsRef = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("bucket"), bucket: name }),
  /** Objects whose keys begin alike, up to a slash. */
  z.strictObject({ kind: z.literal("folder"), bucket: name, prefix: name }),
  z.strictObject({ kind: z.literal("object"), bucket: name, key: name }),
  z.strictObject({ kind: z.literal("table"), region, table: name }),
  /** `key` is the item's key in DynamoDB's own JSON. */
  z.strictObject({ kind: z.literal("item"), region, table: name, key: name }),
  z.strictObject({ kind: z.literal("queue"), region, url: name }),
  z.strictObject({ kind: z.literal("message"), region, url: name, id: name }),
  z.strictObject({ kind: z.literal("function"), region, name }),
  z.strictObject({ kind: z.literal("logGroup"), region, name }),
  z.strictObject({ kind: z.literal("logStream"), region, group: name, name }),
  z.strictObject({ kind: z.literal("topic"), region, arn: name }),
  z.strictObject({ kind: z.literal("subscription"), region, arn: name }),
]);
export type ContentsRef = z.infer<typeof contentsRef>;
export type ContentsKind = ContentsRef["kind"];
export type RefOf<K extends ContentsKind> = Extract<ContentsRef, { kind: K }>;

export interface ContentsNode {
  ref: ContentsRef;
  /** Text from the emulator: of any length, with any characters. */
  label: string;
  description?: string;
  /** Whether it holds others. */
  expandable: boolean;
}

export interface ContentsPage {
  nodes: ContentsNode[];
  /** There are more: ask again with this. */
  more?: string;
}

export interface ContentsDocument {
  /** A name for people, with an extension that tells the language. */
  title: string;
  text: string;
  language: "json" | "log" | "plaintext";
}

export interface PageRequest {
  signal?: AbortSignal;
  /** Of the page before. */
  more?: string;
}

/** Looks into one emulator. It changes nothing there. */
export interface EmulatorContents {
  list(category: ContentsCategory, request?: PageRequest): Promise<ContentsPage>;
  children(ref: ContentsRef, request?: PageRequest): Promise<ContentsPage>;
  /** A readable text of anything but a folder. */
  read(ref: ContentsRef, options?: { signal?: AbortSignal }): Promise<ContentsDocument>;
  /** Ends its connections. */
  close(): void;
}

export interface ContentsOptions {
  /** Regions to look in, the most likely first; the default one by default. */
  regions?: readonly string[];
}

export type OpenContents = (endpoint: string, options?: ContentsOptions) => EmulatorContents;

/** How many nodes one page has at most. */
export const PAGE_SIZE = 200;

/** The same text for the same thing. */
export function refKey(ref: ContentsRef): string {
  // One queue has several addresses, by the host name that was asked.
  const parts = Object.entries(ref).map(([part, value]) => [part, part === "url" && URL.canParse(value) ? new URL(value).pathname : value]);
  return JSON.stringify(parts.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)));
}

/** Where a thing is listed. */
export function categoryOf({ kind }: ContentsRef): ContentsCategory {
  return CATEGORY_OF[kind];
}

const CATEGORY_OF: Record<ContentsKind, ContentsCategory> = {
  bucket: "buckets",
  folder: "buckets",
  object: "buckets",
  table: "tables",
  item: "tables",
  queue: "queues",
  message: "queues",
  function: "functions",
  logGroup: "logGroups",
  logStream: "logGroups",
  topic: "topics",
  subscription: "topics",
};

/** The thing of a category that another lies in, or the thing itself: a bucket for its objects. */
export function containerOf(ref: ContentsRef): ContentsRef {
  switch (ref.kind) {
    case "folder":
    case "object":
      return { kind: "bucket", bucket: ref.bucket };
    case "item":
      return { kind: "table", region: ref.region, table: ref.table };
    case "message":
      return { kind: "queue", region: ref.region, url: ref.url };
    case "logStream":
      return { kind: "logGroup", region: ref.region, name: ref.group };
    case "subscription":
      return { kind: "topic", region: ref.region, arn: ref.arn.split(":").slice(0, 6).join(":") };
    default:
      return ref;
  }
}
