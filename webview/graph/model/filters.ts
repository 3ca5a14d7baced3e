/** What the person asked to see: by operation, by service, by component, and by words. */
import type { GraphNode, ResourceGraph, ResourceOp } from "../../../src/shared/graph";
import { STACK_TYPE } from "../../../src/shared/graph";
import { OPS_IN_ORDER, opWord } from "../../../src/shared/resourceOps";
import { t } from "../../common/l10n";
import { isProviderType, parseType, shortType } from "../../../src/shared/resourceType";

export interface Filter {
  op?: ResourceOp;
  service?: string;
  /** URN of a component: it and all that is in it. */
  component?: string;
}

export interface Choice {
  value: string;
  label: string;
}

/** The service that a type belongs to: `s3`, `lambda`, or the package where there are no modules. */
export function serviceOf(type: string): string {
  if (isProviderType(type)) return "providers";
  const { package: packageName, module } = parseType(type);
  return module || packageName;
}

export function isFiltered(filter: Filter): boolean {
  return Boolean(filter.op ?? filter.service ?? filter.component);
}

/** Ids of the nodes that the filter asks for, without the frames around them. */
export function filteredIds(graph: ResourceGraph, filter: Filter): Set<string> {
  const parents = new Map(graph.nodes.map((node) => [node.id, node.parent]));
  return new Set(
    graph.nodes
      .filter((node) => node.type !== STACK_TYPE)
      .filter((node) => filter.op === undefined || node.op === filter.op)
      .filter((node) => filter.service === undefined || (node.custom && serviceOf(node.type) === filter.service))
      .filter((node) => filter.component === undefined || isInside(node.id, filter.component, parents))
      .map((node) => node.id),
  );
}

function isInside(id: string, ancestor: string, parents: Map<string, string | undefined>): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = id; at !== undefined && !seen.has(at); at = parents.get(at)) {
    if (at === ancestor) return true;
    seen.add(at);
  }
  return false;
}

export function opChoices(graph: ResourceGraph, planned: boolean): Choice[] {
  const present = new Set(graph.nodes.map((node) => node.op));
  return OPS_IN_ORDER.filter((op) => present.has(op)).map((op) => ({ value: op, label: t(opWord(op, planned)) }));
}

export function serviceChoices(graph: ResourceGraph): Choice[] {
  const services = new Set(graph.nodes.filter((node) => node.custom).map((node) => serviceOf(node.type)));
  return [...services].sort().map((service) => ({ value: service, label: service }));
}

/** Components that have something in them. */
export function componentChoices(graph: ResourceGraph): Choice[] {
  const parents = new Set(graph.nodes.map((node) => node.parent));
  return graph.nodes
    .filter((node) => parents.has(node.id) && node.type !== STACK_TYPE)
    .map((node) => ({ value: node.id, label: `${node.name} (${shortType(node.type)})` }))
    .sort((a, b) => a.label.localeCompare(b.label, "en", { numeric: true }));
}

/** Nodes in whose name, type or URN every word occurs; those whose name begins with the text come first. */
export function searchNodes(nodes: readonly GraphNode[], text: string): string[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const first = words[0] ?? "";
  const rank = (node: GraphNode) => {
    const name = node.name.toLowerCase();
    return name.startsWith(first) ? 0 : name.includes(first) ? 1 : 2;
  };
  return nodes
    .filter((node) => node.type !== STACK_TYPE)
    .filter((node) => {
      const all = `${node.name} ${node.type} ${node.id}`.toLowerCase();
      return words.every((word) => all.includes(word));
    })
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, "en", { numeric: true }))
    .map((node) => node.id);
}
