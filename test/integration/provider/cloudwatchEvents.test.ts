import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import type { Values } from "../../../src/provider/wire";
import { functionInputs } from "../../support/testFunction";
import { describeLifecycle, labScope, type Lab } from "./harness";

const ROLE = "arn:aws:iam::000000000000:role/events";
const BUS = "aws:cloudwatch/eventBus:EventBus";
const RULE = "aws:cloudwatch/eventRule:EventRule";
const QUEUE = "aws:sqs/queue:Queue";

async function isGone(asking: Promise<unknown>): Promise<boolean> {
  try {
    await asking;
    return false;
  } catch (error) {
    return isAwsError(error, "ResourceNotFoundException");
  }
}

describeLifecycle({
  type: BUS,
  prepare: (lab) => lab.make(QUEUE, {}),
  inputs: (queue) => ({
    deadLetterConfig: { arn: queue.state["arn"] },
    description: "Orders",
    kmsKeyIdentifier: "alias/orders",
    logConfig: { includeDetail: "FULL", level: "ERROR" },
    tags: { team: "learners", level: "1" },
  }),
  verify: async (lab, { id, state }, queue) => {
    assert.match(id, /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["arn"], `arn:aws:events:us-east-1:000000000000:event-bus/${id}`);
    const found = await (await lab.aws("events")).describeEventBus({ Name: id });
    assert.deepEqual([found.Description, found.KmsKeyIdentifier, found.DeadLetterConfig?.Arn], ["Orders", "alias/orders", queue.state["arn"]]);
    assert.deepEqual(found.LogConfig, { IncludeDetail: "FULL", Level: "ERROR" });
  },
  update: {
    inputs: () => ({ tags: { team: "teachers" } }),
    paths: ["deadLetterConfig", "description", "kmsKeyIdentifier", "logConfig", "tags.level", "tags.team"],
    verify: async (lab, { id, state }) => {
      const events = await lab.aws("events");
      const found = await events.describeEventBus({ Name: id });
      assert.deepEqual([found.Description, found.KmsKeyIdentifier, found.DeadLetterConfig], ["", "", {}]);
      assert.equal(found.LogConfig?.Level, "OFF");
      assert.deepEqual((await events.listTagsForResource({ ResourceARN: String(state["arn"]) })).Tags, [{ Key: "team", Value: "teachers" }]);
    },
  },
  replaces: { name: () => ({ name: "another" }) },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("events")).updateEventBus({ Name: id, Description: "Somebody was here" });
    },
    path: "description",
  },
  gone: async (lab, { id }) => isGone((await lab.aws("events")).describeEventBus({ Name: id })),
});

const pattern = (source: string) => JSON.stringify({ source: [source] });

describeLifecycle({
  type: RULE,
  inputs: () => ({ description: "Each hour", roleArn: ROLE, scheduleExpression: "rate(1 hour)", tags: { team: "learners" } }),
  verify: async (lab, { id, state }) => {
    assert.match(id, /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["arn"], `arn:aws:events:us-east-1:000000000000:rule/${id}`);
    assert.deepEqual([state["name"], state["state"], state["eventBusName"]], [id, "ENABLED", "default"]);
    const found = await (await lab.aws("events")).describeRule({ Name: id });
    assert.deepEqual([found.ScheduleExpression, found.Description, found.RoleArn], ["rate(1 hour)", "Each hour", ROLE]);
  },
  update: {
    inputs: () => ({ eventPattern: pattern("shop"), state: "DISABLED", tags: { team: "teachers" } }),
    paths: ["description", "eventPattern", "roleArn", "scheduleExpression", "state", "tags.team"],
    verify: async (lab, { id, state }) => {
      const events = await lab.aws("events");
      const found = await events.describeRule({ Name: id });
      assert.deepEqual([found.EventPattern, found.State], [pattern("shop"), "DISABLED"]);
      assert.deepEqual([found.ScheduleExpression, found.Description, found.RoleArn], [undefined, undefined, undefined]);
      assert.deepEqual((await events.listTagsForResource({ ResourceARN: String(state["arn"]) })).Tags, [{ Key: "team", Value: "teachers" }]);
    },
  },
  replaces: {
    name: () => ({ name: "another", scheduleExpression: "rate(1 hour)" }),
    eventBusName: () => ({ eventBusName: "another", eventPattern: pattern("shop") }),
  },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("events")).enableRule({ Name: id });
    },
    path: "state",
  },
  importId: ({ id }) => `default/${id}`,
  unknownToImport: ["forceDestroy"],
  gone: async (lab, { id }) => isGone((await lab.aws("events")).describeRule({ Name: id })),
});

