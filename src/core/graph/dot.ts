import type { GraphEdge, ResourceGraph, ResourceOp } from "../../shared/graph";
import { edgeLabelText, titlesOf } from "../../shared/layout/measure";
import { forestOf, type Item } from "../../shared/layout/items";
import { opMark } from "../../shared/resourceOps";
import { printable } from "../../shared/text";

const COLOURS: Record<ResourceOp, string> = {
  create: "#1a7f45",
  update: "#a15c00",
  replace: "#8a3ab9",
  delete: "#c22f35",
  failed: "#c22f35",
  import: "#0b6c9c",
  read: "#0b6c9c",
  refresh: "#a15c00",
  same: "#77818f",
};

/** The graph in Graphviz's language, components as clusters. */
export function renderDot(graph: ResourceGraph, title: string): string {
  const { roots, edges } = forestOf(graph);
  const names = new Map<string, string>();
  const groups = new Set<string>();
  const lines = roots.flatMap((item) => itemLines(item, "  ", names, groups));
  return [
    "digraph resources {",
    `  graph [label=${quote(title)}, labelloc=t, compound=true, fontname="Helvetica", rankdir=TB];`,
    '  node [shape=box, style="rounded,filled", fillcolor=white, fontname="Helvetica", fontsize=11];',
    '  edge [fontname="Helvetica", fontsize=9, color="#8792a2", fontcolor="#5c6675"];',
    ...lines,
    ...edges.map((edge) => `  ${edgeLine(edge, names, groups)}`),
    "}",
    "",
  ].join("\n");
}

function itemLines(item: Item, indent: string, names: Map<string, string>, groups: Set<string>): string[] {
  const id = `n${names.size + 1}`;
  names.set(item.id, id);
  const { name, type } = titlesOf(item.node);
  const mark = item.node.op ? `${opMark(item.node.op)} ` : "";
  const attributes = [
    `label=${quote(`${mark}${name}`, type)}`,
    `tooltip=${quote(item.node.id)}`,
    ...(item.node.op ? [`color="${COLOURS[item.node.op]}"`] : []),
  ];
  if (item.children.length === 0) return [`${indent}${id} [${attributes.join(", ")}];`];
  groups.add(item.id);
  return [
    `${indent}subgraph cluster_${id} {`,
    `${indent}  ${attributes.join("; ")}; style="rounded";`,
    // Edges can't end at a cluster: they end at this point, and are cut at the cluster's border.
    `${indent}  ${id} [shape=point, style=invis, label=""];`,
    ...item.children.flatMap((child) => itemLines(child, `${indent}  `, names, groups)),
    `${indent}}`,
  ];
}

function edgeLine({ from, to, properties }: GraphEdge, names: Map<string, string>, groups: Set<string>): string {
  const attributes = [
    ...(properties.length > 0 ? [`label=${quote(edgeLabelText(properties))}`] : ["style=dashed"]),
    ...(groups.has(from) ? [`ltail=cluster_${names.get(from)}`] : []),
    ...(groups.has(to) ? [`lhead=cluster_${names.get(to)}`] : []),
  ];
  return `${names.get(from)} -> ${names.get(to)} [${attributes.join(", ")}];`;
}

/** A string whose backslashes Graphviz shows rather than reads, with line breaks between the given lines. */
function quote(...lines: string[]): string {
  const escaped = lines.map((line) => printable(line).replace(/&/g, "&amp;").replace(/[\\"]/g, "\\$&"));
  return `"${escaped.join("\\n")}"`;
}
