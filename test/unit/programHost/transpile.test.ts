import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";
import { CompileError, Transpiler } from "../../../src/programHost/transpile";
import { tempFolders } from "../../support/tempFolder";

describe("Transpiler", () => {
  const temp = tempFolders();

  function evaluate(code: string): Record<string, unknown> {
    const exports: Record<string, unknown> = {};
    vm.runInNewContext(code, { exports, module: { exports }, require: () => ({}), console, globalThis });
    return exports;
  }

  it("takes what type stripping can't: enums, namespaces, parameter properties, decorators", () => {
    const source = `
      enum Color { Red = 1, Blue }
      const enum Size { S = "s" }
      namespace Names { export const one = "uno"; }
      function mark(target: any) { target.marked = true; }
      @mark class Thing { constructor(public readonly name: string, private n = 2) {} sum(): number { return this.n + Color.Blue; } }
      export const out = [Color[2], Size.S, Names.one, new Thing("t").name, new Thing("x").sum(), (Thing as any).marked];
    `;
    const folder = temp.make();
    temp.write(folder, { "tsconfig.json": '{ // comments are allowed\n "compilerOptions": {"experimentalDecorators": true} }' });
    const code = new Transpiler().transpile(join(folder, "a.ts"), source, "commonjs");
    assert.deepEqual([...(evaluate(code).out as unknown[])], ["Blue", "s", "uno", "t", 4, true]);
  });

  it("keeps a function's own source, so that callbacks serialize as they were written", () => {
    const code = new Transpiler().transpile("/p/a.ts", "export const f = async (n: number): Promise<number> => { const { a = 1 } = {} as any; return a ?? n; };", "commonjs");
    assert.match(code, /async \(n\) => \{ const \{ a = 1 \} = \{\}; return a \?\? n; \}/);
  });

  it("drops imports that are types only and keeps ES modules as they are", () => {
    const code = new Transpiler().transpile("/p/a.mts", 'import { Type } from "./types.js"; import { value } from "./values.js"; export const x: Type = value;', "module");
    assert.doesNotMatch(code, /types\.js/);
    assert.match(code, /from "\.\/values\.js"/);
  });

  it("defines fields by the target that the user means, so that a base class's values stay", () => {
    const source = "class A { constructor() { (this as any).out = 1; } } class B extends A { readonly out!: number; } export const out = new B().out;";
    const folder = temp.make();
    const run = () => evaluate(new Transpiler().transpile(join(folder, "a.ts"), source, "commonjs")).out;
    assert.equal(run(), 1);
    temp.write(folder, { "tsconfig.json": '{"compilerOptions": {"target": "es2020"}}' });
    assert.equal(run(), 1);
    temp.write(folder, { "tsconfig.json": '{"compilerOptions": {"target": "es2022"}}' });
    assert.equal(run(), undefined);
  });

  it("puts a syntax error at the user's own place", () => {
    assert.throws(
      () => new Transpiler().transpile("/p/a.ts", "const a = 1;\nconst b = ;\n", "commonjs"),
      (error) => error instanceof CompileError && /TS1109/.test(error.message) && error.position.line === 2 && error.position.column === 11,
    );
  });

  it("keeps results by content and options", () => {
    const cache = temp.make();
    const folder = temp.make();
    const run = () => new Transpiler(cache).transpile(join(folder, "a.ts"), "export class A { x = 1 }", "commonjs");
    const first = run();
    assert.equal(run(), first);
    assert.equal(readdirSync(cache).length, 1);
    temp.write(folder, { "tsconfig.json": '{"compilerOptions": {"useDefineForClassFields": true}}' });
    assert.notEqual(run(), first);
    assert.equal(readdirSync(cache).length, 2);
  });
});
