import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { journalWork } from "../engine/journal";
import { giveConfig } from "../engine/stackAdmin";
import { findWorkspace } from "../engine/workspace";
import { type Lesson } from "../learning/pages/course";
import { programOf } from "../learning/pages/page";
import { installDependencies } from "../scaffold/dependencies";
import { loadTemplate } from "../scaffold/manifest";
import { checkProjectName, makeFolder, type Scaffolded, yamlString } from "../scaffold/scaffold";
import { FIRST_STACK } from "../explorer/projectStacks";
import type { Installation, WorkContext } from "./installation";
import { settleWorkspace } from "./newLab";

/** The template whose packages and compiler settings lessons share, so that they come from the store. */
const BASE = "static-website";

export interface LessonLab {
  lesson: Lesson;
  /** Absolute folder of the lab. */
  directory: string;
  projectName: string;
  /** The folder in which labs are made side by side. */
  here: string;
}

/** Makes a project of the program that a lesson shows, with its packages and its configuration. */
export async function lessonLab(installation: Installation, lab: LessonLab, work: WorkContext = {}): Promise<Scaffolded> {
  const started = Date.now();
  const program = programOf(lab.lesson.page);
  const directory = resolve(lab.directory);
  const projectName = checkProjectName(lab.projectName);
  const base = await loadTemplate(installation.templatesDir, BASE);
  await makeFolder(directory, async (temporary) => {
    await mkdir(temporary);
    for (const file of ["package.json", "package-lock.json", "tsconfig.json"]) await copyFile(join(base.dir, file), join(temporary, file));
    await copyFile(join(base.dir, "gitignore"), join(temporary, ".gitignore"));
    await writeFile(join(temporary, "Pulumi.yaml"), `name: ${yamlString(projectName)}\nruntime: nodejs\ndescription: ${JSON.stringify(lab.lesson.page.title)}\n`);
    await writeFile(join(temporary, "index.ts"), program.text);
  });
  await settleWorkspace(directory, lab.here);
  await journalWork(findWorkspace(directory).journalFile, { project: projectName, stack: "", operation: "new", started });
  await installDependencies(directory, { store: installation.cacheDir, env: installation.env, ...work });
  if (program.config.length > 0) {
    const session = await installation.session({ folder: directory, stack: FIRST_STACK }, work);
    for (const value of program.config) await giveConfig(session, value, work.signal);
  }
  return { directory, projectName };
}
