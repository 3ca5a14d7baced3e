/** What is said about a resource, for tables, details and announcements. */
import type { GraphNode, ResourceGraph, ResourceStatus } from "../../../src/shared/graph";
import { summarize } from "../../../src/shared/graphSummary";
import type { PanelState } from "../../../src/shared/graphPanel";
import { OPS_IN_ORDER, opWord } from "../../../src/shared/resourceOps";
import { shortType } from "../../../src/shared/resourceType";
import { printable } from "../../../src/shared/text";
import { parseUrn } from "../../../src/shared/urn";
import { t } from "../../common/l10n";

const STATUS: Record<ResourceStatus, string> = {
  recorded: "recorded",
  registered: "registered",
  waiting: "waiting",
  running: "in progress",
  done: "done",
  failed: "failed",
};

export function statusWord(status: ResourceStatus | undefined): string {
  return status === undefined ? "" : t(STATUS[status]);
}

/** The name of a resource that may not be in the graph. */
export function nameOfUrn(urn: string): string {
  return printable(parseUrn(urn)?.name ?? urn);
}

/** What each resource depends on, what is not in the graph included. */
export function dependencies(graph: ResourceGraph): Map<string, string[]> {
  const all = new Map<string, string[]>();
  for (const { kind, from, to } of graph.edges) {
    if (kind !== "dependency") continue;
    const known = all.get(from);
    if (known) known.push(to);
    else all.set(from, [to]);
  }
  return all;
}

/** How much a collapsed component hides. */
export function insideText(hidden: number): string {
  return hidden === 1 ? t("1 resource inside") : t("{0} resources inside", hidden);
}

/** One sentence for a screen reader. */
export function announcement(node: GraphNode, graph: ResourceGraph, planned: boolean, hidden?: number): string {
  const out = graph.edges.filter((edge) => edge.kind === "dependency" && edge.from === node.id).length;
  const into = graph.edges.filter((edge) => edge.kind === "dependency" && edge.to === node.id).length;
  return [
    printable(node.name),
    printable(shortType(node.type)),
    node.op ? t(opWord(node.op, planned)) : "",
    statusWord(node.status),
    hidden === undefined ? "" : t("collapsed, {0}", insideText(hidden)),
    t("needs {0}, needed by {1}", out, into),
  ]
    .filter((part) => part !== "")
    .join(", ");
}

const DOING = { preview: "Previewing", deploy: "Deploying", refresh: "Refreshing", destroy: "Destroying" } as const;
const NAMES = { preview: "Preview", deploy: "Deploy", refresh: "Refresh", destroy: "Destroy" } as const;

/** The headline of the banner. */
export function phaseText({ phase, operation }: PanelState): string {
  switch (phase) {
    case "idle":
      return "";
    case "running":
      return t(operation ? `${DOING[operation]}…` : "Running…");
    case "cancelling":
      return t("Cancelling…");
    default:
      return t(`${operation ? NAMES[operation] : "Operation"} ${phase}`);
  }
}

/** "7 created, 1 unchanged". */
export function summaryWords(graph: ResourceGraph, planned: boolean): string {
  const counts = summarize(graph);
  return OPS_IN_ORDER.filter((op) => counts[op])
    .map((op) => `${counts[op]} ${t(opWord(op, planned))}`)
    .join(", ");
}

/** A value as one line of text: secrets and unknown values keep their marks. */
export function valueText(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value, undefined, 2);
}