describe("on a bus of its own, said by ARN", () => {
  describeLifecycle({
    type: RULE,
    prepare: (lab) => lab.make(BUS, {}),
    inputs: (bus) => ({ eventBusName: bus.state["arn"], eventPattern: { source: ["shop"], "detail-type": ["order"] }, namePrefix: "orders-" }),
    verify: async (lab, { id, state }, bus) => {
      assert.match(id, new RegExp(`^${bus.id}/orders-\\d+$`));
      assert.equal(state["eventBusName"], bus.state["arn"]);
      const found = await (await lab.aws("events")).describeRule({ Name: String(state["name"]), EventBusName: bus.id });
      assert.deepEqual(JSON.parse(found.EventPattern ?? ""), { source: ["shop"], "detail-type": ["order"] });
    },
    unknownToImport: ["eventBusName", "forceDestroy", "namePrefix"],
    gone: async (lab, { state }, bus) => isGone((await lab.aws("events")).describeRule({ Name: String(state["name"]), EventBusName: bus.id })),
  });
});

describe("a rule that can't be", function () {
  this.timeout(60_000);
  const scope = labScope();
  const failuresOf = async (type: string, inputs: Values) => (await scope.lab.provider.check(type, "Main", inputs)).failures.map(({ property }) => property);

  it("is refused in the preview, by the property at fault", async () => {
    assert.deepEqual(await failuresOf(RULE, {}), ["eventPattern"]);
    assert.deepEqual(await failuresOf(RULE, { scheduleExpression: "every day" }), ["scheduleExpression"]);
    assert.deepEqual(await failuresOf(RULE, { scheduleExpression: "rate(1 day)", eventBusName: "orders" }), ["scheduleExpression"]);
    assert.deepEqual(await failuresOf("aws:cloudwatch/eventTarget:EventTarget", { rule: "r", arn: "a", input: "{}", inputPath: "$.detail" }), ["inputPath"]);
  });
});

/** The body of the message that arrives first. */
async function firstMessage(lab: Lab, QueueUrl: string): Promise<unknown> {
  const { Messages } = await (await lab.aws("sqs")).receiveMessage({ QueueUrl, WaitTimeSeconds: 10 });
  return JSON.parse(Messages?.[0]?.Body ?? "null");
}

async function targets(lab: Lab, Rule: string, EventBusName?: string) {
  return (await (await lab.aws("events")).listTargetsByRule({ Rule, EventBusName })).Targets ?? [];
}

