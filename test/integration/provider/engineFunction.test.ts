/** A small serverless program through the real engine: code from a folder and from text, secrets, updates, replacement, import. */

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { engineStack, type EngineStack } from "../../support/engineStack";
import { labScope } from "./harness";

const ROLE = "arn:aws:iam::000000000000:role/anyone";

describe("a program with a function and a table, over the real engine", function () {
  this.timeout(240_000);
  let engine: EngineStack;
  let folder: string;
  after(async () => {
    await engine?.stack.destroy();
    const left = Object.keys(await engine.resources());
    await engine?.dispose();
    rmSync(folder, { recursive: true, force: true });
    assert.deepEqual(left, []);
  });
  const scope = labScope();
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "lab-program-"));
    mkdirSync(join(folder, "app"));
    writeHandler("one");
    engine = await engineStack(scope.lab.port, program({}));
  });

  const writeHandler = (answer: string) =>
    writeFileSync(join(folder, "app", "index.js"), `exports.handler = async () => { console.log("on"); return "${answer} " + process.env.KEY; };`);
  const program = (options: { memorySize?: number; billing?: boolean; name?: string; rangeKey?: string }) => async () => {
    const orders = new aws.dynamodb.Table("orders", {
      name: options.name,
      hashKey: "id",
      rangeKey: options.rangeKey,
      attributes: ["id", ...(options.rangeKey ? [options.rangeKey] : [])].map((name) => ({ name, type: "S" })),
      billingMode: "PAY_PER_REQUEST",
    });
    const app = new aws.lambda.Function("app", {
      role: ROLE,
      runtime: aws.lambda.Runtime.NodeJS22dX,
      handler: "index.handler",
      code: new pulumi.asset.FileArchive(join(folder, "app")),
      memorySize: options.memorySize,
      environment: { variables: { TABLE: orders.name, KEY: pulumi.secret("k3y-of-the-house") } },
    });
    const inline = new aws.lambda.Function("inline", {
      role: ROLE,
      runtime: "nodejs22.x",
      handler: "main.handler",
      code: new pulumi.asset.AssetArchive({
        "main.js": new pulumi.asset.StringAsset("const { word } = require('./lib/word'); exports.handler = async () => { console.log(word); return word; };"),
        lib: new pulumi.asset.AssetArchive({ "word.js": new pulumi.asset.StringAsset("exports.word = 'nested';") }),
      }),
    });
    return { app: app.name, inline: inline.name, table: orders.name, stable: app.arn };
  };
  const call = async (name: unknown): Promise<unknown> => {
    const { Payload } = await (await scope.lab.aws("lambda")).invoke({ FunctionName: String(name) });
    return JSON.parse(Buffer.from(Payload ?? []).toString());
  };

  it("runs what a folder and what texts hold, and stays the same", async () => {
    const { summary, outputs } = await engine.stack.up();
    assert.deepEqual(summary.resourceChanges, { create: 4 });
    assert.equal(await call(outputs["app"]?.value), "one k3y-of-the-house");
    assert.equal(await call(outputs["inline"]?.value), "nested");
    assert.ok(!(await engine.stateFile()).includes("k3y-of-the-house"));
    assert.deepEqual((await engine.stack.up()).summary.resourceChanges, { same: 4 });
    assert.deepEqual((await engine.stack.refresh()).summary.resourceChanges, { same: 4 });
    assert.ok(!(await engine.stateFile()).includes("k3y-of-the-house"));
    assert.deepEqual((await engine.stack.up()).summary.resourceChanges, { same: 4 });
  });

  it("updates changed code in place", async () => {
    writeHandler("two");
    const { summary, outputs } = await engine.stack.up();
    assert.deepEqual(summary.resourceChanges, { same: 3, update: 1 });
    assert.equal(await call(outputs["app"]?.value), "two k3y-of-the-house");
    engine.run(program({ memorySize: 256 }));
    assert.deepEqual((await engine.stack.preview()).changeSummary, { same: 3, update: 1 });
    assert.deepEqual((await engine.stack.up()).summary.resourceChanges, { same: 3, update: 1 });
    assert.deepEqual((await engine.stack.up()).summary.resourceChanges, { same: 4 });
  });

  it("replaces a table whose key changes, and what depends on its name follows", async () => {
    const before = (await engine.resources())["orders"]?.id;
    engine.run(program({ memorySize: 256, rangeKey: "day" }));
    const { summary, outputs } = await engine.stack.up();
    assert.deepEqual(summary.resourceChanges, { same: 2, replace: 1, update: 1 });
    assert.notEqual(outputs["table"]?.value, before);
    const { TableNames } = await (await scope.lab.aws("dynamodb")).listTables({});
    assert.ok(TableNames?.includes(String(outputs["table"]?.value)));
    assert.ok(!TableNames?.includes(String(before)));
  });

  it("imports by the command line too", async () => {
    const made = await scope.lab.make("aws:dynamodb/table:Table", {
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
      billingMode: "PAY_PER_REQUEST",
      tags: { by: "hand" },
    });
    await engine.pulumi("import", "aws:dynamodb/table:Table", "adopted", made.id, "--yes", "--generate-code=false", "--protect=false");
    const { adopted } = await engine.resources();
    assert.equal(adopted?.id, made.id);
    assert.deepEqual(adopted?.inputs?.["tags"], { by: "hand" });
    assert.equal(adopted?.inputs?.["billingMode"], "PAY_PER_REQUEST");
    await engine.pulumi("state", "delete", adopted?.urn ?? "", "--yes");
    await assert.rejects(engine.pulumi("import", "aws:dynamodb/table:Table", "nothing", "no-such-table", "--yes", "--generate-code=false"), /does not exist/);
  });
});

