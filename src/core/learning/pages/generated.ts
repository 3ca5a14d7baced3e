/** What is made from plan and pages at build: `npm run manifest` writes it, and tests say when it is not current. */
import type { LessonInfo } from "../../../shared/contributions/walkthroughs";
import type { Course, Lesson } from "./course";
import { withItems } from "./pageItems";

export function lessonInfos({ lessons }: Course): Map<string, LessonInfo> {
  return new Map([...lessons].map(([id, { path, page }]) => [id, { path, title: page.title, lead: page.lead }]));
}

/** The text of a page as it should be: with the plan's items of its section. */
export function pageWithItems({ plan }: Course, { id, text }: Lesson): string {
  const section = plan.groups.flatMap(({ sections }) => sections).find((each) => each.id === id);
  return section ? withItems(text, section.items) : text;
}
