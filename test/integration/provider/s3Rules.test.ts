import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import type { Values } from "../../../src/provider/wire";
import { describeLifecycle, type Lab, labScope } from "./harness";

const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const CORS = "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration";

const bucket = (lab: Lab) => lab.make("aws:s3/bucket:Bucket", {});

async function missing(code: string, asking: Promise<unknown>): Promise<boolean> {
  try {
    await asking;
    return false;
  } catch (error) {
    return isAwsError(error, code);
  }
}

/** Those of the official documentation's examples, and one with all that a rule can do. */
const rules: Values[] = [
  { id: "all", status: "Enabled" },
  { id: "empty-filter", status: "Disabled", filter: {} },
  { id: "prefix", status: "Enabled", filter: { prefix: "tmp/" }, expiration: { date: "2030-01-13T00:00:00Z" } },
  { id: "tag", status: "Enabled", filter: { tag: { key: "Name", value: "Staging" } }, expiration: { expiredObjectDeleteMarker: true } },
  { id: "tags", status: "Enabled", filter: { and: { tags: { Key1: "Value1", Key2: "Value2" } } } },
  { id: "size", status: "Enabled", filter: { objectSizeGreaterThan: 1 }, transitions: [{ days: 365, storageClass: "GLACIER_IR" }] },
  { id: "sizes", status: "Enabled", filter: { and: { prefix: "logs/", objectSizeGreaterThan: 500, objectSizeLessThan: 64000 } } },
  {
    id: "everything",
    status: "Enabled",
    filter: { and: { prefix: "log/", tags: { rule: "log", autoclean: "true" } } },
    abortIncompleteMultipartUpload: { daysAfterInitiation: 3 },
    expiration: { days: 90 },
    transitions: [{ days: 30, storageClass: "STANDARD_IA" }, { days: 60, storageClass: "GLACIER" }, { storageClass: "INTELLIGENT_TIERING" }],
    noncurrentVersionExpiration: { noncurrentDays: 90, newerNoncurrentVersions: 2 },
    noncurrentVersionTransitions: [{ noncurrentDays: 30, storageClass: "STANDARD_IA" }, { noncurrentDays: 60, storageClass: "GLACIER" }],
  },
];

describeLifecycle({
  type: LIFECYCLE,
  prepare: bucket,
  inputs: ({ id }) => ({ bucket: id, rules }),
  verify: async (lab, { id, state }, { id: name }) => {
    assert.equal(id, name);
    assert.equal(state["transitionDefaultMinimumObjectSize"], "all_storage_classes_128K");
    const { Rules = [] } = await (await lab.aws("s3")).getBucketLifecycleConfiguration({ Bucket: name });
    assert.deepEqual(Rules.map(({ ID }) => ID), rules.map((rule) => rule["id"]));
    assert.deepEqual(Rules[2]?.Expiration?.Date, new Date("2030-01-13T00:00:00Z"));
    assert.deepEqual(Rules[6]?.Filter?.And, { Prefix: "logs/", ObjectSizeGreaterThan: 500, ObjectSizeLessThan: 64000 });
    assert.deepEqual(Rules[7]?.Transitions, [
      { Days: 30, StorageClass: "STANDARD_IA" },
      { Days: 60, StorageClass: "GLACIER" },
      { Days: 0, StorageClass: "INTELLIGENT_TIERING" },
    ]);
    assert.deepEqual(Rules[7]?.NoncurrentVersionExpiration, { NoncurrentDays: 90, NewerNoncurrentVersions: 2 });
  },
  update: {
    inputs: ({ id }) => ({
      bucket: id,
      rules: [
        { id: "all", status: "Enabled", expiration: { days: 1 } },
        ...rules.slice(1, 5),
        { id: "size", status: "Enabled", transitions: [{ days: 30, storageClass: "GLACIER_IR" }] },
        { id: "sizes", status: "Enabled", filter: { and: { prefix: "logs/", objectSizeGreaterThan: 500, tags: { a: "b" } } } },
      ],
    }),
    paths: [
      "rules[0].expiration",
      "rules[5].filter",
      "rules[5].transitions[0].days",
      "rules[6].filter.and.objectSizeLessThan",
      "rules[6].filter.and.tags",
      "rules[7]",
    ],
    verify: async (lab, _resource, { id }) => {
      const { Rules = [] } = await (await lab.aws("s3")).getBucketLifecycleConfiguration({ Bucket: id });
      assert.equal(Rules.length, 7);
      assert.deepEqual([Rules[0]?.Expiration, Rules[5]?.Filter], [{ Days: 1 }, { Prefix: "" }]);
      assert.deepEqual(Rules[6]?.Filter?.And, { Prefix: "logs/", ObjectSizeGreaterThan: 500, Tags: [{ Key: "a", Value: "b" }] });
    },
  },
  replaces: { bucket: () => ({ bucket: "another-bucket", rules }) },
  drift: {
    act: async (lab, _resource, { id }) => {
      const Rules = [{ ID: "all", Status: "Disabled" as const, Filter: { Prefix: "" } }];
      await (await lab.aws("s3")).putBucketLifecycleConfiguration({ Bucket: id, LifecycleConfiguration: { Rules } });
    },
    path: "rules[0].status",
  },
  gone: async (lab, _resource, { id }) =>
    missing("NoSuchLifecycleConfiguration", (await lab.aws("s3")).getBucketLifecycleConfiguration({ Bucket: id })),
});

