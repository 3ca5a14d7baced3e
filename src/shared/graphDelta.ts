/** What changed between two graphs, for faces that redraw only what moved. */
import type { GraphEdge, GraphNode, ResourceGraph } from "./graph";

export interface GraphDelta {
  /** New or changed nodes, whole. */
  nodes: GraphNode[];
  removedNodes: string[];
  /** New or changed edges, whole. */
  edges: GraphEdge[];
  /** Keys of edges, as `edgeKey` gives them. */
  removedEdges: string[];
}

/** Names an edge within its graph. URNs hold no line breaks. */
export function edgeKey(edge: Pick<GraphEdge, "from" | "to" | "kind">): string {
  return `${edge.from}\n${edge.kind}\n${edge.to}`;
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The order of a graph's edges. */
export function compareEdges(a: GraphEdge, b: GraphEdge): number {
  return compareText(a.from, b.from) || compareText(a.kind, b.kind) || compareText(a.to, b.to);
}

export function isEmptyDelta(delta: GraphDelta): boolean {
  return [delta.nodes, delta.removedNodes, delta.edges, delta.removedEdges].every((list) => list.length === 0);
}

/** Both graphs are sorted, as graphs are. */
export function diffGraphs(before: ResourceGraph, after: ResourceGraph): GraphDelta {
  const nodes = diffLists(before.nodes, after.nodes, (a, b) => compareText(a.id, b.id));
  const edges = diffLists(before.edges, after.edges, compareEdges);
  return {
    nodes: nodes.changed,
    removedNodes: nodes.removed.map(({ id }) => id),
    edges: edges.changed,
    removedEdges: edges.removed.map(edgeKey),
  };
}

export function applyDelta(graph: ResourceGraph, delta: GraphDelta): ResourceGraph {
  return {
    nodes: patchList(graph.nodes, delta.nodes, delta.removedNodes, (node) => node.id).sort((a, b) =>
      compareText(a.id, b.id),
    ),
    edges: patchList(graph.edges, delta.edges, delta.removedEdges, edgeKey).sort(compareEdges),
  };
}

/** Walks two sorted lists side by side: this runs at every event of an operation. */
function diffLists<T>(before: readonly T[], after: readonly T[], compare: (a: T, b: T) => number): { changed: T[]; removed: T[] } {
  const changed: T[] = [];
  const removed: T[] = [];
  let at = 0;
  for (const item of after) {
    let old = before[at];
    // Builders keep the objects of what did not change, so identity answers almost always.
    if (old !== item) {
      for (; old !== undefined && compare(old, item) < 0; old = before[at]) {
        removed.push(old);
        at += 1;
      }
      if (old === undefined || compare(old, item) !== 0) {
        changed.push(item);
        continue;
      }
      if (old !== item && JSON.stringify(old) !== JSON.stringify(item)) changed.push(item);
    }
    at += 1;
  }
  return { changed, removed: [...removed, ...before.slice(at)] };
}

function patchList<T>(list: T[], changed: T[], removed: string[], keyOf: (item: T) => string): T[] {
  const items = new Map(list.map((item) => [keyOf(item), item]));
  for (const key of removed) items.delete(key);
  for (const item of changed) items.set(keyOf(item), item);
  return [...items.values()];
}
