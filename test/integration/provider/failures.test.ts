/** What goes wrong on the way, and what is left of it: nothing orphaned, and every message names its cause. */

import assert from "node:assert/strict";
import { status, type ServiceError } from "@grpc/grpc-js";
import * as aws from "@pulumi/aws";
import { startProvider, type RunningProvider } from "../../../src/provider/server";
import { engineStack, type EngineStack } from "../../support/engineStack";
import { faultyEmulator, type FaultyEmulator } from "../../support/faultyEmulator";
import { sharedMinistack } from "../../support/ministack";
import { ProviderClient } from "../../support/providerClient";

const BUCKET = "aws:s3/bucket:Bucket";
const TABLE = "aws:dynamodb/table:Table";
const REFUSED = `<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>You may not tag this.</Message></Error>`;
const SLOW_DOWN = `<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>`;

describe("failures on the way to the emulator", function () {
  this.timeout(120_000);
  let emulator: FaultyEmulator;
  let running: RunningProvider;
  let provider: ProviderClient;

  before(async function () {
    emulator = await faultyEmulator((await sharedMinistack()).endpoint);
    running = await startProvider({ endpoint: emulator.endpoint, region: "us-east-1", programDirectory: process.cwd() });
    provider = new ProviderClient(running.port);
    await provider.configure();
  });
  afterEach(() => {
    emulator.intercept = () => undefined;
  });
  after(async () => {
    provider.close();
    running.stop();
    await emulator.stop();
  });

  const refuseTags = () => {
    emulator.intercept = ({ method, path }) => (method === "PUT" && path.includes("?tagging") ? { status: 403, body: REFUSED } : undefined);
  };

  it("name the resource, the AWS operation and the service's own message", async () => {
    const { inputs } = await provider.check(BUCKET, "site", { tags: { a: "b" } });
    refuseTags();
    await assert.rejects(provider.create(BUCKET, "site", inputs), (error: ServiceError) => {
      assert.equal(error.details, "aws:s3/bucket:Bucket 'site': s3.PutBucketTagging failed: AccessDenied: You may not tag this.");
      return true;
    });
    emulator.intercept = () => undefined;
    await provider.delete({ urn: "urn:pulumi:t::p::aws:s3/bucket:Bucket::site", type: BUCKET, id: String(inputs["bucket"]), inputs, state: inputs });
  });

  it("leave the engine certain that nothing was made when AWS refused it", async () => {
    emulator.intercept = ({ method }) => (method === "PUT" ? { status: 403, body: REFUSED } : undefined);
    const { inputs } = await provider.check(BUCKET, "site", {});
    await assert.rejects(provider.create(BUCKET, "site", inputs), (error: ServiceError) => {
      assert.equal(error.code, status.FAILED_PRECONDITION);
      return true;
    });
  });

  it("hide secrets in what they say", async () => {
    const { failures } = await provider.check(BUCKET, "site", { bucket: "NOT A NAME secret-9281" }, {}, { bucket: true });
    assert.equal(failures.length, 1);
    assert.ok(!JSON.stringify(failures).includes("secret-9281"));
  });

  it("are retried when AWS asks to slow down", async () => {
    let refusals = 0;
    emulator.intercept = ({ method, path }) =>
      method === "PUT" && path.startsWith("/slow") && refusals++ < 2 ? { status: 503, body: SLOW_DOWN } : undefined;
    const { inputs } = await provider.check(BUCKET, "slow", {});
    const made = await provider.create(BUCKET, "slow", inputs);
    assert.equal(refusals, 3);
    await provider.delete(made);
  });

  it("say when the emulator doesn't answer", async () => {
    const gone = await faultyEmulator(emulator.endpoint);
    await gone.stop();
    const elsewhere = await startProvider({ endpoint: gone.endpoint, region: "us-east-1", programDirectory: process.cwd() });
    const client = new ProviderClient(elsewhere.port);
    await client.configure();
    const { inputs } = await client.check(BUCKET, "site", {});
    await assert.rejects(client.create(BUCKET, "site", inputs), (error: ServiceError) => {
      assert.match(error.details, /aws:s3\/bucket:Bucket 'site': s3\.CreateBucket failed: the emulator at .* does not answer\. Start it with: pulumi-lab emulator start/);
      assert.equal(error.code, status.FAILED_PRECONDITION);
      return true;
    });
    client.close();
    elsewhere.stop();
  });

  it("of a cancelled wait keep what was made", async () => {
    let describes = 0;
    const waiting = new Promise<void>((resolve) => {
      emulator.intercept = ({ headers }) => {
        if (headers["x-amz-target"] !== "DynamoDB_20120810.DescribeTable") return undefined;
        if (++describes === 2) resolve();
        return { status: 200, headers: { "content-type": "application/x-amz-json-1.0" }, body: `{"Table":{"TableStatus":"CREATING"}}` };
      };
    });
    const client = new ProviderClient(running.port);
    await client.configure();
    const { inputs } = await client.check(TABLE, "slow", {
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
      billingMode: "PAY_PER_REQUEST",
    });
    const creating = client.create(TABLE, "slow", inputs);
    await waiting;
    await client.cancel();
    await assert.rejects(creating, (error: ServiceError) => {
      assert.match(error.details, /aws:dynamodb\/table:Table 'slow': the operation was cancelled/);
      assert.ok(error.metadata.get("grpc-status-details-bin").length === 1, "it carries what was made");
      return true;
    });
    emulator.intercept = () => undefined;
    await client.configure();
    const left = await client.read(TABLE, "slow", String(inputs["name"]));
    assert.ok(left, "the table is there");
    await client.delete(left);
    client.close();
  });

  describe("in the middle of a creation, with the real engine", () => {
    let engine: EngineStack;
    before(async () => {
      engine = await engineStack(running.port, async () => {
        new aws.s3.Bucket("half", { tags: { a: "b" } });
      });
    });
    after(async () => {
      await engine.stack.destroy();
      await engine.dispose();
    });

    it("record what was made, and the next deploy completes it", async () => {
      refuseTags();
      await assert.rejects(engine.stack.up(), /s3\.PutBucketTagging failed: AccessDenied: You may not tag this\./);
      const { half } = await engine.resources();
      assert.match(half?.id ?? "", /^half-[0-9a-f]{7}$/);
      assert.equal(half?.initErrors?.length, 1);

      emulator.intercept = () => undefined;
      assert.deepEqual((await engine.stack.up()).summary.resourceChanges, { same: 1, update: 1 });
      const repaired = (await engine.resources())["half"];
      assert.equal(repaired?.id, half?.id);
      assert.deepEqual(repaired?.outputs?.["tagsAll"], { a: "b" });
      assert.equal(repaired?.initErrors?.length ?? 0, 0);
      assert.deepEqual((await engine.stack.up()).summary.resourceChanges, { same: 2 });
    });
  });
});
