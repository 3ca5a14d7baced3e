import type { GraphBuilder } from "../shared/graphBuilder";
import type { GraphNode } from "../shared/graph";
import { shortType } from "../shared/resourceType";

const MARKS: Record<string, string> = {
  create: "+", update: "~", replace: "±", delete: "-", same: "=", read: ">", import: "<", refresh: "~", failed: "!",
};

/**
 * Follows an operation's model and tells, once each, when a resource is begun, done or failed; in a preview, where
 * nothing is begun, when it is registered.
 */
export function followResources(builder: GraphBuilder, print: (line: string) => void, planned: boolean): void {
  const silent = planned ? "running" : "registered";
  const told = new Map<string, string>();
  builder.subscribe((delta) => {
    for (const node of delta.nodes) {
      const line = node.status === silent ? undefined : progressLine(node);
      if (line && told.get(node.id) !== line) {
        told.set(node.id, line);
        print(line);
      }
    }
  });
}

/** One line on a resource's present state; undefined when it is not worth one. */
export function progressLine(node: GraphNode): string | undefined {
  if (!node.custom) return undefined;
  const what = `${shortType(node.type)} ${node.name}`;
  switch (node.status) {
    case "registered":
      return `  . ${what}`;
    case "running":
      return node.op && node.op !== "same" ? `  ${MARKS[node.op] ?? " "} ${what} ...` : undefined;
    case "done":
      return `  ${MARKS[node.op ?? ""] ?? " "} ${what}`;
    case "failed":
      return `  ! ${what} failed`;
    default:
      return undefined;
  }
}
