import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { isAwsError } from "../../../src/provider/errors";
import { describeLifecycle, type Lab } from "./harness";

async function attributes(lab: Lab, TopicArn: string): Promise<Record<string, string>> {
  return (await (await lab.aws("sns")).getTopicAttributes({ TopicArn })).Attributes ?? {};
}

const allow = (arn: unknown, service: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sns:Publish", Resource: arn }] });

const topicGone = async (lab: Lab, { id }: { id: string }): Promise<boolean> => {
  try {
    await attributes(lab, id);
    return false;
  } catch (error) {
    return isAwsError(error, "NotFound", "NotFoundException");
  }
};

describeLifecycle({
  type: "aws:sns/topic:Topic",
  inputs: () => ({ displayName: "Orders", tags: { team: "learners" } }),
  verify: async (lab, { id, state }) => {
    assert.match(id, /^arn:aws:sns:us-east-1:000000000000:Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["arn"], id);
    assert.equal(state["owner"], "000000000000");
    assert.equal((await attributes(lab, id))["DisplayName"], "Orders");
  },
  update: {
    inputs: () => ({ displayName: "Bills", tags: { team: "teachers" } }),
    paths: ["displayName", "tags.team"],
    verify: async (lab, { id }) => {
      assert.equal((await attributes(lab, id))["DisplayName"], "Bills");
      assert.deepEqual((await (await lab.aws("sns")).listTagsForResource({ ResourceArn: id })).Tags, [{ Key: "team", Value: "teachers" }]);
    },
  },
  replaces: {
    name: () => ({ name: "another-topic" }),
    fifoTopic: () => ({ name: "another-topic.fifo", fifoTopic: true }),
  },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("sns")).setTopicAttributes({ TopicArn: id, AttributeName: "DisplayName", AttributeValue: "Strange" });
    },
    path: "displayName",
  },
  gone: topicGone,
});

describe("a FIFO topic, encrypted", () => {
  describeLifecycle({
    type: "aws:sns/topic:Topic",
    inputs: () => ({ fifoTopic: true, fifoThroughputScope: "MessageGroup", kmsMasterKeyId: "alias/aws/sns", signatureVersion: 2 }),
    verify: async (lab, { id, state }) => {
      assert.match(id, /-[0-9a-f]{7}\.fifo$/);
      assert.equal(state["tracingConfig"], "PassThrough");
      const found = await attributes(lab, id);
      assert.deepEqual([found["FifoTopic"], found["FifoThroughputScope"], found["SignatureVersion"]], ["true", "MessageGroup", "2"]);
      assert.equal(found["KmsMasterKeyId"], "alias/aws/sns");
    },
    update: {
      inputs: () => ({ fifoTopic: true, contentBasedDeduplication: true, fifoThroughputScope: "Topic", tracingConfig: "Active" }),
      paths: ["contentBasedDeduplication", "fifoThroughputScope", "kmsMasterKeyId", "tracingConfig"],
      verify: async (lab, { id }) => {
        const found = await attributes(lab, id);
        assert.deepEqual([found["ContentBasedDeduplication"], found["FifoThroughputScope"], found["TracingConfig"]], ["true", "Topic", "Active"]);
        assert.equal(found["KmsMasterKeyId"], "");
      },
    },
    gone: topicGone,
  });
});

describeLifecycle({
  type: "aws:sns/topicPolicy:TopicPolicy",
  prepare: (lab) => lab.make("aws:sns/topic:Topic", {}),
  inputs: (topic) => ({ arn: topic.id, policy: allow(topic.id, "s3.amazonaws.com") }),
  verify: async (lab, { id }) => assert.match((await attributes(lab, id))["Policy"] ?? "", /s3\.amazonaws\.com/),
  update: {
    inputs: (topic) => ({ arn: topic.id, policy: allow(topic.id, "events.amazonaws.com") }),
    paths: ["policy"],
    verify: async (lab, { id }) => assert.match((await attributes(lab, id))["Policy"] ?? "", /events\.amazonaws\.com/),
  },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("sns")).setTopicAttributes({ TopicArn: id, AttributeName: "Policy", AttributeValue: allow(id, "strange.amazonaws.com") });
    },
    path: "policy",
  },
  gone: async (lab, { id }) => /__default_statement_ID/.test((await attributes(lab, id))["Policy"] ?? ""),
});

