import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { writeFiles } from "../../support/tempFolder";

const root = join(__dirname, "..", "..", "..");

/** A project like a learner's own, in a folder of its name below `workspace`, with the clone's packages at hand. */
export function writeOwnProject(workspace: string, files: Record<string, string>, name = "own"): string {
  const dir = join(workspace, name);
  mkdirSync(dir, { recursive: true });
  writeFiles(dir, { "Pulumi.yaml": `name: ${name}\nruntime: nodejs\n`, "package.json": '{"name": "p", "private": true}', ...files });
  symlinkSync(join(root, "node_modules"), join(dir, "node_modules"), "junction");
  return dir;
}
