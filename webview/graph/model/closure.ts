/** What a resource needs, and what breaks without it: along dependencies, chosen providers and components, to the end. */
import type { ResourceGraph } from "../../../src/shared/graph";
import { STACK_TYPE } from "../../../src/shared/graph";

export type Way = "needs" | "breaks";

/** The resource, all that is in it, and everything that can be reached. */
export function closure(graph: ResourceGraph, start: string, way: Way): Set<string> {
  const children = new Map<string, string[]>();
  const next = new Map<string, string[]>();
  const put = (map: Map<string, string[]>, from: string, to: string) => map.set(from, [...(map.get(from) ?? []), to]);
  for (const node of graph.nodes) {
    if (node.parent !== undefined) put(children, node.parent, node.id);
    if (node.provider !== undefined) put(next, ...(way === "needs" ? [node.id, node.provider] : [node.provider, node.id]) as [string, string]);
  }
  for (const { kind, from, to } of graph.edges) {
    if (kind === "dependency") put(next, ...(way === "needs" ? [from, to] : [to, from]) as [string, string]);
  }
  const known = new Map(graph.nodes.map((node) => [node.id, node]));
  const reached = new Set<string>();
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = known.get(id);
    if (reached.has(id) || !node) continue;
    reached.add(id);
    open.push(...(next.get(id) ?? []));
    // Who depends on a component depends on what is in it; without a parent, its children go too.
    if (node.type !== STACK_TYPE) open.push(...(children.get(id) ?? []));
  }
  return reached;
}
