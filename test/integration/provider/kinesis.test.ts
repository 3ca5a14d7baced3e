import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import { UNKNOWN, type Values } from "../../../src/provider/wire";
import { describeLifecycle, labScope, type Lab } from "./harness";

const STREAM = "aws:kinesis/stream:Stream";
const DELIVERY = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream";
const ROLE = "arn:aws:iam::000000000000:role/deliverer";

const nameOf = (id: string) => id.slice(id.lastIndexOf("/") + 1);

async function isGone(asking: Promise<unknown>): Promise<boolean> {
  try {
    await asking;
    return false;
  } catch (error) {
    return isAwsError(error, "ResourceNotFoundException");
  }
}

async function summary(lab: Lab, id: string) {
  return (await (await lab.aws("kinesis")).describeStreamSummary({ StreamName: nameOf(id) })).StreamDescriptionSummary;
}

async function streamTags(lab: Lab, id: string) {
  return (await (await lab.aws("kinesis")).listTagsForStream({ StreamName: nameOf(id) })).Tags;
}

describeLifecycle({
  type: STREAM,
  inputs: () => ({ shardCount: 2, retentionPeriod: 48, encryptionType: "KMS", kmsKeyId: "alias/aws/kinesis", tags: { team: "learners" } }),
  verify: async (lab, { id, state }) => {
    assert.match(id, /^arn:aws:kinesis:us-east-1:000000000000:stream\/Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["arn"], id);
    assert.deepEqual(state["streamModeDetails"], { streamMode: "PROVISIONED" });
    const found = await summary(lab, id);
    assert.deepEqual([found?.OpenShardCount, found?.RetentionPeriodHours], [2, 48]);
    assert.deepEqual([found?.EncryptionType, found?.KeyId], ["KMS", "alias/aws/kinesis"]);
    assert.deepEqual(await streamTags(lab, id), [{ Key: "team", Value: "learners" }]);
  },
  update: {
    inputs: () => ({ shardCount: 3, retentionPeriod: 24, enforceConsumerDeletion: true, tags: { phase: "two" } }),
    paths: ["encryptionType", "enforceConsumerDeletion", "kmsKeyId", "retentionPeriod", "shardCount", "tags.phase", "tags.team"],
    verify: async (lab, { id }) => {
      const found = await summary(lab, id);
      assert.deepEqual([found?.OpenShardCount, found?.RetentionPeriodHours, found?.EncryptionType], [3, 24, "NONE"]);
      assert.deepEqual(await streamTags(lab, id), [{ Key: "phase", Value: "two" }]);
    },
  },
  replaces: {
    name: () => ({ name: "another", shardCount: 2 }),
    "streamModeDetails.streamMode": () => ({ streamModeDetails: { streamMode: "ON_DEMAND" } }),
  },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("kinesis")).increaseStreamRetentionPeriod({ StreamName: nameOf(id), RetentionPeriodHours: 72 });
    },
    path: "retentionPeriod",
  },
  unknownToImport: ["enforceConsumerDeletion"],
  gone: async (lab, { id }) => isGone(summary(lab, id)),
});

describe("a stream on demand", () => {
  describeLifecycle({
    type: STREAM,
    inputs: () => ({ streamModeDetails: { streamMode: "ON_DEMAND" } }),
    verify: async (lab, { id, state }) => {
      assert.equal(state["shardCount"], undefined);
      assert.equal((await summary(lab, id))?.StreamModeDetails?.StreamMode, "ON_DEMAND");
    },
    importId: ({ id }) => nameOf(id),
    importedId: ({ id }) => nameOf(id),
    gone: async (lab, { id }) => isGone(summary(lab, id)),
  });
});

