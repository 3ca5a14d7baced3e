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
 * Where a learner goes on: the first open item of the phase that they have come farthest in, if it is begun and not done;
 * without one, of the first phase with an open item. Undefined when all is done.
 */
export function currentPlace(plan: Plan): Place | undefined {
  const open = plan.groups.filter((group) => !isDone(group));
  const begun = open.filter((group) => itemsOf(group).some(({ done }) => done));
  const group = begun.at(-1) ?? open[0];
  for (const section of group?.sections ?? []) {
    const item = section.items.find(({ done, estimate }) => !done && !estimate);
    if (group && item) return { group, section, item };
  }
  return undefined;
}

/** Ids of items, sections and groups that are done: each is a context for the walkthroughs. */
export function doneIds(plan: Plan): Set<string> {
  const parts = plan.groups.flatMap((group) => [group, ...group.sections]);
  return new Set([...parts.filter(isDone), ...itemsOf(plan).filter(({ done }) => done)].map(({ id }) => id));
}
