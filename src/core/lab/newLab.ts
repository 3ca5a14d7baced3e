import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname } from "node:path";
import { journalWork } from "../engine/journal";
import { ensureWorkspace, findWorkspace, workspaceAt } from "../engine/workspace";
import { installDependencies } from "../scaffold/dependencies";
import { loadTemplate } from "../scaffold/manifest";
import { scaffold, type Scaffolded } from "../scaffold/scaffold";
import type { Installation, WorkContext } from "./installation";

export interface NewLab {
  template: string;
  /** Absolute folder of the lab. */
  directory: string;
  projectName?: string;
  /** The folder in which labs are made side by side. */
  here: string;
  install: boolean;
  /** `npm start` makes it and no person does: then nobody has made a project by it. */
  unasked?: boolean;
}

/** Makes a lab from a template, in the workspace of the labs beside it, with its packages. */
export async function newLab(installation: Installation, lab: NewLab, work: WorkContext = {}): Promise<Scaffolded> {
  const started = Date.now();
  const template = await loadTemplate(installation.templatesDir, lab.template);
  const made = await scaffold({ template, directory: lab.directory, projectName: lab.projectName });
  await settleWorkspace(made.directory, lab.here);
  await journalWork(findWorkspace(made.directory).journalFile, { project: made.projectName, stack: "", operation: lab.unasked ? "start" : "new", started });
  if (lab.install) await installDependencies(made.directory, { store: installation.cacheDir, env: installation.env, ...work });
  return made;
}

/** Labs made side by side in one folder share a workspace, so that their stacks can refer to each other. */
export async function settleWorkspace(directory: string, here: string): Promise<void> {
  if (existsSync(findWorkspace(directory).labDir)) return;
  const beside = dirname(directory) === here && here !== homedir() && dirname(here) !== here;
  await ensureWorkspace(workspaceAt(beside ? here : directory));
}
