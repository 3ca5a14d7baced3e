import { existsSync, readFileSync, statSync } from "node:fs";
import { registerHooks } from "node:module";
import { dirname, extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ModuleFormat, Transpiler } from "./transpile";

const TYPESCRIPT = new Set([".ts", ".tsx", ".mts", ".cts"]);

/**
 * Makes this process load TypeScript by `require` and `import` alike, file by file, and resolves specifiers as
 * TypeScript projects write them: without an extension, as a folder, or as the `.js` that a `.ts` will become.
 */
export function installTypeScript(transpiler: Transpiler): void {
  process.setSourceMapsEnabled(true);
  registerHooks({
    resolve(specifier, context, nextResolve) {
      try {
        return nextResolve(specifier, context);
      } catch (error) {
        const file = context.parentURL?.startsWith("file:") ? typeScriptFile(specifier, context.parentURL) : undefined;
        if (!file) throw error;
        return { url: pathToFileURL(file).href, format: formatOf(file), shortCircuit: true };
      }
    },
    load(url, context, nextLoad) {
      if (!url.startsWith("file:")) return nextLoad(url, context);
      const file = fileURLToPath(url);
      if (!TYPESCRIPT.has(extname(file)) || file.endsWith(".d.ts")) return nextLoad(url, context);
      const format = formatOf(file);
      return { format, source: transpiler.transpile(file, readFileSync(file, "utf8"), format), shortCircuit: true };
    },
  });
}

/** Makes a library's module that is named by its path's end load as an empty one. */
export function silenceModule(path: string): void {
  const pattern = new RegExp(`/node_modules/${path}(\\.js)?$`);
  registerHooks({
    load: (url, context, nextLoad) =>
      pattern.test(url) ? { format: "commonjs", source: "", shortCircuit: true } : nextLoad(url, context),
  });
}

/** The TypeScript file that a specifier means, where Node's own resolution found nothing. */
export function typeScriptFile(specifier: string, parentUrl: string): string | undefined {
  let path: string;
  if (/^\.{1,2}(\/|$)/.test(specifier)) path = join(dirname(fileURLToPath(parentUrl)), specifier);
  else if (specifier.startsWith("file:")) path = fileURLToPath(specifier);
  else if (specifier.startsWith("/") || /^[A-Za-z]:[\\/]/.test(specifier)) path = specifier;
  else return undefined;
  return entryFile(path);
}

/** `path` as a TypeScript file: itself, with an extension, in place of its `.js`, or as a folder's index. */
export function entryFile(path: string): string | undefined {
  const candidates = [path, `${path}.ts`, `${path}.tsx`, `${path}.mts`, `${path}.cts`];
  const script = /\.([mc]?)jsx?$/.exec(path);
  if (script) {
    const stem = path.slice(0, -script[0].length);
    candidates.push(`${stem}.${script[1]}ts`, `${stem}.tsx`);
  }
  candidates.push(join(path, "index.ts"), join(path, "index.tsx"));
  return candidates.find((each) => TYPESCRIPT.has(extname(each)) && isFile(each));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** What Node would take a file for: by its extension, else by the nearest package.json. */
export function formatOf(file: string): ModuleFormat {
  const extension = extname(file);
  if (extension === ".mts" || extension === ".mjs") return "module";
  if (extension === ".cts" || extension === ".cjs") return "commonjs";
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest)) {
      const type = (JSON.parse(readFileSync(manifest, "utf8")) as { type?: unknown }).type;
      return type === "module" ? "module" : "commonjs";
    }
    if (dirname(folder) === folder) return "commonjs";
  }
}
