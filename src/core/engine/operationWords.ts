/** How operations and their questions are told, the same in the terminal and in the editor. */
import type { Operation } from "./operations";

type Summary = Record<string, number>;

export const PRESENT: Record<Operation, string> = { preview: "Previewing", deploy: "Deploying", refresh: "Refreshing", destroy: "Destroying" };
export const PAST: Record<Operation, string> = { preview: "Previewed", deploy: "Deployed", refresh: "Refreshed", destroy: "Destroyed" };

/** How many resources an operation changes, the stack itself included. */
export function changeCount(summary: Summary): number {
  return Object.entries(summary).reduce((sum, [op, count]) => (op === "same" || op === "read" ? sum : sum + count), 0);
}

/** "Deploy 7 new resources" or "Deploy 3 changes", from a preview's summary. */
export function deployQuestion(summary: Summary): string {
  const { create = 0 } = summary;
  const total = changeCount(summary);
  if (create === total) return `Deploy ${total} new resource${total === 1 ? "" : "s"}`;
  return `Deploy ${total} change${total === 1 ? "" : "s"}`;
}
