import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Archive, Asset } from "../../../src/provider/wire";
import type { Resource } from "../../support/providerClient";
import { describeLifecycle, labScope, type Lab } from "./harness";

const ACL = "aws:s3/bucketAcl:BucketAcl";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";

const bucket = (lab: Lab) => lab.make("aws:s3/bucket:Bucket", { forceDestroy: true });

/** A bucket that takes ACLs; new ones don't. */
async function aclBucket(lab: Lab): Promise<Resource> {
  const made = await bucket(lab);
  await lab.make("aws:s3/bucketOwnershipControls:BucketOwnershipControls", { bucket: made.id, rule: { objectOwnership: "ObjectWriter" } });
  return made;
}

async function grants(lab: Lab, name: string): Promise<string[]> {
  const { Grants = [], Owner } = await (await lab.aws("s3")).getBucketAcl({ Bucket: name });
  const grantee = (id?: string, uri?: string) => (id === Owner?.ID ? "owner" : uri?.split("/").at(-1));
  return Grants.map(({ Grantee, Permission }) => `${grantee(Grantee?.ID, Grantee?.URI)} ${Permission}`).sort();
}

describeLifecycle({
  type: ACL,
  prepare: aclBucket,
  inputs: ({ id }) => ({ bucket: id, acl: "private" }),
  verify: async (lab, { id, state }, { id: name }) => {
    assert.equal(id, `${name},private`);
    const policy = state["accessControlPolicy"] as { owner: { id: string }; grants: unknown[] };
    assert.match(policy.owner.id, /^[0-9a-f]{64}$/);
    assert.equal(policy.grants.length, 1);
    assert.deepEqual(await grants(lab, name), ["owner FULL_CONTROL"]);
  },
  update: {
    inputs: ({ id }) => ({ bucket: id, acl: "public-read" }),
    paths: ["acl"],
    verify: async (lab, { state }, { id }) => {
      assert.equal(state["acl"], "public-read");
      assert.deepEqual(await grants(lab, id), ["AllUsers READ", "owner FULL_CONTROL"]);
    },
  },
  replaces: { bucket: () => ({ bucket: "another-bucket", acl: "private" }) },
  drift: {
    act: async (lab, _resource, { id }) => {
      await (await lab.aws("s3")).putBucketAcl({ Bucket: id, ACL: "authenticated-read" });
    },
    path: "acl",
  },
  outlivesDeletion: true,
  gone: async (lab, _resource, { id }) => {
    assert.deepEqual(await grants(lab, id), ["AllUsers READ", "owner FULL_CONTROL"], "the ACL stays as it was");
    return true;
  },
});

describe("a bucket's ACL by grants", () => {
  const allUsers = { type: "Group", uri: "http://acs.amazonaws.com/groups/global/AllUsers" };
  const policy = (owner: string, permission: string) => ({
    owner: { id: owner },
    grants: [
      { grantee: allUsers, permission },
      { grantee: { type: "CanonicalUser", id: owner }, permission: "FULL_CONTROL" },
    ],
  });

  describeLifecycle({
    type: ACL,
    prepare: async (lab) => {
      const { id } = await aclBucket(lab);
      const { Owner } = await (await lab.aws("s3")).getBucketAcl({ Bucket: id });
      return { id, owner: Owner?.ID ?? "" };
    },
    inputs: ({ id, owner }) => ({ bucket: id, accessControlPolicy: policy(owner, "READ") }),
    verify: async (lab, { id, state }, { id: name }) => {
      assert.equal(id, name);
      assert.equal(state["acl"], undefined);
      assert.deepEqual(await grants(lab, name), ["AllUsers READ", "owner FULL_CONTROL"]);
    },
    update: {
      inputs: ({ id, owner }) => ({ bucket: id, accessControlPolicy: policy(owner, "READ_ACP") }),
      paths: ["accessControlPolicy.grants[0].permission"],
      verify: async (lab, _resource, { id }) => assert.deepEqual(await grants(lab, id), ["AllUsers READ_ACP", "owner FULL_CONTROL"]),
    },
    drift: {
      act: async (lab, _resource, { id }) => {
        await (await lab.aws("s3")).putBucketAcl({ Bucket: id, ACL: "private" });
      },
      path: "accessControlPolicy.grants[0]",
    },
    outlivesDeletion: true,
    gone: () => Promise.resolve(true),
  });

  const scope = labScope();
  it("is given by a name or by grants, not by both and not by neither", async () => {
    const check = async (inputs: Record<string, string>) => (await scope.lab.provider.check(ACL, "acl", { bucket: "b", ...inputs })).failures.length;
    assert.equal(await check({}), 1);
    assert.equal(await check({ acl: "private" }), 0);
    assert.equal(await check({ acl: "bucket-owner-read" }), 1);
  });
});

const status = async (lab: Lab, name: string) => (await (await lab.aws("s3")).getBucketVersioning({ Bucket: name })).Status;

