import type { ResourceGraph } from "../graph";
import { arrange } from "./arrange";
import { badness, type Block } from "./blocks";
import { type Forest, forestOf, type Item } from "./items";
import type { Direction, LaidOutGraph, LaidOutNode } from "./laidOutGraph";
import { cardWidth } from "./measure";

export interface LayoutOptions {
  /** Which way edges run, from dependents to what they depend on; `auto` takes the one with the better shape. */
  direction?: Direction | "auto";
  signal?: AbortSignal;
}

/** Above this many resources there is one attempt for each direction; the picture is then too large for fine points. */
const FEW = 60;

interface Attempt {
  direction: Direction;
  block: Block;
}

/** Gives every resource and dependency a place. The same graph always gets the same drawing. */
export async function layoutGraph(graph: ResourceGraph, { direction = "auto", signal }: LayoutOptions = {}): Promise<LaidOutGraph> {
  const forest = forestOf(graph);
  const leaves = [...forest.byId.values()].filter((item) => item.children.length === 0).map((item) => item.node);
  const width = cardWidth(leaves);
  const directions: Direction[] = direction === "auto" ? ["right", "down"] : [direction];
  const placements = leaves.length <= FEW ? (["straight", "compact"] as const) : (["compact"] as const);
  let best: Attempt | undefined;
  for (const way of directions) {
    for (const placement of placements) {
      const block = await arrange(forest.roots, forest.edges, { direction: way, placement, cardWidth: width, signal });
      if (!best || cost(block) < cost(best.block)) best = { direction: way, block };
    }
  }
  return assemble(forest, best as Attempt);
}

/** Large drawings are worse, and so are odd shapes and lines with many bends. */
function cost({ width, height, lines }: Block): number {
  const bends = lines.reduce((sum, line) => sum + Math.max(0, line.points.length - 2), 0);
  return badness(width, height) * (1 + bends / Math.max(1, lines.length) / 6);
}

function assemble({ stack, roots }: Forest, { direction, block }: Attempt): LaidOutGraph {
  const nodes: LaidOutNode[] = [];
  const place = (item: Item, depth: number): void => {
    const box = block.boxes.get(item.id);
    if (!box) throw new Error(`The layout lost ${item.id}.`);
    nodes.push({ node: item.node, shape: item.children.length > 0 ? "group" : "card", depth, ...box });
    for (const child of item.children) place(child, depth + 1);
  };
  for (const root of roots) place(root, 0);
  return { width: block.width, height: block.height, direction, stack, nodes, edges: block.lines };
}
