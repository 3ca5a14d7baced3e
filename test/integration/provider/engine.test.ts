/** Programs written for the official provider, run by the real engine over the embedded one. */

import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { engineStack, type EngineStack } from "../../support/engineStack";
import { labScope } from "./harness";

describe("the real engine over the embedded provider", function () {
  this.timeout(180_000);
  let engine: EngineStack;
  // Before the scope's own, which ends the provider.
  after(async () => {
    await engine?.stack.destroy();
    await engine?.dispose();
  });
  const scope = labScope();
  before(async () => {
    engine = await engineStack(scope.lab.port, async () => undefined);
  });

  const tagged = (team: string) => async () => {
    const west = new aws.Provider("west", { region: "us-west-2", defaultTags: { tags: { course: "pulumi" } } });
    const site = new aws.s3.Bucket("site", { tags: { team } });
    const copy = new aws.s3.Bucket("copy", { tags: { source: site.bucket, token: pulumi.secret("s3cr3t-value") } }, { provider: west });
    return { site: site.bucket, copyArn: copy.arn };
  };

  it("previews, deploys to two regions at once, and then changes nothing", async () => {
    engine.run(tagged("a"));
    const preview = await engine.stack.preview();
    assert.deepEqual(preview.changeSummary, { create: 4 });
    const first = await engine.stack.up();
    assert.deepEqual(first.summary.resourceChanges, { create: 4 });
    const { site, copy } = await engine.resources();
    assert.equal(site?.outputs?.["region"], "us-east-1");
    assert.equal(copy?.outputs?.["region"], "us-west-2");
    assert.equal(copy?.outputs?.["bucketRegionalDomainName"], `${copy?.id}.s3.us-west-2.amazonaws.com`);
    const second = await engine.stack.up();
    assert.deepEqual(second.summary.resourceChanges, { same: 4 });
  });

  it("keeps secrets out of the recorded state", async () => {
    const isHidden = async () => {
      const { copy } = await engine.resources();
      assert.ok(JSON.stringify(copy?.outputs?.["tagsAll"]).includes("s3cr3t-value"), "it is recorded, tagsAll included");
      assert.ok(!(await engine.stateFile()).includes("s3cr3t-value"), "but only as ciphertext");
    };
    await isHidden();
    await engine.stack.refresh();
    await isHidden();
  });

  it("updates, sees drift in a refresh and repairs it", async () => {
    engine.run(tagged("b"));
    assert.deepEqual((await engine.stack.up()).summary.resourceChanges, { same: 3, update: 1 });
    const { site } = await engine.resources();
    const s3 = await scope.lab.aws("s3");
    await s3.putBucketTagging({ Bucket: site?.id ?? "", Tagging: { TagSet: [{ Key: "team", Value: "strangers" }] } });
    assert.deepEqual((await engine.stack.refresh()).summary.resourceChanges, { same: 3, update: 1 });
    assert.deepEqual((await engine.stack.up()).summary.resourceChanges, { same: 3, update: 1 });
    const { TagSet } = await s3.getBucketTagging({ Bucket: site?.id ?? "" });
    assert.deepEqual(TagSet, [{ Key: "team", Value: "b" }]);
  });

  it("sees a resource that was deleted behind its back", async () => {
    const { site } = await engine.resources();
    await (await scope.lab.aws("s3")).deleteBucket({ Bucket: site?.id ?? "" });
    assert.deepEqual((await engine.stack.refresh()).summary.resourceChanges, { same: 3, delete: 1 });
    assert.deepEqual((await engine.stack.up()).summary.resourceChanges, { same: 2, create: 1, update: 1 });
  });

  it("imports what a program adopts", async () => {
    const made = await scope.lab.make("aws:s3/bucket:Bucket", { tags: { by: "hand" } });
    engine.run(async () => {
      new aws.s3.Bucket("adopted", { bucket: made.id, tags: { by: "hand" } }, { import: made.id, retainOnDelete: true });
    });
    const { summary } = await engine.stack.up();
    assert.equal(summary.resourceChanges?.import, 1);
    assert.deepEqual((await engine.stack.up()).summary.resourceChanges, { same: 2 });
  });

  it("refuses in the preview what it does not implement, and says the way out", async () => {
    engine.run(async () => {
      new aws.s3.Bucket("odd", { accelerationStatus: "Enabled" });
    });
    await assert.rejects(engine.stack.preview(), (error: Error) => {
      assert.match(error.message, /aws:s3\/bucket:Bucket: the embedded provider does not implement 'accelerationStatus'/);
      assert.match(error.message, /--provider official/);
      return true;
    });
    engine.run(async () => {
      new aws.rds.Instance("db", { instanceClass: "db.t3.micro" });
    });
    await assert.rejects(engine.stack.preview(), /aws:rds\/instance:Instance: the embedded provider does not implement this resource type/);
  });

  it("runs a program that names LocalStack's settings itself, and takes the region from the configuration", async () => {
    engine.run(async () => {
      const local = new aws.Provider("local", {
        region: "eu-central-1",
        accessKey: "test",
        secretKey: "test",
        s3UsePathStyle: true,
        skipCredentialsValidation: true,
        skipMetadataApiCheck: true,
        skipRequestingAccountId: true,
        endpoints: [{ s3: scope.lab.endpoint.replace("127.0.0.1", "localhost") }],
      });
      const bucket = new aws.s3.Bucket("named", {}, { provider: local });
      const region = await aws.getRegion();
      const found = aws.s3.getBucketOutput({ bucket: bucket.id }, { provider: local });
      return { region: region.name, from: bucket.region, found: found.arn };
    });
    await engine.stack.setConfig("aws:region", { value: "ap-south-1" });
    const { outputs } = await engine.stack.up();
    assert.equal(outputs["region"]?.value, "ap-south-1");
    assert.equal(outputs["from"]?.value, "eu-central-1");
    assert.match(String(outputs["found"]?.value), /^arn:aws:s3:::named-[0-9a-f]{7}$/);
    assert.equal((await engine.resources())["local"]?.outputs?.["region"], "eu-central-1");
    assert.ok(!(await engine.stack.up()).summary.resourceChanges?.update, "and stays the same");
    await engine.stack.removeConfig("aws:region");
  });

  it("moves resources with their provider's region, explicit or by configuration", async () => {
    const inRegion = (region: string) => async () => {
      const somewhere = new aws.Provider("somewhere", { region });
      const moved = new aws.s3.Bucket("moved", {}, { provider: somewhere });
      const default_ = new aws.s3.Bucket("default", {});
      return { moved: moved.region, default: default_.region };
    };
    engine.run(inRegion("eu-west-1"));
    await engine.stack.setConfig("aws:region", { value: "us-east-2" });
    const first = await engine.stack.up();
    assert.deepEqual([first.outputs["moved"]?.value, first.outputs["default"]?.value], ["eu-west-1", "us-east-2"]);
    engine.run(inRegion("eu-west-2"));
    await engine.stack.setConfig("aws:region", { value: "us-west-1" });
    const second = await engine.stack.up();
    assert.deepEqual([second.outputs["moved"]?.value, second.outputs["default"]?.value], ["eu-west-2", "us-west-1"]);
    assert.deepEqual(second.summary.resourceChanges, { same: 1, replace: 3 });
    await engine.stack.removeConfig("aws:region");
  });

  it("refuses provider settings that lead away from this machine", async () => {
    engine.run(async () => {
      const remote = new aws.Provider("remote", { region: "eu-west-1", endpoints: [{ s3: "http://192.0.2.7:4566" }] });
      new aws.s3.Bucket("far", {}, { provider: remote });
    });
    await assert.rejects(engine.stack.preview(), /192\.0\.2\.7, which is not a loopback address/);
  });
});
