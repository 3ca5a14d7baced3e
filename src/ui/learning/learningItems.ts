import type { PlanGroup, PlanItem, PlanSection } from "../../shared/learning/plan";

/** What the Learning Plan view shows. The same object stands for the same thing while the plan stays as it is. */
export type LearningItem =
  | { kind: "group"; group: PlanGroup }
  | { kind: "section"; group: PlanGroup; section: PlanSection }
  | { kind: "item"; group: PlanGroup; section: PlanSection; item: PlanItem };

export function learningId(element: LearningItem): string {
  return element.kind === "group" ? element.group.id : element.kind === "section" ? element.section.id : element.item.id;
}

/** The id that a command got: from a tree item, or from a link that names one. */
export function idOf(argument: unknown): string | undefined {
  if (typeof argument === "string") return argument;
  const element = argument as LearningItem | undefined;
  return element && "kind" in element ? learningId(element) : undefined;
}
