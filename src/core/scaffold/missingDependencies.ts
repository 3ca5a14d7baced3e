import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Whether a project names packages and has none, neither in its own folder nor in one above. */
export function missingDependencies(projectDir: string): boolean {
  const needs = existsSync(join(projectDir, "package.json")) && !existsSync(join(projectDir, "node_modules"));
  return needs && !findsSdkAbove(projectDir);
}

/** A project in a workspace of packages may find them in a folder above. */
function findsSdkAbove(folder: string): boolean {
  const parent = dirname(folder);
  if (parent === folder) return false;
  return existsSync(join(parent, "node_modules", "@pulumi", "pulumi")) || findsSdkAbove(parent);
}
