import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plan, PlanItem } from "../../../../../src/shared/learning/plan";

/** The shipped plan. */
export const shippedText = readFileSync(join(__dirname, "../../../../../walkthroughs/learning-plan.md"), "utf8");

const parts = shippedText.split("\n---\n");
const part = (heading: string): string => parts.find((candidate) => candidate.trimStart().startsWith(heading))!;

/** Two phases' worth of it with notes, code, estimates and the table: small enough to be parsed some hundred times. */
export const smallText = [
  parts[0],
  part("## Phase 1: Foundations"),
  part("## Mini Projects"),
  "\n## Pet Project: \"LinkShortener\" (Full Serverless App)\n\nA URL shortener.\n\n### Phase A: Foundation (LocalStack)\n- [ ] **Storage Layer**: DynamoDB table for URL mappings\n  - Partition key: `shortCode`\n- [ ] **Testing**: Deploy and test locally\n",
  part("## Progress Tracking").split("\n").filter((line) => !/^\| (?:[2-5]|1\.5|3\.5|Pet Project: [^L]|Pet Project: Log)/.test(line)).join("\n"),
].join("\n---\n");

export function itemsOf(plan: Plan): PlanItem[] {
  return plan.groups.flatMap((group) => group.sections.flatMap((section) => section.items));
}

export function item(plan: Plan, id: string): PlanItem {
  const found = itemsOf(plan).find((candidate) => candidate.id === id);
  if (!found) throw new Error(`No item ${id}`);
  return found;
}

/** The lines in which two texts of the same length differ, as `-` and `+`. */
export function changedLines(before: string, after: string): string[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  if (old.length !== now.length) throw new Error(`${old.length} lines became ${now.length}`);
  return old.flatMap((line, index) => (line === now[index] ? [] : [`-${line}`, `+${now[index]}`]));
}
