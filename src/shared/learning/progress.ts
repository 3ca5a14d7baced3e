import type { Plan, PlanGroup, PlanItem, PlanSection } from "./plan";

export interface Tally {
  done: number;
  total: number;
}

/** Of all boxes, estimates included: the plan's table counts them, too. */
export function tally(items: readonly PlanItem[]): Tally {
  return { done: items.filter(({ done }) => done).length, total: items.length };
}

export function itemsOf(part: Plan | PlanGroup | PlanSection): PlanItem[] {
  if ("items" in part) return part.items;
  if ("sections" in part) return part.sections.flatMap(({ items }) => items);
  return part.groups.flatMap((group) => itemsOf(group));
}

/** Whether there is something to do, and all of it is done. */
export function isDone(part: PlanGroup | PlanSection): boolean {
  const { done, total } = tally(itemsOf(part));
  return total > 0 && done === total;
}

export interface Place {
  group: PlanGroup;
  section: PlanSection;
  item: PlanItem;
}

/** An item with where it is, by its id. */
export function placeOf(plan: Plan, id: string): Place | undefined {
  for (const group of plan.groups) {
    for (const section of group.sections) {
      const item = section.items.find((each) => each.id === id);
      if (item) return { group, section, item };
    }
  }
  return undefined;
}

/**
 * Where a learner goes on: in the last of the numbered phases that is begun and not done, without one in the first that is
 * open, and in the projects when the phases are over. Undefined when all is done. There, it is the first open item behind
 * the last one that is done, since what was left out before was left out on purpose.
 */
export function currentPlace(plan: Plan): Place | undefined {
  const open = plan.groups.filter((group) => itemsOf(group).some(isOpen));
  const phases = open.filter(({ id }) => /^phase-\d/.test(id));
  const candidates = phases.length > 0 ? phases : open;
  const group = candidates.filter((each) => itemsOf(each).some(({ done }) => done)).at(-1) ?? candidates[0];
  if (!group) return undefined;
  const places = group.sections.flatMap((section) => section.items.map((item): Place => ({ group, section, item })));
  const last = places.findLastIndex(({ item }) => item.done);
  return places.slice(last + 1).find(({ item }) => isOpen(item)) ?? places.find(({ item }) => isOpen(item));
}

/** An estimate is nothing to do: it goes by the items around it. */
function isOpen({ done, estimate }: PlanItem): boolean {
  return !done && !estimate;
}

/** Ids of items, sections and groups that are done: each is a context for the walkthroughs. */
export function doneIds(plan: Plan): Set<string> {
  const parts = plan.groups.flatMap((group) => [group, ...group.sections]);
  return new Set([...parts.filter(isDone), ...itemsOf(plan).filter(({ done }) => done)].map(({ id }) => id));
}