describeLifecycle({
  type: "aws:cloudwatch/eventTarget:EventTarget",
  prepare: async (lab) => ({
    rule: await lab.make(RULE, { eventPattern: pattern("shop") }),
    queue: await lab.make(QUEUE, {}),
    other: await lab.make("aws:lambda/function:Function", functionInputs("hello")),
  }),
  inputs: ({ rule, queue }) => ({
    arn: queue.state["arn"],
    inputTransformer: { inputPaths: { order: "$.detail.order" }, inputTemplate: '{"order": <order>}' },
    rule: rule.state["name"],
  }),
  verify: async (lab, { id, state }, { rule, queue }) => {
    assert.match(String(state["targetId"]), /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(id, `${rule.id}-${String(state["targetId"])}`);
    await (await lab.aws("events")).putEvents({ Entries: [{ Source: "shop", DetailType: "order", Detail: JSON.stringify({ order: 7 }) }] });
    assert.deepEqual(await firstMessage(lab, queue.id), { order: 7 });
  },
  update: {
    inputs: ({ rule, queue, other }) => ({
      arn: other.state["arn"],
      deadLetterConfig: { arn: queue.state["arn"] },
      input: JSON.stringify({ hello: "there" }),
      retryPolicy: { maximumEventAgeInSeconds: 120, maximumRetryAttempts: 2 },
      roleArn: ROLE,
      rule: rule.state["name"],
    }),
    paths: ["arn", "deadLetterConfig", "input", "inputTransformer", "retryPolicy", "roleArn"],
    verify: async (lab, { state }, { rule, queue, other }) => {
      assert.deepEqual(await targets(lab, rule.id), [
        {
          Id: state["targetId"],
          Arn: other.state["arn"],
          DeadLetterConfig: { Arn: queue.state["arn"] },
          Input: '{"hello":"there"}',
          RetryPolicy: { MaximumEventAgeInSeconds: 120, MaximumRetryAttempts: 2 },
          RoleArn: ROLE,
        },
      ]);
    },
  },
  replaces: {
    rule: ({ queue }) => ({ arn: queue.state["arn"], rule: "another" }),
    targetId: ({ queue, rule }) => ({ arn: queue.state["arn"], rule: rule.state["name"], targetId: "another" }),
  },
  drift: {
    act: async (lab, { state }, { rule, other }) => {
      const Targets = [{ Id: String(state["targetId"]), Arn: String(other.state["arn"]), Input: "{}" }];
      await (await lab.aws("events")).putTargets({ Rule: rule.id, Targets });
    },
    path: "input",
  },
  importId: ({ state }) => `${String(state["rule"])}/${String(state["targetId"])}`,
  unknownToImport: ["forceDestroy"],
  gone: async (lab, _resource, { rule }) => (await targets(lab, rule.id)).length === 0,
});

describe("a FIFO queue, from another bus", () => {
  describeLifecycle({
    type: "aws:cloudwatch/eventTarget:EventTarget",
    prepare: async (lab) => {
      const bus = await lab.make(BUS, {});
      return {
        bus,
        rule: await lab.make(RULE, { eventBusName: bus.id, eventPattern: pattern("shop") }),
        queue: await lab.make(QUEUE, { fifoQueue: true, contentBasedDeduplication: true }),
      };
    },
    inputs: ({ bus, rule, queue }) => ({
      arn: queue.state["arn"],
      eventBusName: bus.id,
      inputPath: "$.detail",
      rule: rule.state["name"],
      sqsTarget: { messageGroupId: "orders" },
      targetId: "queue",
    }),
    verify: async (lab, { id }, { bus, rule, queue }) => {
      assert.equal(id, `${bus.id}-${String(rule.state["name"])}-queue`);
      await (await lab.aws("events")).putEvents({ Entries: [{ EventBusName: bus.id, Source: "shop", DetailType: "order", Detail: '{"order":8}' }] });
      assert.deepEqual(await firstMessage(lab, queue.id), { order: 8 });
    },
    importId: ({ state }) => `${String(state["eventBusName"])}/${String(state["rule"])}/queue`,
    unknownToImport: ["forceDestroy"],
    gone: async (lab, _resource, { bus, rule }) => (await targets(lab, String(rule.state["name"]), bus.id)).length === 0,
  });
});

interface Statement {
  Sid: string;
  Principal: string;
  Action: string;
  Condition?: unknown;
}

async function statements(lab: Lab, Name: string): Promise<Statement[]> {
  const { Policy } = await (await lab.aws("events")).describeEventBus({ Name });
  return (JSON.parse(Policy ?? '{"Statement":[]}') as { Statement: Statement[] }).Statement;
}

describeLifecycle({
  type: "aws:cloudwatch/eventPermission:EventPermission",
  prepare: (lab) => lab.make(BUS, {}),
  inputs: (bus) => ({ eventBusName: bus.id, principal: "123456789012", statementId: "partner" }),
  verify: async (lab, { id }, bus) => {
    assert.equal(id, `${bus.id}/partner`);
    const found = await statements(lab, bus.id);
    assert.deepEqual(found.map(({ Sid, Principal, Action }) => [Sid, Principal, Action]), [["partner", "123456789012", "events:PutEvents"]]);
  },
  update: {
    inputs: (bus) => ({
      condition: { key: "aws:PrincipalOrgID", type: "StringEquals", value: "o-1234567890" },
      eventBusName: bus.id,
      principal: "*",
      statementId: "partner",
    }),
    paths: ["condition", "principal"],
    verify: async (lab, _resource, bus) => {
      const found = await statements(lab, bus.id);
      assert.deepEqual(found.map(({ Sid, Principal }) => [Sid, Principal]), [["partner", "*"]]);
      assert.match(JSON.stringify(found[0]?.Condition), /o-1234567890/);
    },
  },
  replaces: {
    eventBusName: () => ({ principal: "*", statementId: "partner" }),
    statementId: (bus) => ({ eventBusName: bus.id, principal: "*", statementId: "another" }),
  },
  drift: {
    act: async (lab, _resource, bus) => {
      await (await lab.aws("events")).putPermission({ EventBusName: bus.id, StatementId: "partner", Action: "events:PutEvents", Principal: "210987654321" });
    },
    path: "principal",
  },
  gone: async (lab, _resource, bus) => (await statements(lab, bus.id)).length === 0,
});
