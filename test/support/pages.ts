/** The pages of the walkthroughs, and what their tests do with their code. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import ts from "typescript";
import { type Page, parsePage } from "../../src/core/learning/pages/page";

const root = join(__dirname, "..", "..");
export const pagesDir = join(root, "walkthroughs", "pages");

export interface PageFile {
  /** Such as `phase-1/getting-started`: the id of its section. */
  id: string;
  file: string;
  text: string;
  page: Page;
}

export function pageFiles(): PageFile[] {
  return readdirSync(pagesDir, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => {
      const file = join(pagesDir, name);
      const text = readFileSync(file, "utf8");
      return { id: relative(pagesDir, file).split(sep).join("/").replace(/\.md$/, ""), file, text, page: parsePage(text) };
    });
}

/** Pages that teach a section; the others lead in, or tell about tools. */
export function isLesson(page: PageFile): boolean {
  return !/^(start|resources)\//.test(page.id);
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  esModuleInterop: true,
  skipLibCheck: true,
  noEmit: true,
  types: ["node"],
  lib: ["lib.es2022.d.ts"],
};

/** Errors of each program's types, as `TS2345: …`. All are checked in one go, since reading the SDK's types is slow. */
export function typeErrors(programs: readonly string[]): string[][] {
  const names = programs.map((_, at) => join(root, `page${at}.ts`));
  const host = ts.createCompilerHost(options);
  const texts = new Map(names.map((name, at) => [name, `${programs[at]}\nexport {};\n`]));
  const original = { ...host };
  host.fileExists = (name) => texts.has(name) || original.fileExists(name);
  host.readFile = (name) => texts.get(name) ?? original.readFile(name);
  host.getSourceFile = (name, version, ...rest) => {
    const text = texts.get(name);
    return text === undefined ? original.getSourceFile(name, version, ...rest) : ts.createSourceFile(name, text, version);
  };
  const program = ts.createProgram(names, options, host);
  return names.map((name) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(name)).map(({ code, messageText }) => `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`),
  );
}
