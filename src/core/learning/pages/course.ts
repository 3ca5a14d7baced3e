import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ParsedPlan } from "../plan/parsePlan";
import { parsePlan } from "../plan/parsePlan";
import { type Page, parsePage } from "./page";

/** A page with where it lies. */
export interface Lesson {
  /** Id of the section that it teaches, such as `phase-1/getting-started`; `start/…` and `resources/…` lead in. */
  id: string;
  /** From the extension's folder, with `/`. */
  path: string;
  text: string;
  page: Page;
}

/** The shipped plan and the pages that teach it. */
export interface Course {
  plan: ParsedPlan;
  lessons: ReadonlyMap<string, Lesson>;
}

const PAGES = "walkthroughs/pages";

/** @param root the extension's folder */
export async function readCourse(root: string): Promise<Course> {
  const plan = parsePlan(await readFile(join(root, "walkthroughs", "learning-plan.md"), "utf8"));
  const lessons = await Promise.all((await lessonIds(root)).map((id) => readLesson(root, id)));
  return { plan, lessons: new Map(lessons.map((lesson) => [lesson.id, lesson])) };
}

/** Ids of all pages, none of which is read. */
export async function lessonIds(root: string): Promise<string[]> {
  const names = await readdir(join(root, PAGES), { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".md")).map((name) => name.replaceAll("\\", "/").slice(0, -".md".length)).sort();
}

export async function readLesson(root: string, id: string): Promise<Lesson> {
  const path = `${PAGES}/${id}.md`;
  const text = await readFile(join(root, path), "utf8");
  return { id, path, text, page: parsePage(text) };
}
