import assert from "node:assert/strict";
import { join } from "node:path";
import { type Course, readCourse, readLesson } from "../../../../../src/core/learning/pages/course";
import { lessonInfos, pageWithItems } from "../../../../../src/core/learning/pages/generated";
import { tempFolders } from "../../../../support/tempFolder";

const root = join(__dirname, "..", "..", "..", "..", "..");

describe("the course", () => {
  const temp = tempFolders();
  let course: Course;
  before(async () => {
    course = await readCourse(root);
  });

  it("has a page for each section with items, under the same title, and none for a section that is not there", () => {
    const sections = course.plan.groups.flatMap((group) => group.sections).filter(({ items }) => items.length > 0);
    const lessons = [...course.lessons.values()].filter(({ id }) => !/^(start|resources)\//.test(id));
    assert.deepEqual(lessons.map(({ id }) => id).sort(), sections.map(({ id }) => id).sort());
    for (const { id, title } of sections) assert.equal(course.lessons.get(id)?.page.title, title.replace(/`/g, ""), id);
  });

  it("has the plan's items on its pages as they are now", () => {
    for (const lesson of course.lessons.values()) assert.equal(pageWithItems(course, lesson), lesson.text, `${lesson.id}: npm run manifest`);
  });

  it("shows another mistake on each page, not the same one of another stack, setting or resource", () => {
    const errors = new Map<string, string>();
    for (const { id, page } of course.lessons.values()) {
      const error = page.code.find(({ role }) => role === "error")?.text.replace(/"[^"]*"|'[^']*<any>[^']*'|<any>/g, "…");
      if (error === undefined) continue;
      assert.equal(errors.get(error), undefined, `${id} shows the mistake of ${errors.get(error)}`);
      errors.set(error, id);
    }
    assert.ok(errors.size >= 54);
  });

  it("tells of a lesson where it lies, its title, and what it is good for", async () => {
    const folder = temp.make();
    temp.write(folder, {
      "walkthroughs/learning-plan.md": "# Plan\n\n## Phase 1: One\n\n### First Steps\n- [ ] Do it\n",
      "walkthroughs/pages/phase-1/first-steps.md": "# First Steps\n\nYou do it.\n\n<!-- items -->\n<!-- /items -->\n",
      "walkthroughs/pages/start/1-begin.md": "# Begin\n\nHere.\n",
      "walkthroughs/pages/notes.txt": "no page",
    });
    const small = await readCourse(folder);
    assert.deepEqual([...lessonInfos(small)], [
      ["phase-1/first-steps", { path: "walkthroughs/pages/phase-1/first-steps.md", title: "First Steps", lead: "You do it." }],
      ["start/1-begin", { path: "walkthroughs/pages/start/1-begin.md", title: "Begin", lead: "Here." }],
    ]);
    assert.match(pageWithItems(small, small.lessons.get("phase-1/first-steps")!), /checked-on="pulumiLab\.done\.phase-1\/first-steps\/do-it"/);
    assert.equal((await readLesson(folder, "start/1-begin")).page.title, "Begin");
  });
});
