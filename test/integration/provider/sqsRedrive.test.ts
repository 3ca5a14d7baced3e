import assert from "node:assert/strict";
import { describeLifecycle, labScope, type Lab } from "./harness";

const QUEUE = "aws:sqs/queue:Queue";

async function attribute(lab: Lab, QueueUrl: string, name: "RedriveAllowPolicy" | "RedrivePolicy" | "KmsMasterKeyId"): Promise<unknown> {
  const { Attributes } = await (await lab.aws("sqs")).getQueueAttributes({ QueueUrl, AttributeNames: [name] });
  const text = Attributes?.[name];
  return text?.startsWith("{") ? JSON.parse(text) : text || undefined;
}

const redrive = (arn: unknown, maxReceiveCount: number) => JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount });
const allow = (...arns: unknown[]) => JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: arns });

describeLifecycle({
  type: "aws:sqs/redrivePolicy:RedrivePolicy",
  prepare: async (lab) => ({ queue: await lab.make(QUEUE, { visibilityTimeoutSeconds: 0 }), dead: await lab.make(QUEUE, {}) }),
  inputs: ({ queue, dead }) => ({ queueUrl: queue.id, redrivePolicy: redrive(dead.state["arn"], 1) }),
  verify: async (lab, { id }, { queue, dead }) => {
    assert.equal(id, queue.id);
    const sqs = await lab.aws("sqs");
    await sqs.sendMessage({ QueueUrl: queue.id, MessageBody: "poison" });
    await sqs.receiveMessage({ QueueUrl: queue.id, WaitTimeSeconds: 5 });
    await sqs.receiveMessage({ QueueUrl: queue.id });
    const { Messages } = await sqs.receiveMessage({ QueueUrl: dead.id, WaitTimeSeconds: 5 });
    assert.deepEqual(Messages?.map(({ Body }) => Body), ["poison"]);
  },
  update: {
    inputs: ({ queue, dead }) => ({ queueUrl: queue.id, redrivePolicy: redrive(dead.state["arn"], 4) }),
    paths: ["redrivePolicy"],
    verify: async (lab, { id }, { dead }) => {
      assert.deepEqual(await attribute(lab, id, "RedrivePolicy"), { deadLetterTargetArn: dead.state["arn"], maxReceiveCount: 4 });
    },
  },
  replaces: { queueUrl: ({ dead }) => ({ queueUrl: "http://localhost/another", redrivePolicy: redrive(dead.state["arn"], 1) }) },
  drift: {
    act: async (lab, { id }, { dead }) => {
      await (await lab.aws("sqs")).setQueueAttributes({ QueueUrl: id, Attributes: { RedrivePolicy: redrive(dead.state["arn"], 9) } });
    },
    path: "redrivePolicy",
  },
  gone: async (lab, { id }) => (await attribute(lab, id, "RedrivePolicy")) === undefined,
});

describeLifecycle({
  type: "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
  prepare: async (lab) => ({ queue: await lab.make(QUEUE, {}), dead: await lab.make(QUEUE, {}) }),
  inputs: ({ queue, dead }) => ({ queueUrl: dead.id, redriveAllowPolicy: allow(queue.state["arn"]) }),
  verify: async (lab, { id }, { queue, dead }) => {
    assert.equal(id, dead.id);
    assert.deepEqual(await attribute(lab, id, "RedriveAllowPolicy"), { redrivePermission: "byQueue", sourceQueueArns: [queue.state["arn"]] });
  },
  update: {
    inputs: ({ dead }) => ({ queueUrl: dead.id, redriveAllowPolicy: JSON.stringify({ redrivePermission: "denyAll" }) }),
    paths: ["redriveAllowPolicy"],
    verify: async (lab, { id }) => assert.deepEqual(await attribute(lab, id, "RedriveAllowPolicy"), { redrivePermission: "denyAll" }),
  },
  replaces: { queueUrl: () => ({ queueUrl: "http://localhost/another", redriveAllowPolicy: allow() }) },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("sqs")).setQueueAttributes({ QueueUrl: id, Attributes: { RedriveAllowPolicy: JSON.stringify({ redrivePermission: "allowAll" }) } });
    },
    path: "redriveAllowPolicy",
  },
  gone: async (lab, { id }) => (await attribute(lab, id, "RedriveAllowPolicy")) === undefined,
});