describe("rules of a bucket's lifecycle", () => {
  const scope = labScope();
  const failure = async (rule: Values) => {
    const { failures } = await scope.lab.provider.check(LIFECYCLE, "wrong", { bucket: "b", rules: [{ id: "r", status: "Enabled", ...rule }] });
    return failures.map(({ property, reason }) => `${property}: ${reason.replace(/^.*?' /, "")}`).join("; ");
  };

  it("are refused in the preview where S3 would refuse them", async () => {
    assert.match(await failure({ filter: { prefix: "a/", tag: { key: "b", value: "c" } } }), /^rules\[0\]\.filter: must say one thing only/);
    assert.match(await failure({ expiration: { date: "2030-01-13" } }), /^rules\[0\]\.expiration\.date: must be midnight in UTC/);
    assert.match(await failure({ expiration: { days: 0 } }), /^rules\[0\]\.expiration\.days: must be a whole number, 1 or more/);
    assert.match(await failure({ transitions: [{ days: 1, storageClass: "COLD" }] }), /must be one of 'GLACIER'/);
    assert.match(await failure({ prefix: "a/" }), /^rules\[0\]\.prefix: .*does not implement/);
    assert.equal(await failure({ filter: { prefix: "a/" }, expiration: { days: 1 } }), "");
  });
});

async function encryption(lab: Lab, name: string) {
  const { ServerSideEncryptionConfiguration } = await (await lab.aws("s3")).getBucketEncryption({ Bucket: name });
  return ServerSideEncryptionConfiguration?.Rules?.[0];
}

const KEY = "arn:aws:kms:us-east-1:000000000000:key/1234";

describeLifecycle({
  type: ENCRYPTION,
  prepare: bucket,
  inputs: ({ id }) => ({
    bucket: id,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY }, bucketKeyEnabled: true }],
  }),
  verify: async (lab, { id }, { id: name }) => {
    assert.equal(id, name);
    const rule = await encryption(lab, name);
    assert.deepEqual(rule?.ApplyServerSideEncryptionByDefault, { SSEAlgorithm: "aws:kms", KMSMasterKeyID: KEY });
    assert.equal(rule?.BucketKeyEnabled, true);
  },
  update: {
    inputs: ({ id }) => ({ bucket: id, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] }),
    paths: [
      "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm",
      "rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId",
      "rules[0].bucketKeyEnabled",
    ],
    verify: async (lab, _resource, { id }) => {
      assert.deepEqual((await encryption(lab, id))?.ApplyServerSideEncryptionByDefault, { SSEAlgorithm: "AES256" });
    },
  },
  replaces: { bucket: () => ({ bucket: "another-bucket", rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }] }) },
  drift: {
    act: async (lab, _resource, { id }) => {
      const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" as const } }];
      await (await lab.aws("s3")).putBucketEncryption({ Bucket: id, ServerSideEncryptionConfiguration: { Rules } });
    },
    path: "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm",
  },
  outlivesDeletion: true,
  gone: async (lab, _resource, { id }) => {
    assert.deepEqual((await encryption(lab, id))?.ApplyServerSideEncryptionByDefault, { SSEAlgorithm: "AES256" });
    return true;
  },
});

describeLifecycle({
  type: CORS,
  prepare: bucket,
  inputs: ({ id }) => ({
    bucket: id,
    corsRules: [
      { allowedHeaders: ["*"], allowedMethods: ["PUT", "POST"], allowedOrigins: ["https://example.test"], exposeHeaders: ["ETag"], maxAgeSeconds: 3000 },
      { id: "read", allowedMethods: ["GET"], allowedOrigins: ["*"] },
    ],
  }),
  verify: async (lab, { id }, { id: name }) => {
    assert.equal(id, name);
    const { CORSRules = [] } = await (await lab.aws("s3")).getBucketCors({ Bucket: name });
    assert.deepEqual([CORSRules[0]?.AllowedMethods, CORSRules[0]?.MaxAgeSeconds], [["PUT", "POST"], 3000]);
    assert.deepEqual(CORSRules[1], { ID: "read", AllowedMethods: ["GET"], AllowedOrigins: ["*"] });
  },
  update: {
    inputs: ({ id }) => ({
      bucket: id,
      corsRules: [
        { id: "read", allowedMethods: ["GET"], allowedOrigins: ["*"] },
        { allowedHeaders: ["*"], allowedMethods: ["POST", "PUT"], allowedOrigins: ["https://example.test"], exposeHeaders: ["ETag"], maxAgeSeconds: 60 },
      ],
    }),
    paths: ["corsRules[1].maxAgeSeconds"],
    verify: async (lab, _resource, { id }) => {
      const { CORSRules = [] } = await (await lab.aws("s3")).getBucketCors({ Bucket: id });
      assert.deepEqual(CORSRules.map(({ MaxAgeSeconds }) => MaxAgeSeconds), [undefined, 60]);
    },
  },
  replaces: { bucket: () => ({ bucket: "another-bucket", corsRules: [{ allowedMethods: ["GET"], allowedOrigins: ["*"] }] }) },
  drift: {
    act: async (lab, _resource, { id }) => {
      const CORSRules = [{ AllowedMethods: ["GET"], AllowedOrigins: ["*"] }];
      await (await lab.aws("s3")).putBucketCors({ Bucket: id, CORSConfiguration: { CORSRules } });
    },
    path: "corsRules[1]",
  },
  gone: async (lab, _resource, { id }) => missing("NoSuchCORSConfiguration", (await lab.aws("s3")).getBucketCors({ Bucket: id })),
});
