/** Counts of what an operation does, in words. */
import type { ResourceGraph, ResourceOp } from "./graph";

export type GraphSummary = Partial<Record<ResourceOp, number>>;

/** The order in which operations are told: what changes first. */
export const OPS_IN_ORDER: readonly ResourceOp[] = [
  "failed",
  "create",
  "update",
  "replace",
  "delete",
  "import",
  "read",
  "refresh",
  "same",
];

/** How many resources each operation touches. The stack itself counts, as in Pulumi's own summary. */
export function summarize(graph: ResourceGraph): GraphSummary {
  const counts: GraphSummary = {};
  for (const op of OPS_IN_ORDER) {
    const count = graph.nodes.filter((node) => node.op === op).length;
    if (count > 0) counts[op] = count;
  }
  return counts;
}

const DONE: Record<ResourceOp, string> = {
  failed: "failed",
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  import: "imported",
  read: "read",
  refresh: "refreshed",
  same: "unchanged",
};

const PLANNED: Record<ResourceOp, string> = {
  ...DONE,
  create: "to create",
  update: "to update",
  replace: "to replace",
  delete: "to delete",
  import: "to import",
};

/** "7 created, 1 unchanged"; with `planned`, "7 to create, 1 unchanged". Empty when nothing was operated on. */
export function summaryText(summary: GraphSummary, { planned = false } = {}): string {
  const words = planned ? PLANNED : DONE;
  return OPS_IN_ORDER.filter((op) => summary[op])
    .map((op) => `${summary[op]} ${words[op]}`)
    .join(", ");
}

/** Whether the operation changes anything, or tried to. */
export function hasChanges(summary: GraphSummary): boolean {
  return OPS_IN_ORDER.some((op) => summary[op] && op !== "same" && op !== "read" && op !== "refresh");
}
