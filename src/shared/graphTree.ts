/** A graph's nodes as a forest of parents and children. */
import type { GraphNode, ResourceGraph } from "./graph";

export interface TreeItem {
  node: GraphNode;
  children: TreeItem[];
}

const byName = new Intl.Collator("en", { numeric: true });

/**
 * The roots of the forest. Siblings stand in the order of the program, those without a place in it last, by name.
 * Every node is in it exactly once, even if parents should form a ring.
 */
export function graphForest(graph: ResourceGraph): TreeItem[] {
  const items = new Map(graph.nodes.map((node) => [node.id, { node, children: [] } as TreeItem]));
  const roots: TreeItem[] = [];
  for (const item of items.values()) {
    const parent = isInRing(item.node, items) ? undefined : items.get(item.node.parent ?? "");
    (parent?.children ?? roots).push(item);
  }
  for (const item of items.values()) item.children.sort(compareSiblings);
  return roots.sort(compareSiblings);
}

/** Whether a node's ancestors never end. */
function isInRing(node: GraphNode, items: Map<string, TreeItem>): boolean {
  const seen = new Set<string>();
  for (let at: GraphNode | undefined = node; at; at = items.get(at.parent ?? "")?.node) {
    if (seen.has(at.id)) return true;
    seen.add(at.id);
  }
  return false;
}

function compareSiblings({ node: a }: TreeItem, { node: b }: TreeItem): number {
  return (
    Number(!a.source) - Number(!b.source) ||
    byName.compare(a.source?.file ?? "", b.source?.file ?? "") ||
    (a.source?.line ?? 0) - (b.source?.line ?? 0) ||
    (a.source?.column ?? 0) - (b.source?.column ?? 0) ||
    byName.compare(a.name, b.name) ||
    (a.id < b.id ? -1 : 1)
  );
}
