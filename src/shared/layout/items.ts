/** What is to be laid out: a forest of boxes within boxes, and the edges between them. */
import type { GraphEdge, GraphNode, ResourceGraph } from "../graph";
import { STACK_TYPE } from "../graph";
import { compareEdges } from "../graphDelta";
import { graphForest, type TreeItem } from "../graphTree";

export interface Item {
  id: string;
  node: GraphNode;
  parent?: Item;
  children: Item[];
}

export interface Forest {
  stack?: GraphNode;
  roots: Item[];
  byId: Map<string, Item>;
  /** Dependencies to draw. */
  edges: GraphEdge[];
}

/** The stack is the drawing itself; an edge between a box and one around it has nowhere to go. */
export function forestOf(graph: ResourceGraph): Forest {
  const byId = new Map<string, Item>();
  const itemOf = ({ node, children }: TreeItem, parent?: Item): Item => {
    const item: Item = { id: node.id, node, parent, children: [] };
    byId.set(node.id, item);
    item.children = children.map((child) => itemOf(child, item));
    return item;
  };
  const trees = graphForest(graph);
  const stack = trees.find(({ node }) => node.type === STACK_TYPE);
  const roots = trees.flatMap((tree) => (tree === stack ? tree.children : [tree])).map((tree) => itemOf(tree));
  const drawable = graph.edges.filter(({ kind, from, to }) => {
    const [a, b] = [byId.get(from), byId.get(to)];
    return kind === "dependency" && a && b && !isWithin(a, b) && !isWithin(b, a);
  });
  const edges = drawable.sort(compareEdges);
  return { stack: stack?.node, roots, byId, edges };
}

/** Whether an item is in the subtree of another, or is it. */
export function isWithin(item: Item, ancestor: Item): boolean {
  for (let at: Item | undefined = item; at; at = at.parent) if (at === ancestor) return true;
  return false;
}

/** For every node in the subtrees of some siblings, the sibling it belongs to. */
export function owners(siblings: readonly Item[]): Map<string, Item> {
  const result = new Map<string, Item>();
  const claim = (item: Item, owner: Item): void => {
    result.set(item.id, owner);
    for (const child of item.children) claim(child, owner);
  };
  for (const sibling of siblings) claim(sibling, sibling);
  return result;
}

/** Siblings in groups that edges hold together, in the order of their first members. */
export function connectedGroups(siblings: readonly Item[], edges: readonly GraphEdge[]): Item[][] {
  const owner = owners(siblings);
  const leader = new Map(siblings.map((item) => [item, item]));
  const find = (item: Item): Item => {
    let at = item;
    for (let up = leader.get(at); up && up !== at; up = leader.get(at)) at = up;
    leader.set(item, at);
    return at;
  };
  for (const { from, to } of edges) {
    const [a, b] = [owner.get(from), owner.get(to)];
    if (a && b) leader.set(find(a), find(b));
  }
  const groups = new Map<Item, Item[]>();
  for (const item of siblings) groups.set(find(item), [...(groups.get(find(item)) ?? []), item]);
  return [...groups.values()];
}
