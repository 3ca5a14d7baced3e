import assert from "node:assert/strict";
import type { Resource } from "../../support/providerClient";
import { describeLifecycle, type Lab } from "./harness";

const makeBucket = (lab: Lab): Promise<Resource> => lab.make("aws:s3/bucket:Bucket", { forceDestroy: true });

async function versioning(lab: Lab, Bucket: string): Promise<string | undefined> {
  return (await (await lab.aws("s3")).getBucketVersioning({ Bucket })).Status;
}

describeLifecycle({
  type: "aws:s3/bucketVersioning:BucketVersioning",
  prepare: makeBucket,
  inputs: (bucket) => ({ bucket: bucket.id, versioningConfiguration: { status: "Enabled" } }),
  verify: async (lab, { id }) => assert.equal(await versioning(lab, id), "Enabled"),
  update: {
    inputs: (bucket) => ({ bucket: bucket.id, versioningConfiguration: { status: "Suspended" } }),
    paths: ["versioningConfiguration.status"],
    verify: async (lab, { id }) => assert.equal(await versioning(lab, id), "Suspended"),
  },
  replaces: { bucket: () => ({ bucket: "another-bucket", versioningConfiguration: { status: "Enabled" } }) },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("s3")).putBucketVersioning({ Bucket: id, VersioningConfiguration: { Status: "Enabled" } });
    },
    path: "versioningConfiguration.status",
  },
  // Versioning that was on can only be suspended.
  outlivesDeletion: true,
  gone: async (lab, { id }) => (await versioning(lab, id)) === "Suspended",
});

async function publicGrants(lab: Lab, Bucket: string): Promise<(string | undefined)[]> {
  const { Grants } = await (await lab.aws("s3")).getBucketAcl({ Bucket });
  return (Grants ?? []).filter((grant) => grant.Grantee?.URI).map((grant) => grant.Permission);
}

describeLifecycle({
  type: "aws:s3/bucketAcl:BucketAcl",
  prepare: async (lab) => {
    const bucket = await makeBucket(lab);
    await lab.make("aws:s3/bucketOwnershipControls:BucketOwnershipControls", { bucket: bucket.id, rule: { objectOwnership: "ObjectWriter" } });
    await lab.make("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", { bucket: bucket.id, blockPublicAcls: false, ignorePublicAcls: false });
    return bucket;
  },
  inputs: (bucket) => ({ bucket: bucket.id, acl: "public-read" }),
  verify: async (lab, { id }, bucket) => {
    assert.equal(id, `${bucket.id},public-read`);
    assert.deepEqual(await publicGrants(lab, bucket.id), ["READ"]);
  },
  update: {
    inputs: (bucket) => ({ bucket: bucket.id, acl: "private" }),
    paths: ["acl"],
    verify: async (lab, _resource, bucket) => assert.deepEqual(await publicGrants(lab, bucket.id), []),
  },
  replaces: { bucket: () => ({ bucket: "another-bucket", acl: "public-read" }) },
  drift: {
    act: async (lab, _resource, bucket) => {
      await (await lab.aws("s3")).putBucketAcl({ Bucket: bucket.id, ACL: "public-read" });
    },
    path: "acl",
  },
  // A bucket always has an access control list.
  outlivesDeletion: true,
  gone: async (lab, _resource, bucket) => (await (await lab.aws("s3")).getBucketAcl({ Bucket: bucket.id })).Grants !== undefined,
});

const allow = (arn: unknown) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: arn }] });

describeLifecycle({
  type: "aws:s3/bucketNotification:BucketNotification",
  prepare: async (lab) => {
    const queue = await lab.make("aws:sqs/queue:Queue", {});
    await lab.make("aws:sqs/queuePolicy:QueuePolicy", { queueUrl: queue.id, policy: allow(queue.state["arn"]) });
    return { bucket: await makeBucket(lab), queue };
  },
  inputs: ({ bucket, queue }) => ({ bucket: bucket.id, queues: [{ queueArn: queue.state["arn"], events: ["s3:ObjectCreated:*"], filterSuffix: ".txt" }] }),
  verify: async (lab, { id }, { queue }) => {
    const s3 = await lab.aws("s3");
    await s3.putObject({ Bucket: id, Key: "a.png", Body: "no" });
    await s3.putObject({ Bucket: id, Key: "b.txt", Body: "yes" });
    const keys: string[] = [];
    while (!keys.includes("b.txt")) {
      const { Messages = [] } = await (await lab.aws("sqs")).receiveMessage({ QueueUrl: queue.id, MaxNumberOfMessages: 10, WaitTimeSeconds: 2 });
      for (const { Body } of Messages) {
        const { Records = [] } = JSON.parse(Body ?? "{}") as { Records?: { s3: { object: { key: string } } }[] };
        keys.push(...Records.map((record) => record.s3.object.key));
      }
    }
    assert.deepEqual(keys, ["b.txt"]);
  },
  update: {
    inputs: ({ bucket, queue }) => ({ bucket: bucket.id, queues: [{ queueArn: queue.state["arn"], events: ["s3:ObjectRemoved:*"], filterSuffix: ".txt" }] }),
    paths: ["queues[0].events[0]"],
    verify: async (lab, { id }) => {
      const found = await (await lab.aws("s3")).getBucketNotificationConfiguration({ Bucket: id });
      assert.deepEqual(found.QueueConfigurations?.[0]?.Events, ["s3:ObjectRemoved:*"]);
    },
  },
  replaces: { bucket: ({ queue }) => ({ bucket: "another-bucket", queues: [{ queueArn: queue.state["arn"], events: ["s3:ObjectCreated:*"] }] }) },
  gone: async (lab, { id }) => {
    const found = await (await lab.aws("s3")).getBucketNotificationConfiguration({ Bucket: id });
    return (found.QueueConfigurations ?? []).length === 0;
  },
});
