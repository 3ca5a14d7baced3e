import assert from "node:assert/strict";
import { readSyntax } from "../../../../../src/core/learning/verify/syntax/readSyntax";
import { programFiles, SyntaxCache } from "../../../../../src/core/learning/verify/syntax/sources";
import { tempFolders } from "../../../../support/tempFolder";
import { join } from "node:path";
import { utimesSync } from "node:fs";

const of = (text: string) => readSyntax("/shop/index.ts", text);
const news = (text: string) => of(text).news.map(({ symbol }) => symbol);
const calls = (text: string) => of(text).calls.map(({ symbol }) => symbol);

describe("the syntax of a program", function () {
  // Loading the compiler takes its time on a busy machine.
  this.timeout(60_000);
  const temp = tempFolders();

  it("knows symbols by their import, however it is written", () => {
    const made = ["@pulumi/aws#s3.Bucket"];
    assert.deepEqual(news('import * as aws from "@pulumi/aws"; new aws.s3.Bucket("a");'), made);
    assert.deepEqual(news('import { s3 } from "@pulumi/aws"; new s3.Bucket("a");'), made);
    assert.deepEqual(news('import { s3 as storage } from "@pulumi/aws"; const { Bucket: B } = storage; new B("a");'), made);
    assert.deepEqual(news('import * as s3 from "@pulumi/aws/s3"; new s3.Bucket("a");'), made);
    assert.deepEqual(news('const aws = require("@pulumi/aws"); new aws.s3["Bucket"]("a");'), made);
    assert.deepEqual(news('import aws = require("@pulumi/aws"); new aws.s3.Bucket("a");'), made);
    assert.deepEqual(news('async function f() { const aws = await import("@pulumi/aws"); new aws.s3.Bucket("a"); }'), made);
  });

  it("is not taken in by comments, texts, types, or names that mean something else there", () => {
    assert.deepEqual(news('import * as aws from "@pulumi/aws";\n// new aws.s3.Bucket("a")\nconst t = "new aws.s3.Bucket()"; const u = `new aws.s3.Bucket()`;'), []);
    assert.deepEqual(news('import * as aws from "@pulumi/aws"; function f(aws: any) { new aws.s3.Bucket("a"); }'), ["?.s3.Bucket"]);
    assert.deepEqual(news('import * as aws from "@pulumi/aws"; { const aws = { Bucket: Map }; new aws.Bucket(); }'), ["?.Bucket"]);
    assert.deepEqual(news('import type * as aws from "@pulumi/aws"; new aws.s3.Bucket("a");'), ["#aws.s3.Bucket"]);
    assert.deepEqual(calls('const all = () => 1; all();'), ["?"]);
  });

  it("follows what is made and what calls give back", () => {
    assert.deepEqual(calls('import * as pulumi from "@pulumi/pulumi"; const c = new pulumi.Config(); c.require("x");'), ["@pulumi/pulumi#Config().require"]);
    assert.deepEqual(calls('import { LocalWorkspace } from "@pulumi/pulumi/automation"; async function f() { const s = await LocalWorkspace.createOrSelectStack({}); await s.up(); }'), [
      "@pulumi/pulumi#automation.LocalWorkspace.createOrSelectStack",
      "@pulumi/pulumi#automation.LocalWorkspace.createOrSelectStack().up",
    ]);
  });

  it("ends with a program that is made of itself, or is cut off", () => {
    assert.deepEqual(news("let a = b.c; let b = a.d; new a.X();").length, 1);
    assert.deepEqual(news('import * as aws from "@pulumi/aws"; new aws.s3.Bucket("a", { tags: {'), ["@pulumi/aws#s3.Bucket"]);
  });

  it("finds options wherever they are put together, and takes no argument for an option", () => {
    const options = (text: string) => of(`import * as aws from "@pulumi/aws"; import * as pulumi from "@pulumi/pulumi"; ${text}`).news.at(-1)?.options;
    assert.deepEqual(options('new aws.s3.Bucket("a", {}, { dependsOn: [] });'), ["dependsOn"]);
    assert.deepEqual(options('const o = { protect: true }; new aws.s3.Bucket("a", {}, { ...o, aliases: [] });'), ["protect", "aliases"]);
    assert.deepEqual(options('const o = { protect: true }; new aws.s3.Bucket("a", {}, pulumi.mergeOptions(o, { parent: this }));'), ["protect", "parent"]);
    assert.deepEqual(options('new aws.s3.Bucket("a", { dependsOn: 1 } as any);'), []);
    assert.deepEqual(options('class Site { } new Site("a", { protect: true });'), ["protect"]);
  });

  it("tells what a resource lies in", () => {
    const within = (text: string) => of(`import * as aws from "@pulumi/aws"; ${text}`).news[0]?.within;
    assert.deepEqual(within('if (x) new aws.s3.Bucket("a");'), ["condition"]);
    assert.deepEqual(within('["a"].map((n) => new aws.s3.Bucket(n));'), ["function", "loop"]);
    assert.deepEqual(within('for (const n of ["a"]) { new aws.s3.Bucket(n); }'), ["loop"]);
    assert.deepEqual(within('if (new aws.s3.Bucket("a")) {}'), []);
  });

  it("takes for the program what its entry point reaches, and reads a file again when it has changed", async () => {
    const folder = temp.make();
    temp.write(folder, {
      "package.json": '{ "main": "src/main.ts" }',
      "src/main.ts": 'import "./site.js"; import "@pulumi/aws";',
      "src/site.ts": 'export * from "./parts";',
      "src/parts/index.ts": "export const one = 1;",
      "src/test.ts": 'import "./site";',
      "index.ts": 'import "./nothing";',
    });
    const cache = new SyntaxCache();
    const names = async () => [...(await programFiles(folder, cache))].map((file) => file.slice(folder.length + 1).replaceAll("\\", "/")).sort();
    assert.deepEqual(await names(), ["src/main.ts", "src/parts/index.ts", "src/site.ts"]);
    temp.write(folder, { "src/main.ts": "export const alone = true;" });
    utimesSync(join(folder, "src", "main.ts"), 1, 1);
    assert.deepEqual(await names(), ["src/main.ts"]);
  });
});
