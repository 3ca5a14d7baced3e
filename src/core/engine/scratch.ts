import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { stringify } from "yaml";
import { type Project, stackFileName } from "./project";

/**
 * A folder in which the CLI may write. An inline run in the project's own folder reformats the stack's file and
 * adds `encryptionsalt`; here it works on copies, with `main` pointing back so that relative paths of archives hold.
 */
export interface Scratch {
  dir: string;
  remove(): Promise<void>;
}

export async function makeScratch(project: Project, stack: string, parent: string): Promise<Scratch> {
  await mkdir(parent, { recursive: true });
  const dir = await mkdtemp(join(parent, "run-"));
  await writeFile(join(dir, "Pulumi.yaml"), stringify(scratchSettings(project)));
  const stackFile = join(project.configDir, stackFileName(stack));
  if (existsSync(stackFile)) await copyFile(stackFile, join(dir, stackFileName(stack)));
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}

/** The project's settings with every relative path made absolute, for a copy that lies elsewhere. */
export function scratchSettings(project: Project): Record<string, unknown> {
  const { stackConfigDir: _dir, backend: _backend, ...settings } = project.settings;
  const plugins = settings.plugins as Record<string, { path?: string }[]> | undefined;
  return {
    ...settings,
    // The trailing separator tells the CLI that it is a folder.
    main: project.main === project.dir ? project.dir + sep : project.main,
    ...(plugins && {
      plugins: Object.fromEntries(
        Object.entries(plugins).map(([kind, list]) => [
          kind,
          list.map((each) => (each.path ? { ...each, path: resolve(project.dir, each.path) } : each)),
        ]),
      ),
    }),
  };
}
