/** Keys, secrets and a distribution through the real engine: nothing secret lies in the recorded state. */

import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { engineStack, type EngineStack } from "../../support/engineStack";
import { labScope } from "./harness";

describe("keys and secrets through the real engine", function () {
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

  // The values are plain text in the program: that they are secret is what the types say.
  const house = (password: string) => async () => {
    const key = new aws.kms.Key("house", { description: "Of the house", deletionWindowInDays: 7, enableKeyRotation: true });
    const alias = new aws.kms.Alias("house", { name: "alias/house", targetKeyId: key.keyId });
    const secret = new aws.secretsmanager.Secret("door", { kmsKeyId: key.arn, recoveryWindowInDays: 0 });
    const version = new aws.secretsmanager.SecretVersion("door-version", {
      secretId: secret.id,
      secretString: pulumi.jsonStringify({ password, door: secret.name }),
    });
    const parameter = new aws.ssm.Parameter("gate", { type: "SecureString", value: `gate-${password}`, keyId: alias.name });
    const user = new aws.iam.User("porter");
    const accessKey = new aws.iam.AccessKey("porter-key", { user: user.name });
    return { versionId: version.versionId, parameterArn: parameter.arn, accessKeyId: accessKey.id };
  };

  it("previews and deploys, and then changes nothing", async () => {
    engine.run(house("open-sesame"));
    assert.deepEqual((await engine.stack.preview()).changeSummary, { create: 8 });
    assert.deepEqual((await engine.stack.up()).summary.resourceChanges, { create: 8 });
    assert.deepEqual((await engine.stack.up()).summary.resourceChanges, { same: 8 });
    assert.deepEqual((await engine.stack.refresh()).summary.resourceChanges, { same: 8 });
  });

  it("hides every value in the recorded state", async () => {
    const resources = await engine.resources();
    // A secret stands in the export as an object with its plain text as JSON.
    const { plaintext } = resources["porter-key"]?.outputs?.["secret"] as { plaintext: string };
    const secretKey = JSON.parse(plaintext) as string;
    assert.equal(secretKey.length, 40, "the access key's secret is recorded");
    assert.ok(JSON.stringify(resources["door-version"]?.outputs).includes("open-sesame"), "the secret's value is recorded");
    const file = await engine.stateFile();
    assert.ok(!file.includes("open-sesame"), "but only as ciphertext");
    assert.ok(!file.includes(secretKey), "and so is the access key's");
  });

  it("gives a new value as a new version, in the place of the old one", async () => {
    engine.run(house("open-barley"));
    assert.deepEqual((await engine.stack.up()).summary.resourceChanges, { same: 6, update: 1, replace: 1 });
    const { door } = await engine.resources();
    const { SecretString } = await (await scope.lab.aws("secretsmanager")).getSecretValue({ SecretId: door?.id });
    assert.match(SecretString ?? "", /open-barley/);
    assert.ok(!(await engine.stateFile()).includes("open-barley"));
  });
});

describe("a site behind CloudFront through the real engine", function () {
  this.timeout(180_000);
  let engine: EngineStack;
  after(async () => {
    await engine?.stack.destroy();
    await engine?.dispose();
  });
  const scope = labScope();
  before(async () => {
    engine = await engineStack(scope.lab.port, async () => undefined);
  });

  // As the vendor's examples write it: the bucket's policy names the distribution, which names the bucket.
  const site = async () => {
    const bucket = new aws.s3.Bucket("site", { forceDestroy: true });
    const access = new aws.cloudfront.OriginAccessControl("site", {
      originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4",
    });
    const cdn = new aws.cloudfront.Distribution("cdn", {
      enabled: true,
      defaultRootObject: "index.html",
      origins: [{ originId: bucket.arn, domainName: bucket.bucketRegionalDomainName, originAccessControlId: access.id }],
      defaultCacheBehavior: {
        targetOriginId: bucket.arn,
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: ["GET", "HEAD", "OPTIONS"],
        cachedMethods: ["GET", "HEAD", "OPTIONS"],
        forwardedValues: { queryString: false, cookies: { forward: "none" } },
        minTtl: 0,
        defaultTtl: 600,
        maxTtl: 600,
      },
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: { cloudfrontDefaultCertificate: true },
    });
    const policy = aws.iam.getPolicyDocumentOutput({
      statements: [{
        actions: ["s3:GetObject"],
        resources: [pulumi.interpolate`${bucket.arn}/*`],
        principals: [{ type: "Service", identifiers: ["cloudfront.amazonaws.com"] }],
        conditions: [{ test: "StringEquals", variable: "AWS:SourceArn", values: [cdn.arn] }],
      }],
    });
    new aws.s3.BucketPolicy("site", { bucket: bucket.id, policy: policy.json });
    return { url: pulumi.interpolate`https://${cdn.domainName}` };
  };

  it("previews and deploys, changes nothing, and is destroyed", async () => {
    engine.run(site);
    assert.deepEqual((await engine.stack.preview()).changeSummary, { create: 5 });
    const { summary, outputs } = await engine.stack.up();
    assert.deepEqual(summary.resourceChanges, { create: 5 });
    assert.match(String(outputs["url"]?.value), /^https:\/\/d\w+\.cloudfront\.net$/);
    assert.deepEqual((await engine.stack.up()).summary.resourceChanges, { same: 5 });
    assert.deepEqual((await engine.stack.refresh()).summary.resourceChanges, { same: 5 });
    const { cdn } = await engine.resources();
    await engine.stack.destroy();
    const { DistributionList } = await (await scope.lab.aws("cloudfront")).listDistributions({});
    assert.ok(!DistributionList?.Items?.some((each) => each.Id === cdn?.id));
  });
});
