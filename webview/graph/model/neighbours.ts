/** Where an arrow key leads from a resource. */
import type { Box } from "../../../src/shared/layout/laidOutGraph";

export type Arrow = "left" | "right" | "up" | "down";

export interface Placed {
  id: string;
  box: Box;
  /** It has others drawn inside it. */
  group: boolean;
}

/**
 * The nearest in that direction; what an edge ties to it wins over what merely lies there. Groups are reached along
 * edges or from outside of all others, since their middle says little about where they are.
 */
export function neighbourTowards(from: Placed, all: readonly Placed[], tied: ReadonlySet<string>, arrow: Arrow): string | undefined {
  const start = middle(from.box);
  const horizontal = arrow === "left" || arrow === "right";
  const sign = arrow === "left" || arrow === "up" ? -1 : 1;
  let best: string | undefined;
  let least = Infinity;
  for (const { id, box, group } of all) {
    const connected = tied.has(id);
    if (id === from.id || (group && !connected) || surrounds(box, from.box)) continue;
    const at = middle(box);
    const along = sign * (horizontal ? at.x - start.x : at.y - start.y);
    const across = Math.abs(horizontal ? at.y - start.y : at.x - start.x);
    if (along < 1 || (!connected && across > along * 3)) continue;
    // A tie counts only in its own quarter, so that left never goes up.
    const cost = connected && across <= along * 1.5 ? (along + across) / 100 : along + across * 2;
    if (cost < least) [best, least] = [id, cost];
  }
  return best;
}

/** Where to begin when nothing is selected: the upper left card. */
export function firstPlaced(all: readonly Placed[]): string | undefined {
  const cards = all.filter(({ group }) => !group);
  const sorted = [...(cards.length > 0 ? cards : all)].sort((a, b) => a.box.x + a.box.y - b.box.x - b.box.y);
  return sorted[0]?.id;
}

function middle({ x, y, width, height }: Box): { x: number; y: number } {
  return { x: x + width / 2, y: y + height / 2 };
}

function surrounds(outer: Box, inner: Box): boolean {
  return outer.x <= inner.x && outer.y <= inner.y && outer.x + outer.width >= inner.x + inner.width && outer.y + outer.height >= inner.y + inner.height;
}
