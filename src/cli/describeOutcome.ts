import { summaryText } from "../shared/graphSummary";
import { renderTree } from "../core/graph/tree";
import { relativePosition } from "../core/engine/operationDocument";
import type { OperationOutcome } from "../core/engine/operations";

interface Look {
  color: boolean;
  width: number;
}

/** An operation's end for people: the tree, what was said, the outputs, and what came of it. */
export function describeOutcome(outcome: OperationOutcome, projectDir: string, urls: { url: string }[], look: Look): string {
  const blocks: string[] = [];
  if (outcome.graph.nodes.length > 0) blocks.push(renderTree(outcome.graph, { color: look.color, width: look.width, planned: outcome.operation === "preview" }));
  const remarks = outcome.diagnostics
    // What the program printed has been seen as it came.
    .filter((each) => each.severity !== "info" && each.message !== outcome.error?.message)
    .map((each) => {
    const where = each.source ? relativePosition(each.source, projectDir) : undefined;
    return `${each.severity}: ${each.message}${where ? `\n  at ${where.file}:${where.line}:${where.column}` : ""}`;
  });
  if (remarks.length > 0) blocks.push(remarks.join("\n"));
  const outputs = Object.entries(outcome.outputs);
  if (outputs.length > 0) blocks.push(["Outputs:", ...describeOutputs(outcome.outputs)].join("\n"));
  for (const { url } of urls) blocks.push(`URL: ${url}`);
  if (outcome.ok) blocks.push(headline(outcome));
  return blocks.join("\n\n");
}

/** Outputs as aligned lines; values that are no text as JSON. */
export function describeOutputs(outputs: Record<string, unknown>): string[] {
  const width = Math.max(...Object.keys(outputs).map((name) => name.length));
  return Object.entries(outputs).map(
    ([name, value]) => `  ${name.padEnd(width)}  ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
}

function headline(outcome: OperationOutcome): string {
  const seconds = (outcome.durationMs / 1000).toFixed(1);
  const changed = Object.entries(outcome.summary).some(([op, count]) => op !== "same" && op !== "read" && count > 0);
  const what = summaryText(outcome.summary, { planned: outcome.operation === "preview" });
  if (!changed && outcome.operation === "deploy") return `Nothing changed: ${what} (${seconds} s)`;
  return `${DONE[outcome.operation]}: ${what || "nothing to do"} (${seconds} s)`;
}

const DONE: Record<OperationOutcome["operation"], string> = {
  preview: "Previewed",
  deploy: "Deployed",
  refresh: "Refreshed",
  destroy: "Destroyed",
};
