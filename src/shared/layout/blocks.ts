/** Finished parts of a drawing, each in its own coordinates, and how several become one. */
import type { GraphEdge } from "../graph";
import type { Box, EdgeLabel, Point } from "./laidOutGraph";
import { SPACING } from "./measure";

export interface Line {
  edge: GraphEdge;
  points: Point[];
  label?: EdgeLabel;
}

export interface Block {
  width: number;
  height: number;
  /** Places by node id. */
  boxes: Map<string, Box>;
  lines: Line[];
}

/** Drawings are read on screens and in pages: this much wider than high. */
export const ASPECT = 1.6;

export function moved(block: Block, by: Point): Block {
  const move = <T extends Point>(at: T): T => ({ ...at, x: at.x + by.x, y: at.y + by.y });
  return {
    width: block.width,
    height: block.height,
    boxes: new Map([...block.boxes].map(([id, box]) => [id, move(box)])),
    lines: block.lines.map((line) => {
      const points = line.points.map(move);
      return line.label ? { edge: line.edge, points, label: move(line.label) } : { edge: line.edge, points };
    }),
  };
}

export function merged(parts: Block[]): Pick<Block, "boxes" | "lines"> {
  return {
    boxes: new Map(parts.flatMap((part) => [...part.boxes])),
    lines: parts.flatMap((part) => part.lines),
  };
}

/** How far a size is from a good one: its area, made worse by a shape that is too wide or too high. */
export function badness(width: number, height: number): number {
  const shape = width / height / ASPECT;
  return width * height * Math.max(shape, 1 / shape);
}

/** Columns that make a grid of equal cells, these far apart, well shaped. */
export function gridColumns(count: number, cell: { width: number; height: number }): number {
  let best = 1;
  let least = Infinity;
  for (let columns = 1; columns <= count; columns++) {
    const cost = badness(columns * cell.width, Math.ceil(count / columns) * cell.height);
    if (cost < least) [best, least] = [columns, cost];
  }
  return best;
}

/** Puts blocks side by side and in rows, in their order, so that the whole is well shaped. */
export function pack(blocks: Block[]): Block {
  const [first] = blocks;
  if (!first) return { width: 0, height: 0, boxes: new Map(), lines: [] };
  if (blocks.length === 1) return first;
  const widest = Math.max(...blocks.map((block) => block.width));
  const all = blocks.reduce((sum, block) => sum + block.width + SPACING.blocks, 0);
  let best = shelve(blocks, widest);
  for (let step = 1; step <= 24; step++) {
    const tried = shelve(blocks, widest + ((all - widest) * step) / 24);
    if (badness(tried.width, tried.height) < badness(best.width, best.height)) best = tried;
  }
  const parts = blocks.map((block, at) => moved(block, best.places[at] as Point));
  return { width: best.width, height: best.height, ...merged(parts) };
}

/** Rows no wider than `limit`; in a row, blocks stand on top of each other while they fit its height. */
function shelve(blocks: Block[], limit: number): { width: number; height: number; places: Point[] } {
  const gap = SPACING.blocks;
  const places: Point[] = [];
  let [row, rowHeight, column, columnWidth, filled, width] = [0, 0, 0, 0, 0, 0];
  for (const block of blocks) {
    const fitsBelow = filled > 0 && filled + gap + block.height <= rowHeight && column + block.width <= Math.max(limit, column + columnWidth);
    if (fitsBelow) {
      places.push({ x: column, y: row + filled + gap });
      filled += gap + block.height;
      columnWidth = Math.max(columnWidth, block.width);
    } else {
      const next = columnWidth > 0 ? column + columnWidth + gap : 0;
      if (next > 0 && next + block.width > limit) {
        row += rowHeight + gap;
        [rowHeight, column] = [0, 0];
      } else {
        column = next;
      }
      places.push({ x: column, y: row });
      columnWidth = block.width;
      filled = block.height;
      rowHeight = Math.max(rowHeight, block.height);
    }
    width = Math.max(width, column + columnWidth);
  }
  return { width, height: row + rowHeight, places };
}
