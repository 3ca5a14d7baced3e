import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { FixtureCopy, programFixtures } from "../support/fixtures";

/** Strictest of what the fixtures' own settings ask for; what a file is, module or CommonJS, its package.json says. */
const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  resolveJsonModule: true,
  esModuleInterop: true,
  experimentalDecorators: true,
  useDefineForClassFields: false,
  types: ["node"],
  lib: ["lib.es2023.d.ts"],
};

describe("the fixtures' programs", function () {
  // One compilation of all of them reads the declarations of @pulumi/aws only once; they are large.
  this.timeout(180_000);
  const copies: FixtureCopy[] = [];
  after(() => copies.forEach((copy) => copy.remove()));

  it("are right by the declarations of the official packages", () => {
    const files: string[] = [];
    for (const fixture of programFixtures().filter(({ expect }) => expect.typeCheck)) {
      const versions = fixture.expect.stacks.flatMap(({ then }) => then.map(({ version }) => version));
      for (const version of [undefined, ...versions]) {
        const copy = new FixtureCopy(fixture);
        copies.push(copy);
        if (version) copy.become(version);
        files.push(...sources(copy.dir));
      }
    }
    assert.ok(files.length > 40);
    const program = ts.createProgram(files, { ...options, typeRoots: [join(copies[0]?.dir ?? "", "node_modules", "@types")] });
    const problems = files.flatMap((file) => {
      const source = program.getSourceFile(file);
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    });
    assert.equal(ts.formatDiagnostics(problems, { getCanonicalFileName: (name) => name, getCurrentDirectory: () => process.cwd(), getNewLine: () => "\n" }), "");
  });
});

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    // Links are the shared installation; a project of several has it one level down.
    return entry.isFile() && /\.[mc]?ts$/.test(entry.name) && existsSync(path) ? [path] : [];
  });
}
