/** Counts of what an operation does, in words. */
import type { ResourceGraph, ResourceOp } from "./graph";
import { OPS_IN_ORDER, opWord } from "./resourceOps";

export type GraphSummary = Partial<Record<ResourceOp, number>>;

/** How many resources each operation touches. The stack itself counts, as in Pulumi's own summary. */
export function summarize(graph: ResourceGraph): GraphSummary {
  const counts: GraphSummary = {};
  for (const op of OPS_IN_ORDER) {
    const count = graph.nodes.filter((node) => node.op === op).length;
    if (count > 0) counts[op] = count;
  }
  return counts;
}

/** "7 created, 1 unchanged"; with `planned`, "7 to create, 1 unchanged". Empty when nothing was operated on. */
export function summaryText(summary: GraphSummary, { planned = false } = {}): string {
  return OPS_IN_ORDER.filter((op) => summary[op])
    .map((op) => `${summary[op]} ${opWord(op, planned)}`)
    .join(", ");
}

/** Whether the operation changes anything, or tried to. */
export function hasChanges(summary: GraphSummary): boolean {
  return OPS_IN_ORDER.some((op) => summary[op] && op !== "same" && op !== "read" && op !== "refresh");
}
