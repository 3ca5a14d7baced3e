import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { entryFile, formatOf } from "./moduleHooks";

/** Pulumi.yaml's `main` names something that is not there. */
export class EntryPointError extends Error {
  override readonly name = "EntryPointError";
}

/** Where a program starts, and the folder that it sees as its working directory. */
export interface EntryPoint {
  file: string;
  workingDirectory: string;
}

const INDEXES = ["index.js", "index.mjs", "index.cjs", "index.ts", "index.mts", "index.cts", "index.tsx"];

/**
 * Finds the entry file by the official language host's rules: a file that `main` names; else what the folder's
 * package.json says (`exports`, then `main`); else its index.
 * @param main absolute path: the project's folder, or what Pulumi.yaml's `main` names
 */
export function findEntryPoint(main: string): EntryPoint {
  if (statSync(main, { throwIfNoEntry: false })?.isFile()) {
    return { file: realpathSync(main), workingDirectory: dirname(main) };
  }
  if (!existsSync(main)) {
    const file = entryFile(main);
    if (file) return { file, workingDirectory: dirname(main) };
    throw new EntryPointError(`The program "${main}" that Pulumi.yaml names does not exist.`);
  }
  const named = packageEntry(main);
  if (named) {
    const path = join(main, named);
    const file = isFile(path) ? path : (entryFile(path) ?? INDEXES.map((each) => join(path, each)).find(isFile));
    if (file) return { file: realpathSync(file), workingDirectory: main };
  }
  const index = INDEXES.map((each) => join(main, each)).find(isFile);
  if (!index) {
    throw new EntryPointError(
      `No program was found in ${main}: there is no index.ts or index.js, and package.json names none that exists.`,
    );
  }
  return { file: realpathSync(index), workingDirectory: main };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function packageEntry(folder: string): string | undefined {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return undefined;
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { main?: unknown; exports?: unknown };
  const root = typeof manifest.exports === "object" && manifest.exports !== null ? manifest.exports : {};
  const main = typeof manifest.exports === "string" ? manifest.exports : (root as Record<string, unknown>)["."];
  if (typeof main === "string") return main;
  if (main && typeof main === "object") {
    const conditions = main as Record<string, unknown>;
    const chosen = conditions.default ?? conditions.require ?? conditions.import;
    if (typeof chosen === "string") return chosen;
  }
  return typeof manifest.main === "string" ? manifest.main : undefined;
}

/**
 * Loads the program and gives what it exports: the stack's outputs. An exported function is called, as the
 * official host does; an ES module's default export stands for the module.
 */
export async function loadProgram(entry: string): Promise<unknown> {
  let exported: unknown;
  if (formatOf(entry) === "module") {
    const namespace = (await import(pathToFileURL(entry).href)) as Record<string, unknown>;
    exported = namespace;
    if (Object.getOwnPropertyDescriptor(namespace, "default") !== undefined) {
      if (Object.keys(namespace).filter((key) => key !== "module.exports").length !== 1) {
        throw new Error("expected entrypoint module to have either a default export or named exports but not both");
      }
      exported = namespace.default;
    }
  } else {
    exported = createRequire(entry)(entry) as unknown;
  }
  return typeof exported === "function" ? await (exported as () => unknown)() : exported;
}
