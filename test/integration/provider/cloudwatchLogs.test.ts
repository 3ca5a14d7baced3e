import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { codeOf, functionInputs } from "../../support/testFunction";
import { describeLifecycle, type Lab } from "./harness";

const GROUP = "aws:cloudwatch/logGroup:LogGroup";
const makeGroup = (lab: Lab) => lab.make(GROUP, {});

async function streams(lab: Lab, logGroupName: string): Promise<string[]> {
  return ((await (await lab.aws("logs")).describeLogStreams({ logGroupName })).logStreams ?? []).map(({ logStreamName = "" }) => logStreamName);
}

describeLifecycle({
  type: "aws:cloudwatch/logStream:LogStream",
  prepare: makeGroup,
  inputs: (group) => ({ logGroupName: group.id }),
  verify: async (lab, { id, state }, group) => {
    assert.match(id, /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["arn"], `${String(group.state["arn"])}:log-stream:${id}`);
    assert.deepEqual(await streams(lab, group.id), [id]);
  },
  replaces: {
    name: (group) => ({ logGroupName: group.id, name: "another" }),
    logGroupName: () => ({ logGroupName: "another" }),
  },
  importId: ({ id, state }) => `${String(state["logGroupName"])}:${id}`,
  gone: async (lab, _resource, group) => (await streams(lab, group.id)).length === 0,
});

async function metricFilters(lab: Lab, logGroupName: string) {
  return (await (await lab.aws("logs")).describeMetricFilters({ logGroupName })).metricFilters ?? [];
}

describeLifecycle({
  type: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
  prepare: makeGroup,
  inputs: (group) => ({
    logGroupName: group.id,
    metricTransformation: { defaultValue: "0.0", name: "Errors", namespace: "Shop", value: "1" },
    pattern: "ERROR",
  }),
  verify: async (lab, { id, state }, group) => {
    assert.match(id, /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["name"], id);
    const [found] = await metricFilters(lab, group.id);
    assert.deepEqual([found?.filterName, found?.filterPattern], [id, "ERROR"]);
    assert.deepEqual(found?.metricTransformations, [{ metricName: "Errors", metricNamespace: "Shop", metricValue: "1", defaultValue: 0, unit: "None" }]);
  },
  update: {
    inputs: (group) => ({
      logGroupName: group.id,
      metricTransformation: { dimensions: { path: "$.path" }, name: "Slow", namespace: "Shop", unit: "Milliseconds", value: "$.ms" },
      pattern: "{ $.ms > 100 }",
    }),
    paths: [
      "metricTransformation.defaultValue",
      "metricTransformation.dimensions",
      "metricTransformation.name",
      "metricTransformation.unit",
      "metricTransformation.value",
      "pattern",
    ],
    verify: async (lab, _resource, group) => {
      const [found] = await metricFilters(lab, group.id);
      assert.equal(found?.filterPattern, "{ $.ms > 100 }");
      assert.deepEqual(found.metricTransformations, [
        { metricName: "Slow", metricNamespace: "Shop", metricValue: "$.ms", unit: "Milliseconds", dimensions: { path: "$.path" } },
      ]);
    },
  },
  replaces: {
    name: (group) => ({ logGroupName: group.id, metricTransformation: { name: "E", namespace: "S", value: "1" }, name: "another", pattern: "" }),
    logGroupName: () => ({ logGroupName: "another", metricTransformation: { name: "E", namespace: "S", value: "1" }, pattern: "" }),
  },
  drift: {
    act: async (lab, { id }, group) => {
      const [found] = await metricFilters(lab, group.id);
      await (await lab.aws("logs")).putMetricFilter({ logGroupName: group.id, filterName: id, filterPattern: "WARN", metricTransformations: found?.metricTransformations });
    },
    path: "pattern",
  },
  importId: ({ id, state }) => `${String(state["logGroupName"])}:${id}`,
  unknownToImport: ["metricTransformation"],
  gone: async (lab, _resource, group) => (await metricFilters(lab, group.id)).length === 0,
});

