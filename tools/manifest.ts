// Writes what is generated from tables, from the plan and from the walkthroughs' pages: the generated part of package.json,
// package.nls.json, and the items on the pages: npm run manifest
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCourse } from "../src/core/learning/pages/course";
import { lessonInfos, pageWithItems } from "../src/core/learning/pages/generated";
import { manifest } from "../src/shared/contributions/manifest";

const root = join(__dirname, "..");

async function main(): Promise<void> {
  const course = await readCourse(root);
  const file = join(root, "package.json");
  const { contributes, activationEvents, nls } = manifest({ plan: course.plan, lessons: lessonInfos(course) });
  const settings = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  writeFileSync(file, `${JSON.stringify({ ...settings, activationEvents, contributes }, undefined, 2)}\n`);
  writeFileSync(join(root, "package.nls.json"), `${JSON.stringify(nls, undefined, 2)}\n`);
  for (const lesson of course.lessons.values()) {
    const text = pageWithItems(course, lesson);
    if (text !== lesson.text) writeFileSync(join(root, lesson.path), text);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
