import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import { describeLifecycle, type Lab } from "./harness";

const gone = async (lab: Lab, { id }: { id: string }): Promise<boolean> => {
  try {
    await (await lab.aws("sqs")).getQueueAttributes({ QueueUrl: id, AttributeNames: ["QueueArn"] });
    return false;
  } catch (error) {
    return isAwsError(error, "AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist");
  }
};

async function attributes(lab: Lab, QueueUrl: string): Promise<Record<string, string | undefined>> {
  return (await (await lab.aws("sqs")).getQueueAttributes({ QueueUrl, AttributeNames: ["All"] })).Attributes ?? {};
}

const allow = (arn: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:SendMessage", Resource: arn }] });

describeLifecycle({
  type: "aws:sqs/queue:Queue",
  prepare: (lab) => lab.make("aws:sqs/queue:Queue", { name: "the-dead" }),
  inputs: (dead) => ({
    delaySeconds: 5,
    redrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.state["arn"], maxReceiveCount: 3 }),
    tags: { team: "learners" },
  }),
  verify: async (lab, { id, state }) => {
    assert.match(String(state["name"]), /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["url"], id);
    assert.equal(state["arn"], `arn:aws:sqs:us-east-1:000000000000:${String(state["name"])}`);
    assert.equal(state["visibilityTimeoutSeconds"], 30);
    const found = await attributes(lab, id);
    assert.equal(found["DelaySeconds"], "5");
    assert.equal((JSON.parse(found["RedrivePolicy"] ?? "{}") as { maxReceiveCount: number }).maxReceiveCount, 3);
  },
  update: {
    inputs: (dead) => ({
      messageRetentionSeconds: 600,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.state["arn"], maxReceiveCount: 5 }),
      tags: { team: "teachers" },
      visibilityTimeoutSeconds: 60,
    }),
    paths: ["delaySeconds", "messageRetentionSeconds", "redrivePolicy", "tags.team", "visibilityTimeoutSeconds"],
    verify: async (lab, { id }) => {
      const found = await attributes(lab, id);
      assert.deepEqual([found["DelaySeconds"], found["MessageRetentionPeriod"], found["VisibilityTimeout"]], ["0", "600", "60"]);
      assert.deepEqual((await (await lab.aws("sqs")).listQueueTags({ QueueUrl: id })).Tags, { team: "teachers" });
    },
  },
  replaces: {
    name: () => ({ name: "another-queue" }),
    fifoQueue: () => ({ fifoQueue: true, name: "another-queue.fifo" }),
  },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("sqs")).setQueueAttributes({ QueueUrl: id, Attributes: { VisibilityTimeout: "99" } });
    },
    path: "visibilityTimeoutSeconds",
  },
  gone,
});

describe("a FIFO queue, encrypted", () => {
  describeLifecycle({
    type: "aws:sqs/queue:Queue",
    inputs: () => ({ fifoQueue: true, contentBasedDeduplication: true, kmsMasterKeyId: "alias/aws/sqs" }),
    verify: async (lab, { id, state }) => {
      assert.match(String(state["name"]), /-[0-9a-f]{7}\.fifo$/);
      assert.deepEqual([state["deduplicationScope"], state["fifoThroughputLimit"]], ["queue", "perQueue"]);
      assert.equal(state["kmsDataKeyReusePeriodSeconds"], 300);
      const found = await attributes(lab, id);
      assert.equal(found["ContentBasedDeduplication"], "true");
      assert.equal(found["KmsMasterKeyId"], "alias/aws/sqs");
    },
    update: {
      inputs: () => ({ fifoQueue: true, deduplicationScope: "messageGroup", fifoThroughputLimit: "perMessageGroupId", sqsManagedSseEnabled: true }),
      paths: ["contentBasedDeduplication", "deduplicationScope", "fifoThroughputLimit", "kmsMasterKeyId", "sqsManagedSseEnabled"],
      verify: async (lab, { id, state }) => {
        assert.equal(state["kmsMasterKeyId"], undefined);
        const found = await attributes(lab, id);
        assert.deepEqual([found["DeduplicationScope"], found["FifoThroughputLimit"]], ["messageGroup", "perMessageGroupId"]);
        assert.equal(found["ContentBasedDeduplication"], "false");
        assert.equal(found["SqsManagedSseEnabled"], "true");
        assert.equal(found["KmsMasterKeyId"] || undefined, undefined);
      },
    },
    drift: {
      act: async (lab, { id }) => {
        await (await lab.aws("sqs")).setQueueAttributes({ QueueUrl: id, Attributes: { ContentBasedDeduplication: "true" } });
      },
      path: "contentBasedDeduplication",
    },
    gone,
  });
});

describeLifecycle({
  type: "aws:sqs/queuePolicy:QueuePolicy",
  prepare: (lab) => lab.make("aws:sqs/queue:Queue", {}),
  inputs: (queue) => ({ queueUrl: queue.id, policy: allow(String(queue.state["arn"])) }),
  verify: async (lab, { id }) => {
    assert.match((await attributes(lab, id))["Policy"] ?? "", /sns\.amazonaws\.com/);
  },
  update: {
    inputs: (queue) => ({ queueUrl: queue.id, policy: allow(String(queue.state["arn"])).replace("sns", "events") }),
    paths: ["policy"],
    verify: async (lab, { id }) => {
      assert.match((await attributes(lab, id))["Policy"] ?? "", /events\.amazonaws\.com/);
    },
  },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("sqs")).setQueueAttributes({ QueueUrl: id, Attributes: { Policy: allow("arn:aws:sqs:us-east-1:000000000000:x") } });
    },
    path: "policy",
  },
  gone: async (lab, { id }) => !(await attributes(lab, id))["Policy"],
});
