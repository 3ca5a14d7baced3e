import { itemKey, itemSlug } from "./itemIds";
import type { OutlineItem } from "./outline";
import { similarity, words } from "./similarity";
import type { Plan, PlanItem } from "../../../shared/learning/plan";

/** From here on an item of the same section is the shipped one, reworded. */
const REWORDED = 0.6;
/** Somewhere else in the plan it must be more alike than that, and have enough words to tell. */
const MOVED_AND_REWORDED = 0.85;
const ENOUGH_WORDS = 4;

interface Shipped {
  item: PlanItem;
  section: string;
  group: string;
  key: string;
  words: string[];
  /** Last part of its id, which names what the item is about. */
  name: string;
}

interface Own {
  item: OutlineItem;
  section: string;
  group: string;
  key: string;
  words: string[];
}

/** A section of a copy, with the ids that its headings give it. */
export interface CopySection {
  id: string;
  group: string;
  items: OutlineItem[];
}

/**
 * Tells which item of a copy comes from which shipped one: the same words in the same section; the same words elsewhere;
 * the same bold first words; the same words with a remark behind them; or much the same words. Each shipped item is found
 * once at most.
 */
export function matchItems(sections: CopySection[], shipped: Plan): Map<OutlineItem, string> {
  const all: Shipped[] = shipped.groups.flatMap((group) =>
    group.sections.flatMap((section) =>
      section.items.map((item) => ({
        item,
        section: section.id,
        group: group.id,
        key: itemKey(item.plain),
        words: words(item.plain),
        name: item.id.slice(section.id.length + 1),
      })),
    ),
  );
  const places = placesOf(sections, all);
  const copies: Own[] = sections.flatMap((section) =>
    section.items.map((item) => ({
      item,
      section: places.get(section.id) ?? section.id,
      group: section.group,
      key: itemKey(item.plain),
      words: words(item.plain),
    })),
  );
  const matching = new Matching(all, copies);
  const same = (copy: Own, other: Shipped): boolean => copy.key === other.key;
  matching.first((copy, other) => same(copy, other) && copy.section === other.section);
  // An estimate's words say nothing about which project it is of.
  matching.first((copy, other) => same(copy, other) && !other.item.estimate && copy.group === other.group);
  matching.first((copy, other) => same(copy, other) && !other.item.estimate);
  matching.first((copy, other) => copy.section === other.section && copy.item.leadWords !== undefined && itemSlug(copy.item) === other.name);
  // "CloudFront distribution (done at work)": a remark may be longer than the item.
  matching.first((copy, other) => copy.section === other.section && other.words.length > 1 && beginsWith(copy.words, other.words));
  matching.best(REWORDED, (copy, other) => copy.section === other.section);
  matching.best(MOVED_AND_REWORDED, (copy, other) => !other.item.estimate && Math.min(copy.words.length, other.words.length) >= ENOUGH_WORDS);
  return matching.found;
}

function beginsWith(all: string[], beginning: string[]): boolean {
  return beginning.every((word, index) => word === all[index]);
}

class Matching {
  readonly found = new Map<OutlineItem, string>();

  constructor(
    private shipped: Shipped[],
    private copies: Own[],
  ) {}

  /** Takes the first shipped item that fits, in the order of the plan. */
  first(fits: (copy: Own, shipped: Shipped) => boolean): void {
    for (const copy of [...this.copies]) {
      const other = this.shipped.find((candidate) => fits(copy, candidate));
      if (other) this.take(copy, other);
    }
  }

  /** Takes the pairs that are most alike first, down to `least`. */
  best(least: number, fits: (copy: Own, shipped: Shipped) => boolean): void {
    const pairs = this.copies
      .flatMap((copy) => this.shipped.filter((other) => fits(copy, other)).map((other) => ({ copy, other, score: similarity(copy.words, other.words) })))
      .filter((pair) => pair.score >= least)
      .sort((one, two) => two.score - one.score);
    for (const { copy, other } of pairs) {
      if (this.copies.includes(copy) && this.shipped.includes(other)) this.take(copy, other);
    }
  }

  private take(copy: Own, other: Shipped): void {
    this.found.set(copy.item, other.item.id);
    this.copies = this.copies.filter((candidate) => candidate !== copy);
    this.shipped = this.shipped.filter((candidate) => candidate !== other);
  }
}

/** Sections whose heading was reworded: they are known by the items in them. */
function placesOf(sections: CopySection[], shipped: Shipped[]): Map<string, string> {
  const known = new Set(shipped.map((candidate) => candidate.section));
  const free = new Set([...known].filter((id) => !sections.some((section) => section.id === id)));
  const places = new Map<string, string>();
  for (const section of sections) {
    if (known.has(section.id)) continue;
    const votes = new Map<string, number>();
    for (const item of section.items) {
      const key = itemKey(item.plain);
      const homes = new Set(shipped.filter((candidate) => candidate.key === key && free.has(candidate.section)).map((candidate) => candidate.section));
      const [home] = homes;
      if (homes.size === 1 && home !== undefined) votes.set(home, (votes.get(home) ?? 0) + 1);
    }
    const [home, count] = [...votes].sort((one, two) => two[1] - one[1])[0] ?? [];
    if (home === undefined || count! * 2 < section.items.length) continue;
    places.set(section.id, home);
    free.delete(home);
  }
  return places;
}
