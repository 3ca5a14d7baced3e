/** The layout's boxes and lines in the terms of Cytoscape. */
import type { Box, Point } from "../../../src/shared/layout/laidOutGraph";

export interface GroupSize {
  minWidth: number;
  minHeight: number;
  /** Shares of what the group is larger than its contents, in percent. */
  left: string;
  right: string;
  top: string;
  bottom: string;
}

/** Cytoscape sizes a group by its contents and spreads what is missing to the minimum by shares. */
export function groupSize(box: Box, contents: readonly Box[]): GroupSize {
  const left = Math.min(...contents.map((each) => each.x));
  const top = Math.min(...contents.map((each) => each.y));
  const right = Math.max(...contents.map((each) => each.x + each.width));
  const bottom = Math.max(...contents.map((each) => each.y + each.height));
  const share = (one: number, other: number) => {
    const all = Math.max(0, one) + Math.max(0, other);
    return `${all > 0 ? (Math.max(0, one) / all) * 100 : 50}%`;
  };
  const gaps = { left: left - box.x, right: box.x + box.width - right, top: top - box.y, bottom: box.y + box.height - bottom };
  return {
    minWidth: box.width,
    minHeight: box.height,
    left: share(gaps.left, gaps.right),
    right: share(gaps.right, gaps.left),
    top: share(gaps.top, gaps.bottom),
    bottom: share(gaps.bottom, gaps.top),
  };
}

export interface Segments {
  source: string;
  target: string;
  weights: number[];
  distances: number[];
}

/** A line by its ends, relative to the nodes' middles, and its corners, relative to the straight line between its ends. */
export function segmentsOf(points: readonly Point[], from: Box, to: Box): Segments | undefined {
  const [start, end] = [points[0], points.at(-1)];
  if (!start || !end || points.length < 2) return undefined;
  const way = { x: end.x - start.x, y: end.y - start.y };
  const length = Math.hypot(way.x, way.y);
  const corners = length < 0.01 ? [] : points.slice(1, -1);
  return {
    source: endpoint(start, from),
    target: endpoint(end, to),
    weights: corners.map(({ x, y }) => ((x - start.x) * way.x + (y - start.y) * way.y) / (length * length)),
    distances: corners.map(({ x, y }) => ((y - start.y) * way.x - (x - start.x) * way.y) / length),
  };
}

function endpoint(point: Point, { x, y, width, height }: Box): string {
  return `${point.x - x - width / 2}px ${point.y - y - height / 2}px`;
}

/** A place for cards that came after the layout: in rows below what is there. */
export function provisionalPlaces(ids: readonly string[], below: Box | undefined, card: { width: number; height: number }): Map<string, Box> {
  const gap = 20;
  const left = below?.x ?? 0;
  const top = below ? below.y + below.height + gap : 0;
  const columns = Math.max(1, Math.floor(((below?.width ?? 900) + gap) / (card.width + gap)));
  return new Map(
    ids.map((id, at) => [
      id,
      { x: left + (at % columns) * (card.width + gap), y: top + Math.floor(at / columns) * (card.height + gap), ...card },
    ]),
  );
}
