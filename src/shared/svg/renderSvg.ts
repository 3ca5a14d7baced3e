import type { GraphNode, ResourceOp } from "../graph";
import { type GraphSummary, summarize, summaryText } from "../graphSummary";
import type { LaidOutEdge, LaidOutGraph, LaidOutNode, Point } from "../layout/laidOutGraph";
import { CARD, cardTextRoom, type Font, GROUP, NAME_FONT, textWidth, titlesOf, TYPE_FONT } from "../layout/measure";
import { OPS_IN_ORDER, opMark } from "../resourceOps";
import { ellipsize, ellipsizeMiddle } from "../text";
import { parseUrn } from "../urn";
import { GLYPHS, type Kind, kindOf } from "./glyphs";
import { styleSheet, type Theme } from "./theme";
import { escapeXml, num } from "./xml";

export interface SvgOptions {
  /** `auto`, the default, follows the viewer's preference; programs that don't know it see the light one. */
  theme?: Theme;
  /** By default project and stack. */
  title?: string;
  /** By default how much there is, and what happens to it. */
  subtitle?: string;
  /** Nothing has happened yet: "to create" rather than "created". */
  planned?: boolean;
}

const MARGIN = 28;
const HEADING = 58;
const LEGEND = 40;
const CORNER = 8;

const TITLE_FONT: Font = { size: 17, bold: true };
const SUBTITLE_FONT: Font = { size: 12, bold: false };
const EMPTY = "Nothing here yet. Deploy the stack, and its resources appear in this picture.";

