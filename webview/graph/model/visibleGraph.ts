/** The part of the graph that is drawn: collapsed components are one card, filtered resources are left out. */
import type { GraphEdge, GraphNode, ResourceGraph, ResourceStatus } from "../../../src/shared/graph";
import { STACK_TYPE } from "../../../src/shared/graph";
import { compareEdges, edgeKey } from "../../../src/shared/graphDelta";
import { graphForest, type TreeItem } from "../../../src/shared/graphTree";
import { type Filter, filteredIds, isFiltered } from "./filters";

export interface VisibleGraph {
  graph: ResourceGraph;
  /** How many resources a collapsed component hides, by its URN. */
  hidden: Map<string, number>;
  /** The drawn node that stands for each resource: itself, or the outermost collapsed component around it. */
  standsFor: Map<string, string>;
}

export function visibleGraph(graph: ResourceGraph, collapsed: ReadonlySet<string>, filter: Filter): VisibleGraph {
  const wanted = isFiltered(filter) ? filteredIds(graph, filter) : undefined;
  const nodes: GraphNode[] = [];
  const hidden = new Map<string, number>();
  const standsFor = new Map<string, string>();

  /** Whether anything of it is drawn. */
  const isWanted = (item: TreeItem): boolean => !wanted || wanted.has(item.node.id) || item.children.some(isWanted);
  const visit = (item: TreeItem): void => {
    if (item.node.type !== STACK_TYPE && !isWanted(item)) return;
    standsFor.set(item.node.id, item.node.id);
    if (!collapsed.has(item.node.id) || item.children.length === 0 || item.node.type === STACK_TYPE) {
      nodes.push(item.node);
      item.children.forEach(visit);
      return;
    }
    const inside = descendants(item).filter((each) => !wanted || wanted.has(each.id));
    for (const each of inside) standsFor.set(each.id, item.node.id);
    hidden.set(item.node.id, inside.length);
    nodes.push({ ...item.node, status: mostTelling([item.node, ...inside]) });
  };
  graphForest(graph).forEach(visit);
  return { graph: { nodes, edges: rerouted(graph.edges, standsFor) }, hidden, standsFor };
}

function descendants({ children }: TreeItem): GraphNode[] {
  return children.flatMap((child) => [child.node, ...descendants(child)]);
}

const TELLING: readonly ResourceStatus[] = ["failed", "running", "waiting", "registered", "done", "recorded"];

function mostTelling(nodes: readonly GraphNode[]): ResourceStatus | undefined {
  return TELLING.find((status) => nodes.some((node) => node.status === status));
}

/** Edges between what is drawn; those that fall together become one with the causes of all. */
function rerouted(edges: readonly GraphEdge[], standsFor: Map<string, string>): GraphEdge[] {
  const result = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const [from, to] = [standsFor.get(edge.from), standsFor.get(edge.to)];
    if (from === undefined || to === undefined || from === to) continue;
    if (from === edge.from && to === edge.to && !result.has(edgeKey(edge))) {
      result.set(edgeKey(edge), edge);
      continue;
    }
    const moved = { ...edge, from, to };
    const known = result.get(edgeKey(moved));
    const properties = [...new Set([...(known?.properties ?? []), ...edge.properties])].sort();
    result.set(edgeKey(moved), { ...moved, properties });
  }
  return [...result.values()].sort(compareEdges);
}

/** URNs of what can be collapsed. */
export function collapsible(graph: ResourceGraph): Set<string> {
  const stack = new Set(graph.nodes.filter((node) => node.type === STACK_TYPE).map((node) => node.id));
  const result = new Set<string>();
  const visit = (item: TreeItem): void => {
    if (item.children.length > 0 && !stack.has(item.node.id)) result.add(item.node.id);
    item.children.forEach(visit);
  };
  graphForest(graph).forEach(visit);
  return result;
}

/** Components around a resource, innermost first. */
export function ancestorsOf(graph: ResourceGraph, id: string): string[] {
  const parents = new Map(graph.nodes.map((node) => [node.id, node.parent]));
  const result: string[] = [];
  for (let at = parents.get(id); at !== undefined && at !== id && !result.includes(at); at = parents.get(at)) result.push(at);
  return result;
}
