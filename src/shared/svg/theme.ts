/** Colours of the drawing, as CSS: one theme, or both with the viewer's preference deciding. */
import type { ResourceOp } from "../graph";
import type { Kind } from "./glyphs";

export type Theme = "light" | "dark" | "auto";

interface Palette {
  page: string;
  card: string;
  cardLine: string;
  /** Groups in groups take turns. */
  groups: readonly [string, string];
  groupLine: string;
  ink: string;
  muted: string;
  edge: string;
  label: string;
  labelLine: string;
  ops: Record<ResourceOp, string>;
  kinds: Record<Hue, string>;
  onOp: string;
}

export type Hue = "green" | "blue" | "orange" | "pink" | "teal" | "violet" | "red" | "gray";

const HUES: Record<Kind, Hue> = {
  storage: "green", file: "green", database: "blue", function: "orange", server: "orange", container: "orange",
  api: "pink", network: "violet", gateway: "violet", guard: "red", queue: "teal", topic: "teal", identity: "red",
  secret: "red", logs: "gray", monitor: "gray", workflow: "orange", provider: "gray", reference: "blue",
  component: "gray", code: "blue", random: "pink", other: "gray",
};

/** The colour family of a kind. */
export function hueOf(kind: Kind): Hue {
  return HUES[kind];
}

const LIGHT: Palette = {
  page: "#ffffff", card: "#ffffff", cardLine: "#cbd2dc", groups: ["#f5f7fa", "#eceff4"], groupLine: "#d5dbe4",
  ink: "#18202c", muted: "#5c6675", edge: "#8792a2", label: "#ffffff", labelLine: "#d5dbe4", onOp: "#ffffff",
  ops: {
    create: "#1a7f45", update: "#a15c00", replace: "#8a3ab9", delete: "#c22f35", failed: "#c22f35", import: "#0b6c9c",
    read: "#0b6c9c", refresh: "#a15c00", same: "#77818f",
  },
  kinds: {
    green: "#2b7d4f", blue: "#3159c4", orange: "#b45f06", pink: "#b0308a", teal: "#0c7c86", violet: "#6b45c6",
    red: "#b83a4b", gray: "#5c6675",
  },
};

const DARK: Palette = {
  page: "#12161d", card: "#1d232d", cardLine: "#3a4454", groups: ["#171c25", "#1b212b"], groupLine: "#303948",
  ink: "#e7ebf1", muted: "#98a3b3", edge: "#6d7889", label: "#12161d", labelLine: "#303948", onOp: "#10141a",
  ops: {
    create: "#4cc27f", update: "#e3a33c", replace: "#c28bea", delete: "#f0767a", failed: "#f0767a", import: "#55b6e6",
    read: "#55b6e6", refresh: "#e3a33c", same: "#8b96a6",
  },
  kinds: {
    green: "#5cc48a", blue: "#88a8ff", orange: "#f0a95a", pink: "#ec86cd", teal: "#4fc3cd", violet: "#b096ff",
    red: "#f28b98", gray: "#a0abbb",
  },
};

export const FONT_FAMILY =
  'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif';

/** The drawing's style sheet. Only the kinds and operations that occur are in it. */
export function styleSheet(theme: Theme, kinds: readonly Kind[], ops: readonly ResourceOp[]): string {
  const shapes = [
    `text{font-family:${FONT_FAMILY}}`,
    ".title{font-size:17px;font-weight:700}",
    ".sub{font-size:12px}",
    ".name{font-size:13px;font-weight:600}",
    ".type{font-size:11px}",
    ".label{font-size:10px}",
    ".mark{font-size:13px;font-weight:700;text-anchor:middle}",
    ".card,.group,.pill{stroke-width:1}",
    ".edge{fill:none;stroke-width:1.5}",
    ".explicit{stroke-dasharray:5 4}",
    ".glyph{fill:none;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}",
    ".gone{stroke-dasharray:5 4}",
    ".faded{opacity:.65}",
    ".touched{stroke-width:1.6}",
    ".halo{paint-order:stroke;stroke-width:5;stroke-linejoin:round}",
  ].join("");
  if (theme !== "auto") return shapes + colours(theme === "dark" ? DARK : LIGHT, kinds, ops);
  return `${shapes}${colours(LIGHT, kinds, ops)}@media (prefers-color-scheme:dark){${colours(DARK, kinds, ops)}}`;
}

function colours(palette: Palette, kinds: readonly Kind[], ops: readonly ResourceOp[]): string {
  const { page, card, cardLine, groups, groupLine, ink, muted, edge, label, labelLine } = palette;
  return [
    `.page{fill:${page}}`,
    `.card{fill:${card};stroke:${cardLine}}`,
    `.even{fill:${groups[0]};stroke:${groups[0]}}`,
    `.odd{fill:${groups[1]};stroke:${groups[1]}}`,
    `.group{stroke:${groupLine}}`,
    `.title,.name{fill:${ink}}`,
    `.sub,.type,.label{fill:${muted}}`,
    `.edge{stroke:${edge}}`,
    `.arrow{fill:${edge}}`,
    `.pill{fill:${label};stroke:${labelLine}}`,
    `.mark{fill:${palette.onOp}}`,
    ...kinds.map((kind) => {
      const colour = palette.kinds[HUES[kind]];
      return `.k-${kind} .glyph{stroke:${colour}}.k-${kind} .tile{fill:${colour};fill-opacity:.13}.k-${kind} .solid{fill:${colour};stroke:none}`;
    }),
    ...ops.map((op) => {
      const colour = palette.ops[op];
      const frame = op === "same" || op === "read" || op === "refresh" ? "" : `.o-${op}>.frame{stroke:${colour}}`;
      return `.o-${op}>.badge{fill:${colour}}${frame}`;
    }),
  ].join("");
}
