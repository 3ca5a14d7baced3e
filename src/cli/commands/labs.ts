import { basename, resolve } from "node:path";
import { newLab } from "../../core/lab/newLab";
import { listTemplates, type Template } from "../../core/scaffold/manifest";
import { type CommandResult, success } from "../commandResult";
import type { Lab } from "../lab";

export async function templatesCommand(lab: Lab): Promise<CommandResult> {
  const templates = await listTemplates(lab.installation.templatesDir);
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
  const here = process.env.INIT_CWD ?? process.cwd();
  const { template, install } = options;
  const { directory, projectName } = await newLab(
    lab.installation,
    { template, directory: options.directory ?? resolve(here, template), projectName: options.name, here, install },
    lab.work,
  );
  return success(
    { ok: true, template, directory, project: projectName, installed: install },
    [`Made the lab ${projectName} in ${directory}.`, `Read ${basename(directory)}/README.md, then: pulumi-lab deploy ${directory}`].join("\n"),
  );
}
