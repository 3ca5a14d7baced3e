/** A bucket in the manner of earlier versions, with its settings inside. */

import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import type { Values } from "../../../src/provider/wire";
import { describeLifecycle } from "./harness";

const policy = (effect: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: effect, Principal: "*", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::any/*"] }],
});
const base: Values = {
  forceDestroy: true,
  acl: "private",
  corsRules: [{ allowedMethods: ["GET"], allowedOrigins: ["https://example.com"], maxAgeSeconds: 60 }],
  serverSideEncryptionConfiguration: { rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } } },
};

describeLifecycle({
  type: "aws:s3/bucket:Bucket",
  inputs: () => ({ ...base, website: { indexDocument: "index.html" }, versioning: { enabled: true }, policy: policy("Allow") }),
  verify: async (lab, { id, state }) => {
    assert.equal(state["websiteEndpoint"], `${id}.s3-website-us-east-1.amazonaws.com`);
    const s3 = await lab.aws("s3");
    assert.equal((await s3.getBucketVersioning({ Bucket: id })).Status, "Enabled");
    assert.equal((await s3.getBucketWebsite({ Bucket: id })).IndexDocument?.Suffix, "index.html");
    assert.equal((await s3.getBucketCors({ Bucket: id })).CORSRules?.[0]?.MaxAgeSeconds, 60);
    const { ServerSideEncryptionConfiguration } = await s3.getBucketEncryption({ Bucket: id });
    assert.equal(ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm, "AES256");
    assert.deepEqual(JSON.parse((await s3.getBucketPolicy({ Bucket: id })).Policy ?? ""), policy("Allow"));
    for (const body of ["first", "second"]) await s3.putObject({ Bucket: id, Key: "versioned.txt", Body: body });
    await s3.deleteObject({ Bucket: id, Key: "versioned.txt" });
  },
  update: {
    inputs: () => ({
      ...base,
      website: { indexDocument: "index.html", errorDocument: "404.html" },
      versioning: { enabled: false },
      policy: policy("Deny"),
    }),
    paths: ["website.errorDocument", "versioning", "policy"],
    verify: async (lab, { id }) => {
      const s3 = await lab.aws("s3");
      assert.equal((await s3.getBucketVersioning({ Bucket: id })).Status, "Suspended");
      assert.equal((await s3.getBucketWebsite({ Bucket: id })).ErrorDocument?.Key, "404.html");
      assert.deepEqual(JSON.parse((await s3.getBucketPolicy({ Bucket: id })).Policy ?? ""), policy("Deny"));
    },
  },
  drift: {
    act: async (lab, { id }) => {
      const s3 = await lab.aws("s3");
      await s3.putBucketWebsite({ Bucket: id, WebsiteConfiguration: { IndexDocument: { Suffix: "other.html" }, ErrorDocument: { Key: "404.html" } } });
    },
    path: "website.indexDocument",
  },
  unknownToImport: ["forceDestroy", "acl", "corsRules", "policy", "serverSideEncryptionConfiguration", "versioning", "website"],
  gone: async (lab, { id }) => {
    try {
      await (await lab.aws("s3")).headBucket({ Bucket: id });
      return false;
    } catch (error) {
      return isAwsError(error, "NotFound", "NoSuchBucket");
    }
  },
});
