import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { buildSync } from "esbuild";
import { join } from "node:path";
import { EntryPointError, findEntryPoint } from "../../../src/programHost/program";
import { tempFolders } from "../../support/tempFolder";

describe("the user's program", () => {
  const temp = tempFolders();

  const cases: [string, Record<string, string>, string, string, string][] = [
    ["an index.ts", { "index.ts": "" }, "", "index.ts", ""],
    ["index.js before index.ts", { "index.ts": "", "index.js": "" }, "", "index.js", ""],
    ["package.json's main", { "package.json": '{"main": "app/start.ts"}', "app/start.ts": "", "index.ts": "" }, "", "app/start.ts", ""],
    ["a main that will be compiled from a .ts beside it", { "package.json": '{"main": "app.js"}', "app.ts": "" }, "", "app.ts", ""],
    ["a main without an extension", { "package.json": '{"main": "./app"}', "app.ts": "" }, "", "app.ts", ""],
    ["package.json's exports", { "package.json": '{"exports": {".": {"import": "./m.mjs"}}}', "m.mjs": "" }, "", "m.mjs", ""],
    ["a main that was never built, and an index", { "package.json": '{"main": "bin/index.js"}', "index.ts": "" }, "", "index.ts", ""],
    ["Pulumi.yaml's file", { "infra/main.ts": "" }, "infra/main.ts", "infra/main.ts", "infra"],
    ["Pulumi.yaml's folder", { "src/index.ts": "" }, "src", "src/index.ts", "src"],
    ["Pulumi.yaml's file without an extension", { "src/app.ts": "" }, "src/app", "src/app.ts", "src"],
  ];
  for (const [what, files, main, file, folder] of cases) {
    it(`starts at ${what}`, () => {
      const dir = temp.make();
      temp.write(dir, files);
      assert.deepEqual(findEntryPoint(join(dir, main)), { file: join(dir, file), workingDirectory: join(dir, folder).replace(/\/$/, "") });
    });
  }

  it("says what is missing", () => {
    const dir = temp.make();
    assert.throws(() => findEntryPoint(dir), EntryPointError);
    assert.throws(() => findEntryPoint(join(dir, "nowhere")), /nowhere" that Pulumi.yaml names does not exist/);
  });

  /** Hooks change the process that they are in, and tsx has its own: each program is loaded in a plain Node. */
  function load(dir: string, entry: string): unknown {
    const loader = join(temp.make(), "loader.cjs");
    buildSync({
      stdin: {
        contents: `
          import { installTypeScript } from "./moduleHooks";
          import { Transpiler } from "./transpile";
          import { loadProgram } from "./program";
          installTypeScript(new Transpiler());
          loadProgram(process.argv[2]!).then((value) => console.log(JSON.stringify({ ...(value as object) })), (error) => console.log(JSON.stringify({ stack: error.stack })));`,
        resolveDir: join(__dirname, "../../../src/programHost"),
        loader: "ts",
      },
      bundle: true,
      platform: "node",
      format: "cjs",
      outfile: loader,
      alias: { typescript: require.resolve("typescript") },
      external: [require.resolve("typescript")],
    });
    return JSON.parse(execFileSync(process.execPath, [loader, join(dir, entry)], { encoding: "utf8" }));
  }

  it("may be CommonJS, an ES module, a function, or a default export", () => {
    const dir = temp.make();
    temp.write(dir, {
      "cjs/index.ts": 'import { a } from "./lib"; import b = require("./lib/b"); export const sum = a + b.value;',
      "cjs/lib/index.ts": "export const a = 1;",
      "cjs/lib/b.ts": "export const value = 2;",
      "fn/index.js": "module.exports = async () => ({ from: 'function' });",
      "esm/package.json": '{"type": "module"}',
      "esm/index.ts": 'import { v } from "./v.js"; import { w } from "./w"; const x = await Promise.resolve(v + w); export { x };',
      "esm/v.ts": "export const v: number = 3;",
      "esm/w.ts": "export enum W { A = 4 } export const w = W.A;",
      "def/package.json": '{"type": "module"}',
      "def/index.ts": "export default async function main() { return { made: true }; }",
    });
    assert.deepEqual(load(dir, "cjs/index.ts"), { sum: 3 });
    assert.deepEqual(load(dir, "fn/index.js"), { from: "function" });
    assert.deepEqual(load(dir, "esm/index.ts"), { x: 7 });
    assert.deepEqual(load(dir, "def/index.ts"), { made: true });
  }).timeout(60_000);

  it("shows its own lines in a stack", () => {
    const dir = temp.make();
    temp.write(dir, { "index.ts": "interface A { b: string }\n\nfunction fail(a: A): never {\n  throw new Error(a.b);\n}\nfail({ b: 'boom' });\n" });
    assert.match((load(dir, "index.ts") as { stack: string }).stack, /boom\n\s+at fail \(.*index\.ts:4:9\)/);
  }).timeout(60_000);
});
