import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../core/errors";
import { installDependencies } from "../core/scaffold/dependencies";
import type { Lab } from "./lab";

/** Offers to install a project's packages when they are not there. */
export async function ensureDependencies(lab: Lab, projectDir: string): Promise<void> {
  const needs = existsSync(join(projectDir, "package.json")) && !existsSync(join(projectDir, "node_modules"));
  if (!needs || findsSdkAbove(projectDir)) return;
  if (!lab.options.yes) {
    const agreed = lab.io.interactive && (await lab.io.confirm(`The packages of ${projectDir} are not installed. Install them?`, lab.signal));
    if (!agreed) {
      throw new UserError("dependencies-missing", `The packages of ${projectDir} are not installed.`, "Run npm install there, or add --yes.");
    }
  }
  await installDependencies(projectDir, { store: lab.cacheDir, signal: lab.signal, onProgress: lab.progress });
}

/** A project in a workspace may find its packages in a folder above. */
function findsSdkAbove(folder: string): boolean {
  const parent = join(folder, "..");
  if (parent === folder) return false;
  return existsSync(join(parent, "node_modules", "@pulumi", "pulumi")) || findsSdkAbove(parent);
}