describeLifecycle({
  type: VERSIONING,
  prepare: bucket,
  inputs: ({ id }) => ({ bucket: id, versioningConfiguration: { status: "Enabled" } }),
  verify: async (lab, { id }, { id: name }) => {
    assert.equal(id, name);
    assert.equal(await status(lab, name), "Enabled");
  },
  update: {
    inputs: ({ id }) => ({ bucket: id, versioningConfiguration: { status: "Suspended" } }),
    paths: ["versioningConfiguration.status"],
    verify: async (lab, _resource, { id }) => assert.equal(await status(lab, id), "Suspended"),
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
  gone: async (lab, { id }) => (await status(lab, id)) === "Suspended",
});

describe("versioning that is off", () => {
  const scope = labScope();

  it("is only stated, and can't be come back to", async () => {
    const { lab } = scope;
    const { id } = await bucket(lab);
    const checked = async (value: string) => (await lab.provider.check(VERSIONING, "off", { bucket: id, versioningConfiguration: { status: value } })).inputs;
    const off = await lab.provider.create(VERSIONING, "off", await checked("Disabled"));
    assert.deepEqual(off.state["versioningConfiguration"], { status: "Disabled" });
    assert.equal(await status(lab, id), undefined);
    const on = await lab.provider.update(off, await checked("Enabled"));
    assert.equal(await status(lab, id), "Enabled");
    await assert.rejects(lab.provider.update(on, await checked("Disabled")), /must be 'Enabled' or 'Suspended'/);
    await lab.provider.delete(on);
    assert.equal(await status(lab, id), "Suspended");
  });
});

interface Targets {
  id: string;
  queue: Resource;
  topic: Resource;
  lambda: Resource;
}

async function notificationTargets(lab: Lab): Promise<Targets> {
  const text = "exports.handler = async () => {};";
  const hash = createHash("sha256").update(text).digest("hex");
  const lambda = await lab.make("aws:lambda/function:Function", {
    role: "arn:aws:iam::000000000000:role/any",
    runtime: "nodejs22.x",
    handler: "index.handler",
    code: new Archive(hash, { assets: { "index.js": new Asset(hash, { text }) } }),
  });
  const queue = await lab.make("aws:sqs/queue:Queue", {});
  const topic = await lab.make("aws:sns/topic:Topic", {});
  return { id: (await bucket(lab)).id, queue, topic, lambda };
}

const configured = async (lab: Lab, Bucket: string) => {
  const { $metadata: _, ...found } = await (await lab.aws("s3")).getBucketNotificationConfiguration({ Bucket });
  return found;
};

describeLifecycle({
  type: NOTIFICATION,
  prepare: notificationTargets,
  inputs: ({ id, queue, lambda }) => ({
    bucket: id,
    lambdaFunctions: [
      { lambdaFunctionArn: lambda.state["arn"], events: ["s3:ObjectCreated:*"], filterPrefix: "in/", filterSuffix: ".txt" },
      { lambdaFunctionArn: lambda.state["arn"], events: ["s3:ObjectRemoved:*"], id: "removals" },
    ],
    queues: [{ queueArn: queue.state["arn"], events: ["s3:ObjectCreated:Put", "s3:ObjectCreated:Copy"], filterPrefix: "q/" }],
  }),
  verify: async (lab, { id, state }, targets) => {
    assert.equal(id, targets.id);
    assert.equal(state["eventbridge"], false);
    const [first, second] = state["lambdaFunctions"] as { id: string; filterSuffix?: string }[];
    assert.ok(first?.id);
    assert.equal(first.filterSuffix, ".txt");
    assert.equal(second?.id, "removals");
    const s3 = await lab.aws("s3");
    await s3.putObject({ Bucket: targets.id, Key: "elsewhere", Body: "x" });
    await s3.putObject({ Bucket: targets.id, Key: "q/new", Body: "x" });
    assert.deepEqual(await toldOf(lab, targets.queue.id), ["q/new"]);
  },
  update: {
    inputs: ({ id, topic, lambda }) => ({
      bucket: id,
      eventbridge: true,
      lambdaFunctions: [{ lambdaFunctionArn: lambda.state["arn"], events: ["s3:ObjectRemoved:*"], id: "removals" }],
      topics: [{ topicArn: topic.state["arn"], events: ["s3:ObjectCreated:*"] }],
    }),
    paths: ["eventbridge", "lambdaFunctions[0]", "queues", "topics"],
    verify: async (lab, _resource, { id, topic }) => {
      const found = await configured(lab, id);
      assert.ok(found.EventBridgeConfiguration);
      assert.equal(found.QueueConfigurations, undefined);
      assert.deepEqual(found.LambdaFunctionConfigurations?.map((one) => one.Id), ["removals"]);
      assert.equal(found.TopicConfigurations?.[0]?.TopicArn, topic.id);
    },
  },
  replaces: { bucket: () => ({ bucket: "another-bucket", eventbridge: true }) },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("s3")).putBucketNotificationConfiguration({ Bucket: id, NotificationConfiguration: {} });
    },
    path: "topics",
  },
  // What is left is a bucket with nothing to tell.
  outlivesDeletion: true,
  gone: async (lab, { id }) => Object.values(await configured(lab, id)).every((value) => value === undefined),
});

/** The keys of the first events that arrive; S3's own test message comes before them. */
async function toldOf(lab: Lab, QueueUrl: string): Promise<string[]> {
  const sqs = await lab.aws("sqs");
  const keys: string[] = [];
  while (keys.length === 0) {
    const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 2 });
    for (const { Body } of Messages) {
      const { Records = [] } = JSON.parse(Body ?? "{}") as { Records?: { s3: { object: { key: string } } }[] };
      keys.push(...Records.map((record) => record.s3.object.key));
    }
  }
  return keys;
}

describe("a bucket's notifications", () => {
  const scope = labScope();

  it("can all be taken out of the program", async () => {
    const { lab } = scope;
    const { id } = await bucket(lab);
    const { inputs } = await lab.provider.check(NOTIFICATION, "none", { bucket: id, eventbridge: true });
    const made = await lab.provider.create(NOTIFICATION, "none", inputs);
    const { inputs: none } = await lab.provider.check(NOTIFICATION, "none", { bucket: id }, inputs);
    const { state } = await lab.provider.update(made, none);
    assert.equal(state["eventbridge"], false);
    assert.deepEqual(Object.values(await configured(lab, id)).filter((value) => value !== undefined), []);
  });
});
