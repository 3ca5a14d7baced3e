/** What is drawn, as boxes within boxes and lines between them. Rings of parents and dangling edges are gone here. */
import type { GraphEdge, GraphNode } from "../../../src/shared/graph";
import { forestOf, type Item } from "../../../src/shared/layout/items";
import { edgeLabelText } from "../../../src/shared/layout/measure";
import type { VisibleGraph } from "./visibleGraph";

export interface DrawnNode {
  node: GraphNode;
  /** The box that it stands in. */
  parent?: string;
  /** It has others drawn inside it. */
  group: boolean;
}

export interface DrawnElements {
  /** Boxes stand before what is in them. */
  nodes: DrawnNode[];
  edges: { edge: GraphEdge; label: string }[];
}

export function drawnElements({ graph }: VisibleGraph): DrawnElements {
  const { roots, edges } = forestOf(graph);
  const nodes: DrawnNode[] = [];
  const visit = (item: Item, parent?: string): void => {
    nodes.push({ node: item.node, parent, group: item.children.length > 0 });
    for (const child of item.children) visit(child, item.id);
  };
  for (const root of roots) visit(root);
  return { nodes, edges: edges.map((edge) => ({ edge, label: edgeLabelText(edge.properties) })) };
}

/** The same text means the same layout: operations and their progress are not in it. */
export function structureOf({ nodes, edges }: DrawnElements): string {
  return JSON.stringify([
    nodes.map(({ node, parent, group }) => [node.id, node.name, node.type, node.provider, parent, group]),
    edges.map(({ edge }) => [edge.from, edge.to, edge.properties]),
  ]);
}