describeLifecycle({
  type: "aws:sns/topicSubscription:TopicSubscription",
  prepare: async (lab) => ({ topic: await lab.make("aws:sns/topic:Topic", {}), queue: await lab.make("aws:sqs/queue:Queue", {}) }),
  inputs: ({ topic, queue }) => ({
    topic: topic.id,
    protocol: "sqs",
    endpoint: queue.state["arn"],
    filterPolicy: JSON.stringify({ kind: ["order"] }),
    rawMessageDelivery: true,
  }),
  verify: async (lab, { state }, { topic, queue }) => {
    assert.equal(state["pendingConfirmation"], false);
    const sns = await lab.aws("sns");
    await sns.publish({ TopicArn: topic.id, Message: "no", MessageAttributes: { kind: { DataType: "String", StringValue: "bill" } } });
    await sns.publish({ TopicArn: topic.id, Message: "yes", MessageAttributes: { kind: { DataType: "String", StringValue: "order" } } });
    const { Messages } = await (await lab.aws("sqs")).receiveMessage({ QueueUrl: queue.id, MaxNumberOfMessages: 10, WaitTimeSeconds: 2 });
    assert.deepEqual(Messages?.map((message) => message.Body), ["yes"]);
  },
  update: {
    inputs: ({ topic, queue }) => ({ topic: topic.id, protocol: "sqs", endpoint: queue.state["arn"], filterPolicy: JSON.stringify({ kind: ["bill"] }) }),
    paths: ["filterPolicy", "rawMessageDelivery"],
    verify: async (lab, { id }) => {
      const { Attributes } = await (await lab.aws("sns")).getSubscriptionAttributes({ SubscriptionArn: id });
      assert.deepEqual(JSON.parse(Attributes?.["FilterPolicy"] ?? ""), { kind: ["bill"] });
      assert.equal(Attributes?.["RawMessageDelivery"], "false");
    },
  },
  replaces: {
    endpoint: ({ topic }) => ({ topic: topic.id, protocol: "sqs", endpoint: "arn:aws:sqs:us-east-1:000000000000:other" }),
    topic: ({ queue }) => ({ topic: "arn:aws:sns:us-east-1:000000000000:other", protocol: "sqs", endpoint: queue.state["arn"] }),
  },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("sns")).setSubscriptionAttributes({ SubscriptionArn: id, AttributeName: "RawMessageDelivery", AttributeValue: "true" });
    },
    path: "rawMessageDelivery",
  },
  unknownToImport: ["confirmationTimeoutInMinutes", "endpointAutoConfirms"],
  gone: subscriptionGone,
});

async function subscription(lab: Lab, SubscriptionArn: string): Promise<Record<string, string>> {
  return (await (await lab.aws("sns")).getSubscriptionAttributes({ SubscriptionArn })).Attributes ?? {};
}

async function subscriptionGone(lab: Lab, { id }: { id: string }): Promise<boolean> {
  try {
    await subscription(lab, id);
    return false;
  } catch (error) {
    return isAwsError(error, "NotFound", "NotFoundException");
  }
}

describe("a subscription over HTTP", () => {
  let server: Server;
  before(async () => {
    server = createServer((request, response) => {
      void text(request).then(async (body) => {
        const { SubscribeURL } = JSON.parse(body) as { SubscribeURL?: string };
        if (request.url === "/confirms" && SubscribeURL) await fetch(SubscribeURL);
        response.end();
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  after(() => server.close());
  const endpoint = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`;
  const unknownToImport = ["confirmationTimeoutInMinutes", "endpointAutoConfirms"];

  describeLifecycle({
    type: "aws:sns/topicSubscription:TopicSubscription",
    prepare: (lab) => lab.make("aws:sns/topic:Topic", {}),
    inputs: (topic) => ({ topic: topic.id, protocol: "http", endpoint: endpoint("confirms"), endpointAutoConfirms: true }),
    verify: async (lab, { id, state }) => {
      assert.equal(state["pendingConfirmation"], false);
      assert.equal((await subscription(lab, id))["PendingConfirmation"], "false");
    },
    update: {
      inputs: (topic) => ({
        topic: topic.id,
        protocol: "http",
        endpoint: endpoint("confirms"),
        endpointAutoConfirms: true,
        filterPolicy: JSON.stringify({ order: { kind: ["book"] } }),
        filterPolicyScope: "MessageBody",
        redrivePolicy: JSON.stringify({ deadLetterTargetArn: "arn:aws:sqs:us-east-1:000000000000:dead" }),
      }),
      paths: ["filterPolicy", "filterPolicyScope", "redrivePolicy"],
      verify: async (lab, { id }) => {
        const found = await subscription(lab, id);
        assert.deepEqual(JSON.parse(found["FilterPolicy"] ?? ""), { order: { kind: ["book"] } });
        assert.equal(found["FilterPolicyScope"], "MessageBody");
        assert.match(found["RedrivePolicy"] ?? "", /:dead"/);
      },
    },
    unknownToImport,
    gone: subscriptionGone,
  });

  describe("that nobody confirms", () => {
    describeLifecycle({
      type: "aws:sns/topicSubscription:TopicSubscription",
      prepare: (lab) => lab.make("aws:sns/topic:Topic", {}),
      inputs: (topic) => ({
        topic: topic.id,
        protocol: "http",
        endpoint: endpoint("ignores"),
        redrivePolicy: JSON.stringify({ deadLetterTargetArn: "arn:aws:sqs:us-east-1:000000000000:dead" }),
      }),
      verify: (_lab, { id, state }, topic) => {
        assert.ok(id.startsWith(`${topic.id}:`));
        assert.equal(state["pendingConfirmation"], true);
        return Promise.resolve();
      },
      update: {
        inputs: (topic) => ({ topic: topic.id, protocol: "http", endpoint: endpoint("ignores") }),
        paths: ["redrivePolicy"],
        verify: async (lab, { id }) => assert.equal((await subscription(lab, id))["RedrivePolicy"] || undefined, undefined),
      },
      unknownToImport,
      gone: subscriptionGone,
    });
  });
});
