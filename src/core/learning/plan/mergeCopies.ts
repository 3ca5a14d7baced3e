import { setDone } from "./editPlan";
import { mergePlan } from "./mergePlan";
import { readPlan } from "./parsePlan";
import { refuseConflict } from "./planErrors";
import { cellEdits } from "./progressEdits";
import type { Column } from "./progressTable";
import { applyEdits } from "./textEdits";

/**
 * Two copies of one person become one: `copy` with what only `other` has added to it, and every item ticked that is
 * ticked in either.
 * @throws UserError as `mergePlan` does
 */
export function mergeCopies(copy: string, other: string, today: string): string {
  const source = readPlan(other);
  refuseConflict(source.plan.problems, "The other copy of the learning plan");
  const merged = withDates(mergePlan(copy, other).text, other);
  const done = source.plan.groups.flatMap((group) => group.sections.flatMap((section) => section.items.filter((item) => item.done && !item.estimate)));
  return setDone(merged, done.map((item) => item.id), true, { shipped: source.plan, today });
}

/** Fills the table's empty cells with the days that the other copy knows. */
function withDates(text: string, other: string): string {
  const from = readPlan(other).table;
  const to = readPlan(text);
  if (!from || !to.table) return text;
  const { table } = to;
  return applyEdits(text, table.rows.flatMap((row) => {
    const twin = from.rows.find((candidate) => row.group !== undefined && candidate.group === row.group);
    const days = (["started", "completed"] as const).filter((column) => twin && row[column] === "" && twin[column] !== "");
    return cellEdits(text, table, row, new Map<Column, string>(days.map((column) => [column, twin![column]])));
  }));
}
