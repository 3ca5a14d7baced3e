import type { GraphNode, ResourceGraph } from "../../shared/graph";
import { STACK_TYPE } from "../../shared/graph";
import { graphForest, type TreeItem } from "../../shared/graphTree";
import { isProviderType, parseType, shortType } from "../../shared/resourceType";

export type Grouping = "component" | "service";

/** One line of a stack's tree. */
export type StackTreeItem =
  | { kind: "resource"; node: GraphNode; children: StackTreeItem[] }
  | { kind: "service"; name: string; children: StackTreeItem[] };

export interface TreeView {
  grouping: Grouping;
  /** Keeps what has all of its words in its name, type, id or URN, and what leads there. */
  filter?: string;
}

/** A stack's resources below the stack itself, which the one who asks shows as it likes. */
export function stackTree(graph: ResourceGraph, { grouping, filter }: TreeView): StackTreeItem[] {
  const roots = withoutStack(graphForest(graph));
  const items = grouping === "service" ? byService(graph.nodes) : roots.map(toItem);
  const words = (filter ?? "").toLowerCase().split(/\s+/).filter((word) => word !== "");
  return words.length === 0 ? items : items.flatMap((item) => keepMatching(item, words));
}

/** Each resource of a tree, parents first. */
export function treeNodes(items: readonly StackTreeItem[]): GraphNode[] {
  return items.flatMap((item) => [...(item.kind === "resource" ? [item.node] : []), ...treeNodes(item.children)]);
}

/** The items from a root down to the resource, it included; empty when the tree does not hold it. */
export function pathTo(items: readonly StackTreeItem[], urn: string): StackTreeItem[] {
  for (const item of items) {
    if (item.kind === "resource" && item.node.id === urn) return [item];
    const below = pathTo(item.children, urn);
    if (below.length > 0) return [item, ...below];
  }
  return [];
}

function withoutStack(forest: TreeItem[]): TreeItem[] {
  return forest.flatMap((item) => (item.node.type === STACK_TYPE ? item.children : [item]));
}

function toItem({ node, children }: TreeItem): StackTreeItem {
  return { kind: "resource", node, children: children.map(toItem) };
}

const COMPONENTS = "components";
const PROVIDERS = "providers";
const LAST = [PROVIDERS, COMPONENTS];

/** What people call the part of a cloud that a resource belongs to: `s3`, `lambda`, `random`. */
export function serviceOf(node: Pick<GraphNode, "type" | "custom">): string {
  if (isProviderType(node.type)) return PROVIDERS;
  if (!node.custom) return COMPONENTS;
  const { package: packageName, module } = parseType(node.type);
  return packageName === "aws" && module !== "" ? module : packageName;
}

function byService(nodes: readonly GraphNode[]): StackTreeItem[] {
  const groups = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    if (node.type === STACK_TYPE) continue;
    const service = serviceOf(node);
    groups.set(service, [...(groups.get(service) ?? []), node]);
  }
  return [...groups]
    .sort(([a], [b]) => LAST.indexOf(a) - LAST.indexOf(b) || (a < b ? -1 : 1))
    .map(([name, members]) => ({
      kind: "service",
      name,
      // Without their parents they stand in the order of the program, as siblings do.
      children: graphForest({ nodes: members.map(({ parent: _parent, ...node }) => node), edges: [] }).map(({ node }) => ({
        kind: "resource",
        node: members.find((each) => each.id === node.id) ?? node,
        children: [],
      })),
    }));
}

function keepMatching(item: StackTreeItem, words: readonly string[]): StackTreeItem[] {
  // What is inside a service or a component that matches is what was looked for.
  if (matches(item, words)) return [item];
  const children = item.children.flatMap((child) => keepMatching(child, words));
  return children.length > 0 ? [{ ...item, children }] : [];
}

function matches(item: StackTreeItem, words: readonly string[]): boolean {
  const text =
    item.kind === "service"
      ? item.name
      : `${item.node.name}\n${item.node.type}\n${shortType(item.node.type)}\n${item.node.resourceId ?? ""}\n${item.node.id}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
