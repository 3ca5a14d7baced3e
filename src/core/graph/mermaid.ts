import type { GraphEdge, ResourceGraph } from "../../shared/graph";
import { edgeLabelText, titlesOf } from "../../shared/layout/measure";
import { forestOf, type Item } from "../../shared/layout/items";
import { OPS_IN_ORDER, opMark } from "../../shared/resourceOps";
import { printable } from "../../shared/text";

const CLASSES: Record<string, string> = {
  create: "stroke:#1a7f45,stroke-width:2px",
  update: "stroke:#a15c00,stroke-width:2px",
  replace: "stroke:#8a3ab9,stroke-width:2px",
  delete: "stroke:#c22f35,stroke-width:2px,stroke-dasharray:5 4",
  failed: "stroke:#c22f35,stroke-width:3px",
  import: "stroke:#0b6c9c,stroke-width:2px",
  read: "stroke:#0b6c9c",
  refresh: "stroke:#a15c00",
  same: "stroke:#77818f",
};

/** The graph as a Mermaid flowchart, components as subgraphs. */
export function renderMermaid(graph: ResourceGraph, title: string): string {
  const { roots, edges } = forestOf(graph);
  const names = new Map<string, string>();
  const body = roots.flatMap((item) => itemLines(item, "  ", names));
  const used = OPS_IN_ORDER.map((op) => {
    const members = graph.nodes.filter((node) => node.op === op).flatMap((node) => names.get(node.id) ?? []);
    return { op, members };
  }).filter(({ members }) => members.length > 0);
  return [
    `%% ${comment(title)}`,
    "flowchart TB",
    ...(body.length > 0 ? body : ['  empty["Nothing here yet"]']),
    ...edges.map((edge) => `  ${edgeLine(edge, names)}`),
    ...used.flatMap(({ op, members }) => [`  classDef ${op}Op ${CLASSES[op]}`, `  class ${members.join(",")} ${op}Op`]),
    "",
  ].join("\n");
}

function itemLines(item: Item, indent: string, names: Map<string, string>): string[] {
  const id = `n${names.size + 1}`;
  names.set(item.id, id);
  const { name, type } = titlesOf(item.node);
  const mark = item.node.op ? `${opMark(item.node.op)} ` : "";
  const label = `["${escape(`${mark}${name}`)}<br/>${escape(type)}"]`;
  if (item.children.length === 0) return [`${indent}${id}${label}`];
  return [
    `${indent}subgraph ${id}${label}`,
    ...item.children.flatMap((child) => itemLines(child, `${indent}  `, names)),
    `${indent}end`,
  ];
}

function edgeLine({ from, to, properties }: GraphEdge, names: Map<string, string>): string {
  const [a, b] = [names.get(from), names.get(to)];
  return properties.length > 0 ? `${a} -->|"${escape(edgeLabelText(properties))}"| ${b}` : `${a} -.-> ${b}`;
}

/** Mermaid has characters by number (`#35;`) for everything that could mean something to it, to Markdown or to HTML. */
function escape(text: string): string {
  return printable(text).replace(/[^\p{L}\p{M}\p{N}\p{So}\p{Sm}\ufffd ._/:…−»←↻±-]|[+~=<>|^]/gu, (character) => `#${character.codePointAt(0)};`);
}

/** Mermaid reads `%%{…}%%` as a directive. */
function comment(text: string): string {
  return printable(text).replace(/[{}%]/g, " ");
}
