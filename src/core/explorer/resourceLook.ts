import type { GraphNode, ResourceOp } from "../../shared/graph";
import { opMark, opWord } from "../../shared/resourceOps";
import { shortType } from "../../shared/resourceType";
import { type Kind, kindOf } from "../../shared/svg/glyphs";
import { ellipsizeMiddle, printable } from "../../shared/text";
import { keyOutputs } from "./resourceDetails";

/** Which colour an operation has, whatever a face paints it with. */
export type Tone = "added" | "changed" | "replaced" | "removed" | "failed" | "read" | "quiet";

/** How one resource is shown in a tree: words and choices, nothing of a face. */
export interface ResourceLook {
  label: string;
  description: string;
  /** One character for the last operation; absent for what was left alone. */
  mark?: string;
  tone: Tone;
  /** The operation in words: "created", "to create", "creating". */
  outcome: string;
  icon: Icon;
}

/** Names of codicons. */
export type Icon = string;

const ICONS: Record<Kind, Icon> = {
  storage: "archive",
  file: "file",
  database: "database",
  function: "zap",
  server: "server",
  container: "package",
  api: "json",
  network: "type-hierarchy",
  gateway: "globe",
  guard: "shield",
  queue: "list-ordered",
  topic: "broadcast",
  identity: "key",
  secret: "lock",
  logs: "output",
  monitor: "pulse",
  workflow: "git-merge",
  provider: "plug",
  reference: "layers",
  component: "symbol-namespace",
  code: "code",
  random: "symbol-numeric",
  other: "symbol-misc",
};

const LONGEST_VALUE = 60;

/** @param outputs the resource's outputs, secrets masked, where they are known */
export function resourceLook(node: GraphNode, { planned = false, outputs = {} }: { planned?: boolean; outputs?: Record<string, unknown> } = {}): ResourceLook {
  const shown = node.op && node.op !== "same" ? node.op : undefined;
  return {
    label: printable(node.name),
    description: [printable(shortType(node.type)), idOf(node, outputs)].filter((part) => part !== "").join(" · "),
    ...(shown && { mark: opMark(shown) }),
    tone: node.op ? toneOf(node.op) : "quiet",
    outcome: outcomeOf(node, planned),
    icon: node.status === "running" ? "sync~spin" : node.op === "failed" ? "error" : ICONS[kindOf(node.type, node.custom)],
  };
}

/** The id, or what says more about it: an address rather than a name that stands there already. */
function idOf(node: GraphNode, outputs: Record<string, unknown>): string {
  const [telling] = keyOutputs(node.type, outputs, 1);
  const value = [telling?.value, node.resourceId].find((each) => each !== undefined && each !== node.name) ?? "";
  return ellipsizeMiddle(printable(value), LONGEST_VALUE, (text) => text.length);
}

const RUNNING: Partial<Record<ResourceOp, string>> = {
  create: "creating",
  update: "updating",
  replace: "replacing",
  delete: "deleting",
  import: "importing",
  read: "reading",
  refresh: "refreshing",
};

function outcomeOf({ op, attempted, status }: GraphNode, planned: boolean): string {
  if (op === "failed") return attempted ? `${opWord(attempted, true).replace(/^to /, "")} failed` : "failed";
  if (status === "running") return (op && RUNNING[op]) ?? "running";
  if (status === "waiting") return "waiting";
  if (status === "registered" && !op) return "not reached";
  return op ? opWord(op, planned) : "";
}

export function toneOf(op: ResourceOp): Tone {
  switch (op) {
    case "create":
    case "import":
      return "added";
    case "update":
      return "changed";
    case "replace":
      return "replaced";
    case "delete":
      return "removed";
    case "failed":
      return "failed";
    case "read":
    case "refresh":
      return "read";
    case "same":
      return "quiet";
  }
}

/** What can be done with a resource, as words that `when` clauses look for. */
export function resourceWords(node: GraphNode, known: { url: boolean; recorded: boolean; emulator: boolean }): string[] {
  return [
    node.custom ? "custom" : "component",
    ...(node.source ? ["hasSource"] : []),
    ...(node.resourceId ? ["hasId"] : []),
    ...(known.url ? ["hasUrl"] : []),
    ...(known.recorded ? ["recorded"] : []),
    ...(known.emulator ? ["hasEmulator"] : []),
  ];
}
