/** Cards and headings as small SVG pictures: the same shapes as the SVG export, in the theme's colours. */
import type { GraphNode, ResourceOp } from "../../../src/shared/graph";
import { CARD, cardTextRoom, GROUP, NAME_FONT, textWidth, titlesOf, TYPE_FONT } from "../../../src/shared/layout/measure";
import { opMark } from "../../../src/shared/resourceOps";
import { GLYPHS, kindOf, type Kind } from "../../../src/shared/svg/glyphs";
import { type Hue, hueOf } from "../../../src/shared/svg/theme";
import { escapeXml, num } from "../../../src/shared/svg/xml";
import { ellipsize, ellipsizeMiddle } from "../../../src/shared/text";
import { insideText } from "./words";

/** Resolved colours: pictures on a canvas can't read CSS variables. */
export interface Colours {
  page: string;
  card: string;
  cardLine: string;
  group: string;
  groupAlternate: string;
  groupLine: string;
  ink: string;
  muted: string;
  edge: string;
  focus: string;
  selection: string;
  fontFamily: string;
  highContrast: boolean;
  ops: Record<ResourceOp, string>;
  hues: Record<Hue, string>;
}

export function cardPicture(node: GraphNode, width: number, hidden: number | undefined, colours: Colours): string {
  const titles = titlesOf(node);
  const room = cardTextRoom(width);
  const left = CARD.padding + CARD.icon + CARD.gap;
  const name = ellipsizeMiddle(titles.name, room - (node.op ? CARD.badge : 0), (text) => textWidth(text, NAME_FONT));
  const said = hidden === undefined ? titles.type : `▸ ${insideText(hidden)}`;
  const type = ellipsize(said, room, (text) => textWidth(text, TYPE_FONT));
  return picture(width, CARD.height, [
    `<g${node.op === "delete" ? ' opacity="0.65"' : ""}>`,
    icon(kindOf(node.type, node.custom), CARD.padding, (CARD.height - CARD.icon) / 2, CARD.icon, colours),
    text(name, left, 24, 13, 600, colours.ink, colours),
    text(type, left, 41, 11, 400, colours.muted, colours),
    "</g>",
    badge(node.op, width - 17, 18, colours),
  ]);
}

export function headingPicture(node: GraphNode, width: number, colours: Colours): string {
  const titles = titlesOf(node);
  const left = GROUP.padding + GROUP.icon + GROUP.gap;
  const room = width - left - GROUP.padding - CARD.badge;
  const name = ellipsizeMiddle(titles.name, room, (part) => textWidth(part, NAME_FONT));
  const nameWidth = textWidth(name, NAME_FONT) + GROUP.gap;
  const type = ellipsize(titles.type, Math.max(0, room - nameWidth), (part) => textWidth(part, TYPE_FONT));
  return picture(width, GROUP.header, [
    icon(kindOf(node.type, node.custom), GROUP.padding - 4, 12, GROUP.icon, colours),
    text(name, left, 28, 13, 600, colours.ink, colours),
    type.length > 1 ? text(type, left + nameWidth, 28, 11, 400, colours.muted, colours) : "",
    badge(node.op, width - GROUP.padding - 3, 23, colours),
  ]);
}

function picture(width: number, height: number, parts: string[]): string {
  const [w, h] = [num(width), num(height)];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}">${parts.join("")}</svg>`;
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
}

function text(content: string, x: number, y: number, size: number, weight: number, fill: string, { fontFamily }: Colours): string {
  return `<text x="${num(x)}" y="${num(y)}" font-family="${escapeXml(fontFamily)}" font-size="${size}" font-weight="${weight}" fill="${escapeXml(fill)}">${escapeXml(content)}</text>`;
}

function icon(kind: Kind, x: number, y: number, size: number, { hues, highContrast }: Colours): string {
  const colour = escapeXml(hues[hueOf(kind)]);
  const inset = size * 0.16;
  const scale = (size - inset * 2) / 20;
  const paths = GLYPHS[kind].map((path) =>
    path.startsWith("F ")
      ? `<path d="${path.slice(2)}" fill="${colour}"/>`
      : `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/>`,
  );
  const tile = highContrast ? `fill="none" stroke="${colour}"` : `fill="${colour}" fill-opacity="0.15"`;
  return (
    `<rect x="${num(x)}" y="${num(y)}" width="${size}" height="${size}" rx="${num(size / 4)}" ${tile}/>` +
    `<g transform="translate(${num(x + inset)} ${num(y + inset)}) scale(${num(scale)})">${paths.join("")}</g>`
  );
}

function badge(op: ResourceOp | undefined, x: number, y: number, colours: Colours): string {
  if (!op) return "";
  const mark = `<text x="${num(x)}" y="${num(y + 4.6)}" text-anchor="middle" font-family="${escapeXml(colours.fontFamily)}" font-size="13" font-weight="700" fill="${escapeXml(colours.card)}">${escapeXml(opMark(op))}</text>`;
  return `<circle cx="${num(x)}" cy="${num(y)}" r="8" fill="${escapeXml(colours.ops[op])}"/>${mark}`;
}
