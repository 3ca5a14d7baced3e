/**
 * Sizes of what is drawn, without a browser to ask. Widths are those of DejaVu Sans, the font of the PNG export;
 * it is among the widest, so what fits in it fits in the fonts that a viewer is likely to have.
 */
import type { GraphNode } from "../graph";
import { shortType } from "../resourceType";
import { parseUrn } from "../urn";
import { isCombining, isWide, printable } from "../text";

/** Advance widths of the characters from space to tilde, in hundredths of the font size. */
const REGULAR = (
  "32 40 46 84 64 95 78 27 39 39 50 84 32 36 32 34 64 64 64 64 64 64 64 64 64 64 34 34 84 84 84 53 100 68 69 70 77 63 " +
  "58 77 75 29 29 66 56 86 75 79 60 79 69 63 61 73 68 99 69 61 69 39 34 39 84 50 50 61 63 55 63 62 35 63 63 28 28 58 " +
  "28 97 63 61 63 63 41 52 39 63 59 82 59 59 52 64 34 64 84"
).split(" ").map(Number);
const BOLD = (
  "35 46 52 84 70 100 87 31 46 46 52 84 38 42 38 37 70 70 70 70 70 70 70 70 70 70 40 40 84 84 84 58 100 77 76 73 83 68 " +
  "68 82 84 37 37 77 64 100 84 85 73 85 77 72 68 81 77 110 77 72 73 46 37 46 84 50 50 67 72 59 72 68 44 72 71 34 34 67 " +
  "34 104 71 69 72 72 49 60 48 71 65 92 65 65 58 71 37 71 84"
).split(" ").map(Number);
const OTHER = 80;
const WIDE = 110;

export interface Font {
  size: number;
  bold: boolean;
}

export const NAME_FONT: Font = { size: 13, bold: true };
export const TYPE_FONT: Font = { size: 11, bold: false };
export const LABEL_FONT: Font = { size: 10, bold: false };

/** Width in pixels, rather a little too much than too little. */
export function textWidth(text: string, font: Font): number {
  const widths = font.bold ? BOLD : REGULAR;
  let hundredths = 0;
  for (const character of text) {
    const known = widths[(character.codePointAt(0) ?? 0) - 32];
    hundredths += known ?? (isCombining(character) ? 0 : isWide(character) ? WIDE : OTHER);
  }
  return (hundredths * font.size) / 100;
}

export const CARD = { height: 54, padding: 10, icon: 32, gap: 10, badge: 22, minWidth: 150, maxWidth: 248 } as const;
export const GROUP = { header: 44, padding: 18, icon: 22, gap: 8, maxTitle: 420 } as const;
export const SPACING = { nodes: 26, layers: 46, blocks: 34, lane: 14 } as const;
export const LABEL = { height: 16, padding: 5, maxWidth: 150 } as const;

/** What stands on a card or in a group's heading, uncut. A provider that the program chose is told with the type. */
export function titlesOf(node: GraphNode): { name: string; type: string } {
  const provider = node.provider === undefined ? undefined : parseUrn(node.provider)?.name;
  const type = shortType(node.type) + (provider ? ` · ${provider}` : "");
  return { name: printable(node.name), type: printable(type) };
}

/** Room for the text of a card that is `width` wide. */
export function cardTextRoom(width: number): number {
  return width - CARD.padding * 2 - CARD.icon - CARD.gap;
}

/** All cards of a drawing are equally wide: as wide as the longest text asks, within limits. */
export function cardWidth(nodes: readonly GraphNode[]): number {
  const wanted = nodes.map((node) => {
    const { name, type } = titlesOf(node);
    const text = Math.max(textWidth(name, NAME_FONT) + CARD.badge, textWidth(type, TYPE_FONT));
    return CARD.padding * 2 + CARD.icon + CARD.gap + text;
  });
  return Math.ceil(Math.min(CARD.maxWidth, Math.max(CARD.minWidth, ...wanted)));
}

/** The width that a group's heading asks for. */
export function headingWidth(node: GraphNode): number {
  const { name, type } = titlesOf(node);
  const text = textWidth(name, NAME_FONT) + GROUP.gap + textWidth(type, TYPE_FONT);
  return Math.ceil(GROUP.padding * 2 + GROUP.icon + GROUP.gap + Math.min(text, GROUP.maxTitle) + CARD.badge);
}

/** The causes of an edge, for its label: the first two. Empty for an explicit `dependsOn`. */
export function edgeLabelText(properties: readonly string[]): string {
  const shown = properties.slice(0, 2).map(printable).join(", ");
  return properties.length > 2 ? `${shown}, …` : shown;
}
