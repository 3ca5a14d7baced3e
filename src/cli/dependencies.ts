import { UserError } from "../core/errors";
import { installDependencies } from "../core/scaffold/dependencies";
import { missingDependencies } from "../core/scaffold/missingDependencies";
import type { Lab } from "./lab";

/** Offers to install a project's packages when they are not there. */
export async function ensureDependencies(lab: Lab, projectDir: string): Promise<void> {
  if (!missingDependencies(projectDir)) return;
  if (!lab.options.yes) {
    const agreed = lab.io.interactive && (await lab.io.confirm(`The packages of ${projectDir} are not installed. Install them?`, lab.signal));
    if (!agreed) {
      throw new UserError("dependencies-missing", `The packages of ${projectDir} are not installed.`, "Run npm install there, or add --yes.");
    }
  }
  await installDependencies(projectDir, { store: lab.installation.cacheDir, signal: lab.signal, onProgress: lab.progress });
}