describe("a dead-letter queue that says whose it is, encrypted with a key of one's own", () => {
  describeLifecycle({
    type: QUEUE,
    prepare: (lab) => lab.make(QUEUE, {}),
    inputs: (source) => ({ kmsDataKeyReusePeriodSeconds: 600, kmsMasterKeyId: "alias/orders", redriveAllowPolicy: allow(source.state["arn"]) }),
    verify: async (lab, { id, state }, source) => {
      assert.deepEqual([state["kmsMasterKeyId"], state["kmsDataKeyReusePeriodSeconds"]], ["alias/orders", 600]);
      assert.equal(await attribute(lab, id, "KmsMasterKeyId"), "alias/orders");
      assert.deepEqual(await attribute(lab, id, "RedriveAllowPolicy"), { redrivePermission: "byQueue", sourceQueueArns: [source.state["arn"]] });
    },
    update: {
      inputs: () => ({ kmsDataKeyReusePeriodSeconds: 300, kmsMasterKeyId: "alias/bills", redriveAllowPolicy: JSON.stringify({ redrivePermission: "allowAll" }) }),
      paths: ["kmsDataKeyReusePeriodSeconds", "kmsMasterKeyId", "redriveAllowPolicy"],
      verify: async (lab, { id }) => {
        assert.equal(await attribute(lab, id, "KmsMasterKeyId"), "alias/bills");
        assert.deepEqual(await attribute(lab, id, "RedriveAllowPolicy"), { redrivePermission: "allowAll" });
      },
    },
    gone: async (lab, { state }) => {
      const { QueueUrls = [] } = await (await lab.aws("sqs")).listQueues({ QueueNamePrefix: String(state["name"]) });
      return QueueUrls.length === 0;
    },
  });
});

describe("a FIFO topic with FIFO queues behind it", function () {
  this.timeout(60_000);
  const scope = labScope();

  it("keeps the order, drops the same message sent twice, and lets a queue take what its filter of the body wants", async () => {
    const { lab } = scope;
    const topic = await lab.make("aws:sns/topic:Topic", { fifoTopic: true, contentBasedDeduplication: true });
    const all = await lab.make(QUEUE, { fifoQueue: true });
    const large = await lab.make(QUEUE, { fifoQueue: true });
    const subscribe = (queue: typeof all, more = {}) =>
      lab.make("aws:sns/topicSubscription:TopicSubscription", { topic: topic.id, protocol: "sqs", endpoint: queue.state["arn"], rawMessageDelivery: true, ...more });
    await subscribe(all);
    await subscribe(large, { filterPolicyScope: "MessageBody", filterPolicy: JSON.stringify({ order: { total: [{ numeric: [">", 100] }] } }) });
    const sns = await lab.aws("sns");
    for (const total of [50, 150, 50, 250]) {
      await sns.publish({ TopicArn: topic.id, Message: JSON.stringify({ order: { total } }), MessageGroupId: "orders" });
    }
    const totals = async ({ id }: typeof all): Promise<number[]> => {
      const { Messages = [] } = await (await lab.aws("sqs")).receiveMessage({ QueueUrl: id, MaxNumberOfMessages: 10, WaitTimeSeconds: 2 });
      return Messages.map(({ Body }) => (JSON.parse(Body ?? "") as { order: { total: number } }).order.total);
    };
    assert.deepEqual(await totals(all), [50, 150, 250]);
    assert.deepEqual(await totals(large), [150, 250]);
  });
});
