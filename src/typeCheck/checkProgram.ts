import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, relative, isAbsolute, resolve, sep } from "node:path";
import type * as TypeScript from "typescript";
import { MAX_TYPE_DIAGNOSTICS, type TypeCheckReport, type TypeDiagnostic } from "../core/typeCheck/report";

type Ts = typeof TypeScript;

/** Checks what the program's entry point reaches, as the engine does, by the rules of the project's tsconfig.json. */
export function checkProgram(ts: Ts, projectDir: string, main: string): TypeCheckReport {
  const entry = entryPoint(main);
  if (entry && /\.[cm]?jsx?$/.test(entry)) return { status: "unavailable", reason: "The program is JavaScript: it has no types to check." };
  const configFile = findConfig(entry ? dirname(entry) : main, projectDir);
  const config = configFile ? readConfig(ts, configFile) : { options: defaultOptions(ts), files: [], errors: [] };
  const roots = entry ? [entry, ...config.files.filter((file) => /\.d\.[cm]?ts$/.test(file))] : config.files;
  if (roots.length === 0) return { status: "unavailable", reason: `No TypeScript program was found at ${main}.` };
  const program = ts.createProgram({
    rootNames: roots,
    // Nothing is written; and what lies in packages is not the learner's to mend.
    options: { ...config.options, noEmit: true, skipLibCheck: true, incremental: false, composite: false, declaration: false, declarationMap: false, tsBuildInfoFile: undefined, emitDeclarationOnly: false },
  });
  const folders = [projectDir, entry ? dirname(entry) : main].map(realPath);
  const isOwn = (file: string): boolean => folders.some((folder) => isInside(realPath(file), folder)) && !/[\\/]node_modules[\\/]/.test(file);
  const own = program.getSourceFiles().filter((file) => !file.isDeclarationFile && isOwn(file.fileName));
  const place = configFile ?? entry ?? main;
  const seen = new Set<string>();
  const diagnostics = [
    ...config.errors,
    ...program.getOptionsDiagnostics(),
    ...own.flatMap((file) => program.getSyntacticDiagnostics(file)),
    ...own.flatMap((file) => program.getSemanticDiagnostics(file)),
  ]
    .filter(({ category, file }) => isReported(ts, category) && (!file || isOwn(file.fileName)))
    .map((diagnostic) => described(ts, diagnostic, place))
    .filter((each) => isNew(seen, JSON.stringify(each)));
  return {
    status: "checked",
    version: ts.version,
    diagnostics: diagnostics.slice(0, MAX_TYPE_DIAGNOSTICS),
    truncated: diagnostics.length > MAX_TYPE_DIAGNOSTICS,
  };
}

/** The file that runs, found by the engine's rules: `main` of package.json, else index. */
function entryPoint(main: string): string | undefined {
  if (!statSync(main, { throwIfNoEntry: false })?.isDirectory()) return programFile(main);
  const named = packageMain(main);
  return (named && (programFile(resolve(main, named)) ?? programFile(join(main, named, "index")))) ?? programFile(join(main, "index"));
}

function programFile(path: string): string | undefined {
  const candidates = [path, ...[".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs"].map((extension) => path + extension)];
  // Programs may name what would be compiled; the source is what counts.
  const source = path.replace(/\.([cm]?)js$/, ".$1ts");
  return [...(source === path ? [] : [source]), ...candidates].find((each) => statSync(each, { throwIfNoEntry: false })?.isFile());
}

function packageMain(folder: string): string | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const main = typeof content === "object" && content !== null && "main" in content ? content.main : undefined;
    return typeof main === "string" && main !== "" ? main : undefined;
  } catch {
    return undefined;
  }
}

/** The nearest tsconfig.json, not above the project. */
function findConfig(folder: string, projectDir: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    const candidate = join(current, "tsconfig.json");
    if (existsSync(candidate)) return candidate;
    if (current === projectDir || dirname(current) === current) break;
  }
  const own = join(projectDir, "tsconfig.json");
  return existsSync(own) ? own : undefined;
}

function readConfig(ts: Ts, file: string): { options: TypeScript.CompilerOptions; files: string[]; errors: TypeScript.Diagnostic[] } {
  const source = ts.readJsonConfigFile(file, (name) => ts.sys.readFile(name));
  const parsed = ts.parseJsonSourceFileConfigFileContent(source, ts.sys, dirname(file), undefined, file);
  // A config that matches no file is no mistake here: the entry point is named by the project.
  const errors = parsed.errors.filter(({ code }) => code !== 18002 && code !== 18003);
  return { options: parsed.options, files: parsed.fileNames, errors };
}

/** What `@pulumi/pulumi` gives its compiler for a project without a tsconfig.json. */
function defaultOptions(ts: Ts): TypeScript.CompilerOptions {
  const nodeNext = ts.ModuleKind.NodeNext as TypeScript.ModuleKind | undefined;
  return nodeNext === undefined
    ? { target: ts.ScriptTarget.ES2020, module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10 }
    : { target: ts.ScriptTarget.ES2020, module: nodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };
}

function isReported(ts: Ts, category: TypeScript.DiagnosticCategory): boolean {
  return category === ts.DiagnosticCategory.Error || category === ts.DiagnosticCategory.Warning;
}

function described(ts: Ts, diagnostic: TypeScript.Diagnostic, place: string): TypeDiagnostic {
  const { file, start = 0, length = 0, code, category } = diagnostic;
  const from = file?.getLineAndCharacterOfPosition(start) ?? { line: 0, character: 0 };
  const to = file?.getLineAndCharacterOfPosition(start + length) ?? from;
  return {
    file: resolve(file?.fileName ?? place),
    line: from.line + 1,
    column: from.character + 1,
    endLine: to.line + 1,
    endColumn: to.character + 1,
    code,
    message: ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"),
    severity: category === ts.DiagnosticCategory.Error ? "error" : "warning",
  };
}

function isNew(seen: Set<string>, key: string): boolean {
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

function isInside(file: string, folder: string): boolean {
  const path = relative(folder, file);
  return path !== ".." && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path);
}