describe(`${STREAM}, refusals`, function () {
  this.timeout(60_000);
  const scope = labScope();

  it("name what is missing or too much", async () => {
    const refused = async (inputs: Values) => {
      const { failures } = await scope.lab.provider.check(STREAM, "Main", inputs);
      return failures.map((failure) => failure.property);
    };
    assert.deepEqual(await refused({}), ["shardCount"]);
    assert.deepEqual(await refused({ shardCount: 1, streamModeDetails: { streamMode: "ON_DEMAND" } }), ["shardCount"]);
    assert.deepEqual(await refused({ shardCount: 1, encryptionType: "KMS" }), ["kmsKeyId"]);
    assert.deepEqual(await refused({ streamModeDetails: UNKNOWN }), []);
    assert.deepEqual(await refused({ shardCount: 1, shardLevelMetrics: ["IncomingBytes"] }), ["shardLevelMetrics"]);
  });
});

async function described(lab: Lab, id: string) {
  return (await (await lab.aws("firehose")).describeDeliveryStream({ DeliveryStreamName: nameOf(id) })).DeliveryStreamDescription;
}

async function destination(lab: Lab, id: string) {
  return (await described(lab, id))?.Destinations?.[0]?.ExtendedS3DestinationDescription;
}

/** The objects of a bucket, when there are some. */
async function delivered(lab: Lab, Bucket: string): Promise<Record<string, string>> {
  const s3 = await lab.aws("s3");
  const { Contents } = await s3.listObjectsV2({ Bucket });
  const found: Record<string, string> = {};
  for (const { Key = "" } of Contents ?? []) found[Key] = (await (await s3.getObject({ Bucket, Key })).Body?.transformToString()) ?? "";
  return found;
}

async function eventually<T>(probe: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; ) {
    const found = await probe();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("it didn't come in 20 s");
}

