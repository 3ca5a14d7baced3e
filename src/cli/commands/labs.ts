import { basename, dirname, resolve } from "node:path";
import { homedir } from "node:os";
import { ensureWorkspace, findWorkspace, workspaceAt } from "../../core/engine/workspace";
import { existsSync } from "node:fs";
import { installDependencies } from "../../core/scaffold/dependencies";
import { listTemplates, loadTemplate, type Template } from "../../core/scaffold/manifest";
import { scaffold } from "../../core/scaffold/scaffold";
import { type CommandResult, success } from "../commandResult";
import type { Lab } from "../lab";

export async function templatesCommand(lab: Lab): Promise<CommandResult> {
  const templates = await listTemplates(lab.templatesDir);
  const width = Math.max(...templates.map((each) => each.id.length));
  const lines = templates.map((each) => `${each.id.padEnd(width)}  ${each.level.padEnd(12)} ${String(each.minutes).padStart(3)} min  ${each.summary}${supportNote(each)}`);
  return success(
    { ok: true, templates: templates.map(({ dir: _dir, ...manifest }) => manifest) },
    [...lines, "", `Make one: pulumi-lab new ${templates[0]?.id}`].join("\n"),
  );
}

function supportNote(template: Template): string {
  const { ministack } = template.emulators;
  return ministack.support === "full" ? "" : ` (MiniStack: ${ministack.support}: ${ministack.reason})`;
}

export interface NewOptions {
  template: string;
  /** Absolute folder; by default one in the current folder, named like the template. */
  directory?: string;
  name?: string;
  install: boolean;
}

export async function newCommand(lab: Lab, options: NewOptions): Promise<CommandResult> {
  const template = await loadTemplate(lab.templatesDir, options.template);
  const here = process.env.INIT_CWD ?? process.cwd();
  const directory = options.directory ?? resolve(here, template.id);
  const { projectName } = await scaffold({ template, directory, projectName: options.name });
  await settleWorkspace(directory, here);
  if (options.install) await installDependencies(directory, { store: lab.cacheDir, signal: lab.signal, onProgress: lab.progress });
  return success(
    { ok: true, template: template.id, directory, project: projectName, installed: options.install },
    [`Made the lab ${projectName} in ${directory}.`, `Read ${basename(directory)}/README.md, then: pulumi-lab deploy ${directory}`].join("\n"),
  );
}

/** Labs made side by side in one folder share a workspace, so that their stacks can refer to each other. */
async function settleWorkspace(directory: string, here: string): Promise<void> {
  if (existsSync(findWorkspace(directory).labDir)) return;
  const beside = dirname(directory) === here && here !== homedir() && dirname(here) !== here;
  await ensureWorkspace(workspaceAt(beside ? here : directory));
}
