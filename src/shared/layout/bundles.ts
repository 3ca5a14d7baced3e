/**
 * Siblings that are wired alike, such as thirty objects of one bucket, are drawn as a grid with one line for all:
 * side by side they would make a drawing that no screen can hold.
 */
import type { GraphEdge } from "../graph";
import { gridColumns } from "./blocks";
import type { Item } from "./items";
import type { Box, Direction, Point } from "./laidOutGraph";
import { CARD, SPACING } from "./measure";

/** Fewer than this stand side by side. */
const LEAST = 5;

export interface Bundle {
  members: Item[];
  /** Which way all of their edges go. */
  side: "out" | "in";
  width: number;
  height: number;
  /** Places of the members within the bundle. */
  boxes: Map<string, Box>;
}

export function findBundles(items: readonly Item[], edges: readonly GraphEdge[], cardWidth: number, direction: Direction): Bundle[] {
  const candidates = new Map(items.filter((item) => item.children.length === 0).map((item) => [item.id, item]));
  const wiring = new Map<string, string[]>();
  const note = (id: string, way: "in" | "out", other: string, edge: GraphEdge) => {
    if (candidates.has(id)) wiring.set(id, [...(wiring.get(id) ?? []), JSON.stringify([way, other, edge.properties])]);
  };
  for (const edge of edges) {
    note(edge.from, "out", edge.to, edge);
    note(edge.to, "in", edge.from, edge);
  }
  const alike = new Map<string, Item[]>();
  for (const [id, ends] of wiring) {
    const sides = new Set(ends.map((end) => (JSON.parse(end) as string[])[0]));
    if (sides.size > 1) continue;
    const key = ends.sort().join("\n");
    alike.set(key, [...(alike.get(key) ?? []), candidates.get(id) as Item]);
  }
  return [...alike]
    .filter(([, members]) => members.length >= LEAST)
    .map(([key, members]) => {
      const inOrder = items.filter((item) => members.includes(item));
      return makeBundle(inOrder, key.startsWith('["out"') ? "out" : "in", cardWidth, direction);
    });
}

/** The room between two rows (columns, when drawn to the right) holds the line that collects their edges. */
function makeBundle(members: Item[], side: Bundle["side"], cardWidth: number, direction: Direction): Bundle {
  const [alongLanes, acrossLanes] = [SPACING.nodes, SPACING.lane * 2 + 6];
  const [gapX, gapY] = direction === "down" ? [alongLanes, acrossLanes] : [acrossLanes, alongLanes];
  const columns = gridColumns(members.length, { width: cardWidth + gapX, height: CARD.height + gapY });
  const rows = Math.ceil(members.length / columns);
  const margin = direction === "down" ? { x: SPACING.lane, y: 0 } : { x: 0, y: SPACING.lane };
  // The lane of the outermost row lies within the bundle too, on the side where its edges leave.
  const lane = SPACING.lane;
  const start = side === "in" ? lane : 0;
  const offset = direction === "down" ? { x: margin.x, y: start } : { x: start, y: margin.y };
  const boxes = new Map(
    members.map((item, at) => [
      item.id,
      {
        x: offset.x + (at % columns) * (cardWidth + gapX),
        y: offset.y + Math.floor(at / columns) * (CARD.height + gapY),
        width: cardWidth,
        height: CARD.height,
      },
    ]),
  );
  const width = columns * cardWidth + (columns - 1) * gapX + margin.x * 2 + (direction === "right" ? lane : 0);
  const height = rows * CARD.height + (rows - 1) * gapY + margin.y * 2 + (direction === "down" ? lane : 0);
  return { members, side, width, height, boxes };
}

/**
 * The way from a member to the point on the bundle's border where the line for all leaves it; for edges that come
 * in, the same way is to be walked backwards. Coordinates are the bundle's.
 */
export function wayOut(bundle: Bundle, id: string, exit: Point, direction: Direction): Point[] {
  const box = bundle.boxes.get(id);
  if (!box) return [exit];
  // Seen along the drawing's direction: `m` runs with the edges, `c` across them.
  const down = direction === "down";
  const to = (m: number, c: number): Point => (down ? { x: c, y: m } : { x: m, y: c });
  const axis = ({ x, y, width, height }: Box) =>
    down ? { m: y, c: x, depth: height, breadth: width } : { m: x, c: y, depth: width, breadth: height };
  const own = axis(box);
  const all = [...bundle.boxes.values()].map(axis);
  const out = bundle.side === "out";
  const sign = out ? 1 : -1;
  const border = out ? own.m + own.depth : own.m;
  const middle = own.c + own.breadth / 2;
  const lane = border + sign * SPACING.lane;
  const lastBorder = out ? Math.max(...all.map((each) => each.m + each.depth)) : Math.min(...all.map((each) => each.m));
  const lastLane = lastBorder + sign * SPACING.lane;
  const exitAt = down ? exit : { x: exit.y, y: exit.x };
  const way = [to(border, middle), to(lane, middle)];
  if (lane !== lastLane) {
    const gutters = [...new Set(all.map((each) => each.c))].sort((a, b) => a - b);
    const gap = down ? SPACING.nodes / 2 : SPACING.nodes / 2;
    const channels = [...gutters.map((c) => c - gap), Math.max(...all.map((each) => each.c + each.breadth)) + gap];
    const channel = channels.reduce((best, c) => (Math.abs(c - exitAt.x) < Math.abs(best - exitAt.x) ? c : best));
    way.push(to(lane, channel), to(lastLane, channel));
  }
  way.push(to(lastLane, exitAt.x), exit);
  return way;
}
