import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, symlinkSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Installation } from "../../src/core/lab/installation";
import { allowedEnvironment } from "../../src/core/safety/environment";
import { checkTypes } from "../../src/core/typeCheck/checkTypes";
import { checkProjectTypes } from "../../src/core/typeCheck/projectTypeCheck";
import { EngineLab, processesOf } from "../support/engineLab";

const root = join(__dirname, "..", "..");
const installation = new Installation({ root });

describe("the type check", function () {
  this.timeout(120_000);
  let lab: EngineLab;
  afterEach(() => lab.remove());

  it("finds what the preview's transpiler passes over, at its place, and writes nothing", async () => {
    lab = new EngineLab({
      "index.ts": 'import * as aws from "@pulumi/aws";\nimport { size } from "./size";\n\nnew aws.s3.Bucket("b", { bucket: 7 });\nexport const n = size;\n',
      "size.ts": "export const size: string = 3;\n",
      "unused.ts": "const never: string = 3;\n",
      "tsconfig.json": '{ "compilerOptions": { "strict": true, "module": "CommonJS", "outDir": "bin", "composite": true } }',
    });
    const before = lab.files();
    const report = await checkProjectTypes(installation, lab.dir);
    assert.ok(report.status === "checked", JSON.stringify(report));
    assert.match(report.version, /^\d+\.\d+/);
    assert.deepEqual(
      report.diagnostics.map(({ file, line, column, endColumn, code, severity }) => [file, line, column, endColumn, code, severity]),
      [
        // What is imported comes first, as in the compiler's own list.
        [join(lab.dir, "size.ts"), 1, 14, 18, 2322, "error"],
        [join(lab.dir, "index.ts"), 4, 26, 32, 2322, "error"],
      ],
    );
    assert.match(report.diagnostics[0]?.message ?? "", /not assignable/);
    assert.deepEqual(lab.files(), before);
  });

  it("reads a project without tsconfig.json as Pulumi does, and syntax errors too", async () => {
    lab = new EngineLab({ "Pulumi.yaml": "name: p\nruntime: nodejs\nmain: program/\n", "program/index.ts": "export const loose = (a) => a;\nconst = 3;\n" });
    const report = await checkProjectTypes(installation, lab.dir);
    assert.ok(report.status === "checked", JSON.stringify(report));
    assert.ok(report.diagnostics.length > 0);
    assert.ok(report.diagnostics.every(({ file, line }) => file === join(lab.dir, "program", "index.ts") && line === 2));
  });

  it("stops counting at 200", async () => {
    lab = new EngineLab({ "index.ts": Array.from({ length: 250 }, (_, i) => `export const a${i}: string = ${i};`).join("\n"), "tsconfig.json": "{}" });
    const report = await checkProjectTypes(installation, lab.dir);
    assert.ok(report.status === "checked");
    assert.deepEqual([report.diagnostics.length, report.truncated], [200, true]);
  });

  it("says when there is nothing to check with, or nothing to check", async () => {
    lab = new EngineLab({ "index.ts": "export {};" });
    rmSync(join(lab.dir, "node_modules"));
    const without = await checkProjectTypes(installation, lab.dir);
    assert.ok(without.status === "unavailable");
    assert.match(without.reason, /npm install --save-dev typescript/);
    // The same project with the packages, but a program in JavaScript.
    symlinkSync(join(root, "node_modules"), join(lab.dir, "node_modules"), "junction");
    rmSync(join(lab.dir, "index.ts"));
    lab.write({ "index.js": "module.exports = {};" });
    assert.equal((await checkProjectTypes(installation, lab.dir)).status, "unavailable");
  });

  it("gives the project's compiler no credentials, and ends with the signal", async function () {
    if (process.platform !== "linux") this.skip(); // it looks into /proc
    lab = new EngineLab({ "index.ts": "export {};" });
    rmSync(join(lab.dir, "node_modules"));
    mkdirSync(join(lab.dir, "node_modules", "typescript"), { recursive: true });
    // A compiler that notes its environment and never comes to an end.
    lab.write({
      "node_modules/typescript/package.json": '{ "name": "typescript", "main": "index.js" }',
      "node_modules/typescript/index.js": 'require("fs").writeFileSync(__dirname + "/env.json.part", JSON.stringify(process.env));\nrequire("fs").renameSync(__dirname + "/env.json.part", __dirname + "/env.json");\nfor (;;);',
    });
    const abort = new AbortController();
    const { node } = await lab.tools();
    const check = checkTypes({
      projectDir: lab.dir,
      main: lab.dir,
      node,
      script: join(root, "dist", "typeCheck.cjs"),
      env: allowedEnvironment({ ...process.env, AWS_SECRET_ACCESS_KEY: "canary", PULUMI_ACCESS_TOKEN: "canary" }),
      signal: abort.signal,
    });
    const compiler = join(lab.dir, "node_modules", "typescript");
    while (!readdirSync(compiler).includes("env.json")) await sleep(20);
    assert.doesNotMatch(readFileSync(join(compiler, "env.json"), "utf8"), /canary/);
    assert.equal(processesOf(lab.dir).length, 1);
    abort.abort();
    await assert.rejects(check, { code: "cancelled" });
    assert.deepEqual(processesOf(lab.dir), []);
  });
});