async function subscriptions(lab: Lab, logGroupName: string) {
  return (await (await lab.aws("logs")).describeSubscriptionFilters({ logGroupName })).subscriptionFilters ?? [];
}

/** Asks until the function has written a line that starts with `DATA `, and gives what it was sent. */
async function delivered(lab: Lab, functionName: string): Promise<{ logEvents: { message: string }[] }> {
  const logs = await lab.aws("logs");
  for (;;) {
    const { logGroups } = await logs.describeLogGroups({ logGroupNamePrefix: `/aws/lambda/${functionName}` });
    const events = logGroups?.length ? (await logs.filterLogEvents({ logGroupName: `/aws/lambda/${functionName}` })).events : [];
    const [, data] = /DATA (\S+)/.exec((events ?? []).map(({ message }) => message).join("\n")) ?? [];
    if (data !== undefined) return JSON.parse(gunzipSync(Buffer.from(data, "base64")).toString()) as { logEvents: { message: string }[] };
  }
}

describeLifecycle({
  type: "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
  prepare: async (lab) => ({
    group: await makeGroup(lab),
    reader: await lab.make("aws:lambda/function:Function", {
      ...functionInputs(""),
      code: codeOf("exports.handler = async (event) => { console.log('DATA ' + event.awslogs.data); };"),
    }),
  }),
  inputs: ({ group, reader }) => ({ destinationArn: reader.state["arn"], filterPattern: "ERROR", logGroup: group.id }),
  verify: async (lab, { id, state }, { group, reader }) => {
    assert.equal(id, `${group.id}|${String(state["name"])}`);
    assert.deepEqual([state["distribution"], state["roleArn"]], ["ByLogStream", ""]);
    const logs = await lab.aws("logs");
    await logs.createLogStream({ logGroupName: group.id, logStreamName: "one" });
    const logEvents = ["all is well", "ERROR 7"].map((message) => ({ message, timestamp: Date.now() }));
    await logs.putLogEvents({ logGroupName: group.id, logStreamName: "one", logEvents });
    assert.deepEqual((await delivered(lab, reader.id)).logEvents.map(({ message }) => message), ["ERROR 7"]);
  },
  update: {
    inputs: ({ group }) => ({
      destinationArn: "arn:aws:kinesis:us-east-1:000000000000:stream/lines",
      distribution: "Random",
      filterPattern: "",
      logGroup: group.id,
      roleArn: "arn:aws:iam::000000000000:role/lines",
    }),
    paths: ["destinationArn", "distribution", "filterPattern", "roleArn"],
    verify: async (lab, _resource, { group }) => {
      const [found] = await subscriptions(lab, group.id);
      assert.deepEqual(
        [found?.destinationArn, found?.distribution, found?.filterPattern, found?.roleArn],
        ["arn:aws:kinesis:us-east-1:000000000000:stream/lines", "Random", "", "arn:aws:iam::000000000000:role/lines"],
      );
    },
  },
  replaces: {
    name: ({ group, reader }) => ({ destinationArn: reader.state["arn"], filterPattern: "", logGroup: group.id, name: "another" }),
    logGroup: ({ reader }) => ({ destinationArn: reader.state["arn"], filterPattern: "", logGroup: "another" }),
  },
  drift: {
    act: async (lab, { state }, { group }) => {
      const [found] = await subscriptions(lab, group.id);
      await (await lab.aws("logs")).putSubscriptionFilter({
        logGroupName: group.id,
        filterName: String(state["name"]),
        filterPattern: "WARN",
        destinationArn: found?.destinationArn,
        distribution: "Random",
        roleArn: found?.roleArn,
      });
    },
    path: "filterPattern",
  },
  gone: async (lab, _resource, { group }) => (await subscriptions(lab, group.id)).length === 0,
});
