import type { Plan, PlanItem } from "../../../shared/learning/plan";
import { readPlan, type WrittenGroup, type WrittenPlan } from "./parsePlan";
import { refuseConflict } from "./planErrors";
import { rowEdits } from "./progressEdits";
import { applyEdits, type TextEdit } from "./textEdits";

export interface EditOptions {
  /** The shipped plan, by which the items of a copy are known. */
  shipped?: Plan;
  /** Today's date as `2026-11-25`, for the table. */
  today: string;
}

/**
 * Ticks or unticks items, and with them the estimate boxes of their sections and the rows of their phases in the table.
 * Ids that the plan doesn't have change nothing, and neither do those of estimates, which go by the others.
 * @throws UserError `plan-conflict`
 */
export function setDone(text: string, ids: Iterable<string>, done: boolean, options: EditOptions): string {
  return applyEdits(text, doneEdits(readPlan(text, options.shipped), ids, done, options.today));
}

/** The same as edits of the text, for an editor in which the plan is open. */
export function doneEdits(written: WrittenPlan, ids: Iterable<string>, done: boolean, today: string): TextEdit[] {
  const wanted = new Set(ids);
  return planEdits(written, (item) => (wanted.has(item.id) ? done : item.done), today, false);
}

/**
 * Brings estimate boxes and table up to date with ticks that were made by hand.
 * @throws UserError `plan-conflict`
 */
export function settle(text: string, options: EditOptions): string {
  return applyEdits(text, planEdits(readPlan(text, options.shipped), (item) => item.done, options.today, true));
}

/** `all` includes groups in which no tick changes. */
function planEdits(written: WrittenPlan, doneAfter: (item: PlanItem) => boolean, today: string, all: boolean): TextEdit[] {
  refuseConflict(written.plan.problems);
  return written.groups.flatMap((group) => {
    const after = statesAfter(group, doneAfter, all);
    const changed = [...after].filter(([item, done]) => item.done !== done);
    if (changed.length === 0 && !all) return [];
    return [...boxEdits(group, after), ...tableEdits(written, group, after, today)];
  });
}

/** Whether each item of a group will be done; estimates where another item of their section changes. */
function statesAfter(group: WrittenGroup, doneAfter: (item: PlanItem) => boolean, all: boolean): Map<PlanItem, boolean> {
  const after = new Map<PlanItem, boolean>();
  for (const { section } of group.sections) {
    const others = section.items.filter((item) => !item.estimate);
    for (const item of others) after.set(item, doneAfter(item));
    const touched = all || others.some((item) => after.get(item) !== item.done);
    const allDone = others.every((item) => after.get(item));
    for (const item of section.items) {
      if (item.estimate) after.set(item, touched && others.length > 0 ? allDone : item.done);
    }
  }
  return after;
}

function boxEdits(group: WrittenGroup, after: Map<PlanItem, boolean>): TextEdit[] {
  return group.sections.flatMap(({ section, written }) =>
    section.items.flatMap((item, index) => {
      const { box, boxEnd } = written.items[index]!;
      return after.get(item) === item.done ? [] : [{ start: box, end: boxEnd, text: item.done ? " " : "x" }];
    }),
  );
}

function tableEdits({ document, table }: WrittenPlan, { group }: WrittenGroup, after: Map<PlanItem, boolean>, today: string): TextEdit[] {
  const row = table?.rows.find((candidate) => candidate.group === group.id);
  if (!table || !row) return [];
  const change = {
    total: after.size,
    before: [...after.keys()].filter((item) => item.done).length,
    after: [...after.values()].filter((done) => done).length,
  };
  return rowEdits(document.text, table, row, change, today);
}
