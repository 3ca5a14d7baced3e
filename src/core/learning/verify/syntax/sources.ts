import { existsSync, readFileSync, statSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { PROJECT_FILES } from "../../../engine/project";
import type { FileSyntax } from "./model";
import { readSyntax } from "./readSyntax";

const SOURCE = /(?<!\.d)\.[cm]?[jt]sx?$/;
const SKIPPED = new Set(["node_modules", "dist", "build", "out", "coverage", "bin", "sdk"]);
const DEEPEST = 8;
const MOST_FILES = 500;
const LARGEST = 512 * 1024;
/** The syntax of files, kept as long as they stay as they are: checks run after each change of one file. */
export class SyntaxCache {
  private readonly known = new Map<string, { stamp: string; syntax: FileSyntax | undefined }>();

  /** Undefined for what can't be read or is too large. */
  async read(file: string): Promise<FileSyntax | undefined> {
    const info = await stat(file).catch(() => undefined);
    if (!info?.isFile() || info.size > LARGEST) return undefined;
    const stamp = `${info.mtimeMs} ${info.size}`;
    const known = this.known.get(file);
    if (known?.stamp === stamp) return known.syntax;
    const text = await readFile(file, "utf8").catch(() => "");
    // A file that imports nothing uses nothing that is asked for.
    const syntax = /\b(?:import|require|export)\b/.test(text) ? readSyntax(file, text) : undefined;
    this.known.set(file, { stamp, syntax });
    return syntax;
  }
}

/** Source files in a folder and below, without packages, what was built, and (if `own`) other projects inside. */
export async function sourceFiles(folder: string, { own, signal }: { own: boolean; signal?: AbortSignal }): Promise<string[]> {
  const found: string[] = [];
  const visit = async (dir: string, depth: number): Promise<void> => {
    signal?.throwIfAborted();
    const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
    if (own && depth > 0 && entries.some(({ name }) => PROJECT_FILES.includes(name))) return;
    for (const entry of entries) {
      if (entry.isFile() && SOURCE.test(entry.name) && found.length < MOST_FILES) found.push(join(dir, entry.name));
    }
    if (depth === DEEPEST) return;
    for (const entry of entries) {
      if (entry.isDirectory() && !entry.name.startsWith(".") && !SKIPPED.has(entry.name)) await visit(join(dir, entry.name), depth + 1);
    }
  };
  await visit(folder, 0);
  return found;
}

/** The files that a program consists of: its entry point and what it imports of the project, by the engine's rules. */
export async function programFiles(main: string, cache: SyntaxCache): Promise<Set<string>> {
  const entry = entryPoint(main);
  const reached = new Set<string>();
  const waiting = entry ? [entry] : [];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    for (const from of (await cache.read(file))?.imports ?? []) {
      const path = from.startsWith("/") || /^[A-Za-z]:[\\/]/.test(from) ? (sourceAt(from) ?? sourceAt(join(from, "index"))) : undefined;
      if (path) waiting.push(path);
    }
  }
  return reached;
}

function entryPoint(main: string): string | undefined {
  if (!statSync(main, { throwIfNoEntry: false })?.isDirectory()) return sourceAt(main);
  const named = packageMain(main);
  return (named && (sourceAt(join(main, named)) ?? sourceAt(join(main, named, "index")))) ?? sourceAt(join(main, "index"));
}

function sourceAt(path: string): string | undefined {
  const source = path.replace(/\.([cm]?)js$/, ".$1ts");
  const candidates = [source, path, ...[".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs"].map((extension) => path + extension)];
  return candidates.find((each) => SOURCE.test(each) && statSync(each, { throwIfNoEntry: false })?.isFile());
}

function packageMain(folder: string): string | undefined {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return undefined;
  try {
    const content = JSON.parse(readFileSync(file, "utf8")) as { main?: unknown } | null;
    return typeof content?.main === "string" && content.main !== "" ? content.main : undefined;
  } catch {
    return undefined;
  }
}