describeLifecycle({
  type: DELIVERY,
  prepare: (lab) => lab.make("aws:s3/bucket:Bucket", { forceDestroy: true }),
  inputs: (bucket) => ({
    destination: "extended_s3",
    extendedS3Configuration: {
      bucketArn: bucket.state["arn"],
      roleArn: ROLE,
      prefix: "orders/",
      errorOutputPrefix: "errors/",
      bufferingInterval: 60,
      bufferingSize: 64,
      kmsKeyArn: "arn:aws:kms:us-east-1:000000000000:key/orders",
      cloudwatchLoggingOptions: { enabled: true, logGroupName: "deliveries", logStreamName: "orders" },
      dynamicPartitioningConfiguration: { enabled: true },
    },
    serverSideEncryption: { enabled: true },
    tags: { team: "learners" },
  }),
  verify: async (lab, { id, state }, bucket) => {
    assert.match(id, /^arn:aws:firehose:us-east-1:000000000000:deliverystream\/Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["arn"], id);
    const found = await destination(lab, id);
    assert.deepEqual([found?.BucketARN, found?.Prefix, found?.ErrorOutputPrefix], [bucket.state["arn"], "orders/", "errors/"]);
    assert.deepEqual(found?.BufferingHints, { IntervalInSeconds: 60, SizeInMBs: 64 });
    assert.equal(found?.CloudWatchLoggingOptions?.LogStreamName, "orders");
    assert.equal((await described(lab, id))?.DeliveryStreamEncryptionConfiguration?.Status, "ENABLED");
    const firehose = await lab.aws("firehose");
    assert.deepEqual((await firehose.listTagsForDeliveryStream({ DeliveryStreamName: nameOf(id) })).Tags, [{ Key: "team", Value: "learners" }]);
    await firehose.putRecord({ DeliveryStreamName: nameOf(id), Record: { Data: Buffer.from("order 1\n") } });
    const [[key, body] = []] = await eventually(async () => {
      const objects = Object.entries(await delivered(lab, bucket.id));
      return objects.length > 0 ? objects : undefined;
    });
    assert.match(key ?? "", /^orders\//);
    assert.equal(body, "order 1\n");
  },
  update: {
    inputs: (bucket) => ({
      destination: "extended_s3",
      extendedS3Configuration: {
        bucketArn: bucket.state["arn"],
        roleArn: ROLE,
        compressionFormat: "GZIP",
        dynamicPartitioningConfiguration: { enabled: true },
        processingConfiguration: {
          enabled: true,
          processors: [{ type: "Lambda", parameters: [{ parameterName: "LambdaArn", parameterValue: "arn:aws:lambda:us-east-1:000000000000:function:f" }] }],
        },
      },
      serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: "arn:aws:kms:us-east-1:000000000000:key/orders" },
      tags: { phase: "two" },
    }),
    paths: [
      "extendedS3Configuration.bufferingInterval",
      "extendedS3Configuration.bufferingSize",
      "extendedS3Configuration.compressionFormat",
      "extendedS3Configuration.errorOutputPrefix",
      "extendedS3Configuration.kmsKeyArn",
      "extendedS3Configuration.prefix",
      "extendedS3Configuration.processingConfiguration",
      "serverSideEncryption.keyArn",
      "serverSideEncryption.keyType",
      "tags.phase",
      "tags.team",
    ],
    verify: async (lab, { id, state }) => {
      const whole = await described(lab, id);
      const found = await destination(lab, id);
      assert.equal(state["versionId"], whole?.VersionId);
      assert.deepEqual([found?.Prefix, found?.CompressionFormat, found?.EncryptionConfiguration], ["", "GZIP", { NoEncryptionConfig: "NoEncryption" }]);
      assert.deepEqual(found?.BufferingHints, { IntervalInSeconds: 300, SizeInMBs: 5 });
      assert.equal(found?.ProcessingConfiguration?.Processors?.[0]?.Parameters?.[0]?.ParameterName, "LambdaArn");
      assert.equal(whole?.DeliveryStreamEncryptionConfiguration?.KeyType, "CUSTOMER_MANAGED_CMK");
    },
  },
  replaces: {
    name: (bucket) => ({ name: "another", destination: "extended_s3", extendedS3Configuration: { bucketArn: bucket.state["arn"], roleArn: ROLE } }),
    "extendedS3Configuration.dynamicPartitioningConfiguration": (bucket) => ({
      destination: "extended_s3",
      extendedS3Configuration: { bucketArn: bucket.state["arn"], roleArn: ROLE },
    }),
  },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("firehose")).stopDeliveryStreamEncryption({ DeliveryStreamName: nameOf(id) });
    },
    path: "serverSideEncryption.enabled",
  },
  gone: async (lab, { id }) => isGone(described(lab, id)),
});

describe("a delivery stream with a stream as its source", () => {
  describeLifecycle({
    type: DELIVERY,
    prepare: async (lab) => ({
      bucket: await lab.make("aws:s3/bucket:Bucket", { forceDestroy: true }),
      source: await lab.make(STREAM, { shardCount: 1 }),
    }),
    inputs: ({ bucket, source }) => ({
      destination: "extended_s3",
      extendedS3Configuration: { bucketArn: bucket.state["arn"], roleArn: ROLE },
      kinesisSourceConfiguration: { kinesisStreamArn: source.id, roleArn: ROLE },
    }),
    verify: async (lab, { id }, { bucket, source }) => {
      assert.equal((await described(lab, id))?.Source?.KinesisStreamSourceDescription?.KinesisStreamARN, source.id);
      const kinesis = await lab.aws("kinesis");
      await kinesis.putRecord({ StreamName: nameOf(source.id), PartitionKey: "1", Data: Buffer.from("order 2\n") });
      const bodies = await eventually(async () => {
        const found = Object.values(await delivered(lab, bucket.id));
        return found.length > 0 ? found : undefined;
      });
      assert.deepEqual(bodies, ["order 2\n"]);
    },
    replaces: {
      kinesisSourceConfiguration: ({ bucket }) => ({
        destination: "extended_s3",
        extendedS3Configuration: { bucketArn: bucket.state["arn"], roleArn: ROLE },
      }),
    },
    gone: async (lab, { id }) => isGone(described(lab, id)),
  });
});