/** The drawing as one SVG file: no scripts, no outside fonts or images, all text escaped. */
export function renderSvg(laidOut: LaidOutGraph, options: SvgOptions = {}): string {
  const title = options.title ?? stackTitle(laidOut.stack);
  const subtitle = options.subtitle ?? amount(laidOut, options.planned ?? false);
  const empty = laidOut.nodes.length === 0;
  const summary = summaryOf(laidOut);
  const ops = OPS_IN_ORDER.filter((op) => summary[op]);
  const kinds = [...new Set(laidOut.nodes.map(({ node }) => kindOf(node.type, node.custom)))];
  const legend = legendOf(ops, laidOut.edges);

  const content = Math.max(
    laidOut.width,
    textWidth(title, TITLE_FONT),
    textWidth(subtitle, SUBTITLE_FONT),
    legend.width,
    empty ? textWidth(EMPTY, SUBTITLE_FONT) : 0,
  );
  const width = Math.ceil(content + MARGIN * 2);
  const drawing = empty ? 30 : laidOut.height;
  const height = Math.ceil(MARGIN + HEADING + drawing + (legend.width > 0 ? LEGEND : 0) + MARGIN);
  const at = { x: (width - laidOut.width) / 2, y: MARGIN + HEADING };

  const groups = laidOut.nodes.filter(({ shape }) => shape === "group");
  const cards = laidOut.nodes.filter(({ shape }) => shape === "card");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="graph-title graph-about">`,
    `<title id="graph-title">${escapeXml(title)}</title>`,
    `<desc id="graph-about">${escapeXml(subtitle)}</desc>`,
    `<style>${styleSheet(options.theme ?? "auto", kinds, ops)}</style>`,
    `<defs><marker id="graph-arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto" markerUnits="userSpaceOnUse"><path class="arrow" d="M0 .8 9.500 5 0 9.200Z"/></marker></defs>`,
    `<rect class="page" width="${width}" height="${height}" rx="14"/>`,
    `<text class="title" x="${MARGIN}" y="${MARGIN + 17}">${escapeXml(title)}</text>`,
    `<text class="sub" x="${MARGIN}" y="${MARGIN + 37}">${escapeXml(subtitle)}</text>`,
    empty ? `<text class="sub" x="${MARGIN}" y="${at.y + 12}">${escapeXml(EMPTY)}</text>` : "",
    `<g transform="translate(${num(at.x)} ${num(at.y)})">`,
    ...groups.map(groupShape),
    ...laidOut.edges.map(edgeShape),
    ...groups.map(headingShape),
    ...cards.map(cardShape),
    ...laidOut.edges.map(labelShape),
    "</g>",
    legend.width > 0 ? `<g transform="translate(${MARGIN} ${num(at.y + drawing + LEGEND - 8)})">${legend.shapes}</g>` : "",
    "</svg>",
    "",
  ]
    .filter((line, index, lines) => line !== "" || index === lines.length - 1)
    .join("\n");
}

function stackTitle(stack: GraphNode | undefined): string {
  const urn = stack && parseUrn(stack.id);
  return urn ? `${urn.project}/${urn.stack}` : "Resources";
}

function summaryOf({ nodes }: LaidOutGraph): GraphSummary {
  return summarize({ nodes: nodes.map(({ node }) => node), edges: [] });
}

function amount(laidOut: LaidOutGraph, planned: boolean): string {
  const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;
  const { nodes, edges } = laidOut;
  const size = `${count(nodes.length, "resource", "resources")}, ${count(edges.length, "dependency", "dependencies")}`;
  return [size, summaryText(summaryOf(laidOut), { planned })].filter((part) => part !== "").join(" · ");
}

function frameClass(node: GraphNode): string {
  const quiet = !node.op || node.op === "same" || node.op === "read" || node.op === "refresh";
  return `frame${quiet ? "" : " touched"}${node.op === "delete" ? " gone" : ""}`;
}

function tooltip(node: GraphNode): string {
  const said = node.message ? ` — ${node.message}` : "";
  return `<title>${escapeXml(`${node.name} (${node.type}) ${node.id}${said}`)}</title>`;
}

function groupShape({ node, x, y, width, height, depth }: LaidOutNode): string {
  return [
    open(node, x, y),
    tooltip(node),
    `<rect class="group ${tint(depth)} ${frameClass(node)}" width="${num(width)}" height="${num(height)}" rx="12"/></g>`,
  ].join("");
}

/** Lines may cross a group's heading on their way in, so it is drawn over them. */
function headingShape({ node, x, y, width, depth }: LaidOutNode): string {
  const titles = titlesOf(node);
  const left = GROUP.padding + GROUP.icon + GROUP.gap;
  const room = width - left - GROUP.padding - CARD.badge;
  const name = ellipsizeMiddle(titles.name, room, (text) => textWidth(text, NAME_FONT));
  const nameWidth = textWidth(name, NAME_FONT) + GROUP.gap;
  const type = ellipsize(titles.type, Math.max(0, room - nameWidth), (text) => textWidth(text, TYPE_FONT));
  const showType = type.length > 1 || type === titles.type;
  return [
    open(node, x, y),
    icon(kindOf(node.type, node.custom), GROUP.padding - 4, 12, GROUP.icon),
    `<text class="name halo ${tint(depth)}" x="${left}" y="28">${escapeXml(name)}</text>`,
    showType ? `<text class="type halo ${tint(depth)}" x="${num(left + nameWidth)}" y="28">${escapeXml(type)}</text>` : "",
    badge(node.op, width - GROUP.padding - 3, 23),
    "</g>",
  ].join("");
}

function open(node: GraphNode, x: number, y: number): string {
  const classes = `k-${kindOf(node.type, node.custom)}${node.op ? ` o-${node.op}` : ""}`;
  return `<g class="${classes}" data-urn="${escapeXml(node.id)}" transform="translate(${num(x)} ${num(y)})">`;
}

function tint(depth: number): string {
  return depth % 2 === 0 ? "even" : "odd";
}

function cardShape({ node, x, y, width, height }: LaidOutNode): string {
  const titles = titlesOf(node);
  const room = cardTextRoom(width);
  const name = ellipsizeMiddle(titles.name, room - (node.op ? CARD.badge : 0), (text) => textWidth(text, NAME_FONT));
  const type = ellipsize(titles.type, room, (text) => textWidth(text, TYPE_FONT));
  const left = CARD.padding + CARD.icon + CARD.gap;
  return [
    open(node, x, y),
    tooltip(node),
    `<rect class="card ${frameClass(node)}" width="${num(width)}" height="${num(height)}" rx="10"/>`,
    node.op === "delete" ? '<g class="faded">' : "",
    icon(kindOf(node.type, node.custom), CARD.padding, (height - CARD.icon) / 2, CARD.icon),
    `<text class="name" x="${left}" y="24">${escapeXml(name)}</text>`,
    `<text class="type" x="${left}" y="41">${escapeXml(type)}</text>`,
    node.op === "delete" ? "</g>" : "",
    badge(node.op, width - 17, 18),
    "</g>",
  ].join("");
}

function icon(kind: Kind, x: number, y: number, size: number): string {
  const inset = size * 0.16;
  const scale = (size - inset * 2) / 20;
  const paths = GLYPHS[kind].map((path) =>
    path.startsWith("F ") ? `<path class="solid" d="${path.slice(2)}"/>` : `<path class="glyph" d="${path}"/>`,
  );
  return (
    `<rect class="tile" x="${num(x)}" y="${num(y)}" width="${size}" height="${size}" rx="${num(size / 4)}"/>` +
    `<g transform="translate(${num(x + inset)} ${num(y + inset)}) scale(${num(scale)})">${paths.join("")}</g>`
  );
}

function badge(op: ResourceOp | undefined, x: number, y: number): string {
  if (!op) return "";
  return `<circle class="badge" cx="${num(x)}" cy="${num(y)}" r="8"/><text class="mark" x="${num(x)}" y="${num(y + 4.6)}">${escapeXml(opMark(op))}</text>`;
}

function edgeShape({ edge, points }: LaidOutEdge): string {
  const kind = edge.properties.length === 0 ? "edge explicit" : "edge";
  return `<path class="${kind}" d="${rounded(points)}" marker-end="url(#graph-arrow)"/>`;
}

/** A line along the points, with its corners rounded off. */
function rounded(points: readonly Point[]): string {
  const [start, ...rest] = points;
  if (!start) return "";
  const end = rest.pop();
  let path = `M${num(start.x)} ${num(start.y)}`;
  let from = start;
  rest.forEach((corner, at) => {
    const to = rest[at + 1] ?? end ?? corner;
    const radius = Math.min(CORNER, distance(from, corner) / 2, distance(corner, to) / 2);
    const [before, after] = [towards(corner, from, radius), towards(corner, to, radius)];
    path += `L${num(before.x)} ${num(before.y)}Q${num(corner.x)} ${num(corner.y)} ${num(after.x)} ${num(after.y)}`;
    from = corner;
  });
  return end ? `${path}L${num(end.x)} ${num(end.y)}` : path;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}

function labelShape({ label, edge }: LaidOutEdge): string {
  if (!label) return "";
  const { x, y, width, height, text } = label;
  return [
    `<g><title>${escapeXml(edge.properties.join(", "))}</title>`,
    `<rect class="pill" x="${num(x)}" y="${num(y)}" width="${num(width)}" height="${num(height)}" rx="${num(height / 2)}"/>`,
    `<text class="label" x="${num(x + width / 2)}" y="${num(y + height / 2 + 3.5)}" text-anchor="middle">${escapeXml(text)}</text></g>`,
  ].join("");
}

function legendOf(ops: readonly ResourceOp[], edges: readonly LaidOutEdge[]): { width: number; shapes: string } {
  let x = 0;
  let shapes = "";
  const word = (text: string) => {
    shapes += `<text class="sub" x="${num(x)}" y="4">${escapeXml(text)}</text>`;
    x += textWidth(text, SUBTITLE_FONT) + 22;
  };
  for (const op of ops) {
    shapes += `<g class="o-${op}">${badge(op, x + 8, 0)}</g>`;
    x += 22;
    word(op);
  }
  if (edges.some(({ edge }) => edge.properties.length === 0)) {
    shapes += `<path class="edge explicit" d="M${num(x)} 0h26" marker-end="url(#graph-arrow)"/>`;
    x += 34;
    word("dependsOn");
  }
  return { width: Math.max(0, x - 22), shapes };
}
