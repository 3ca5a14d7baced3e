import { createRequire } from "node:module";
import { join } from "node:path";
import type * as TypeScript from "typescript";

/**
 * The TypeScript that the project itself uses: its own, else the one that its `@pulumi/pulumi` finds. The old copy that
 * the SDK carries inside is none: it rejects what programs may write today. A text says why there is none.
 */
export function findTypescript(projectDir: string): typeof TypeScript | string {
  const fromProject = createRequire(join(projectDir, "noop.js"));
  const file = resolveFrom(fromProject, "typescript") ?? resolveBesideSdk(fromProject);
  if (!file) return "The project has no TypeScript of its own. Add it with: npm install --save-dev typescript";
  const loaded = fromProject(file) as Partial<typeof TypeScript>;
  if (typeof loaded.createProgram !== "function" || typeof loaded.parseJsonConfigFileContent !== "function") {
    return `TypeScript ${loaded.version ?? ""} of this project can't be called by other programs.`.replace("  ", " ");
  }
  return loaded as typeof TypeScript;
}

function resolveBesideSdk(fromProject: NodeJS.Require): string | undefined {
  const sdk = resolveFrom(fromProject, "@pulumi/pulumi");
  return sdk && resolveFrom(createRequire(sdk), "typescript");
}

function resolveFrom(from: NodeJS.Require, name: string): string | undefined {
  try {
    return from.resolve(name);
  } catch {
    return undefined;
  }
}
