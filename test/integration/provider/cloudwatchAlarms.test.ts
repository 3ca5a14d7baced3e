import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import type { Values } from "../../../src/provider/wire";
import { describeLifecycle, labScope, type Lab } from "./harness";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

async function find(lab: Lab, name: string) {
  return (await (await lab.aws("cloudwatch")).describeAlarms({ AlarmNames: [name] })).MetricAlarms?.[0];
}

const errors = {
  comparisonOperator: "GreaterThanOrEqualToThreshold",
  evaluationPeriods: 1,
  metricName: "Errors",
  namespace: "Shop",
  period: 60,
  statistic: "Sum",
  threshold: 0,
};

describeLifecycle({
  type: ALARM,
  prepare: async (lab) => ({ topic: await lab.make("aws:sns/topic:Topic", {}), other: await lab.make("aws:sns/topic:Topic", {}) }),
  inputs: ({ topic }) => ({
    ...errors,
    alarmActions: [topic.id],
    alarmDescription: "Something fails",
    dimensions: { FunctionName: "orders", Stage: "test" },
    okActions: [topic.id],
    tags: { team: "learners", level: "1" },
    unit: "Count",
  }),
  verify: async (lab, { id, state }, { topic }) => {
    assert.match(id, /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["arn"], `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${id}`);
    assert.deepEqual([state["actionsEnabled"], state["treatMissingData"], state["threshold"]], [true, "missing", 0]);
    const found = await find(lab, id);
    assert.deepEqual([found?.AlarmActions, found?.OKActions, found?.Unit, found?.Statistic], [[topic.id], [topic.id], "Count", "Sum"]);
    assert.deepEqual(found?.Dimensions, [{ Name: "FunctionName", Value: "orders" }, { Name: "Stage", Value: "test" }]);
  },
  update: {
    inputs: ({ topic, other }) => ({
      ...errors,
      actionsEnabled: false,
      alarmActions: [topic.id, other.id],
      datapointsToAlarm: 2,
      evaluationPeriods: 3,
      extendedStatistic: "p99",
      insufficientDataActions: [other.id],
      statistic: undefined,
      tags: { team: "teachers" },
      threshold: 2.5,
      treatMissingData: "notBreaching",
    }),
    paths: [
      "actionsEnabled",
      "alarmActions[1]",
      "alarmDescription",
      "datapointsToAlarm",
      "dimensions",
      "evaluationPeriods",
      "extendedStatistic",
      "insufficientDataActions",
      "okActions",
      "statistic",
      "tags.level",
      "tags.team",
      "threshold",
      "treatMissingData",
      "unit",
    ],
    verify: async (lab, { id, state }, { topic, other }) => {
      const found = await find(lab, id);
      assert.deepEqual([found?.ActionsEnabled, found?.AlarmActions, found?.OKActions], [false, [topic.id, other.id], []]);
      assert.deepEqual([found?.DatapointsToAlarm, found?.EvaluationPeriods, found?.Threshold, found?.ExtendedStatistic], [2, 3, 2.5, "p99"]);
      assert.deepEqual([found?.Dimensions, found?.TreatMissingData, found?.Unit], [[], "notBreaching", undefined]);
      const { Tags } = await (await lab.aws("cloudwatch")).listTagsForResource({ ResourceARN: String(state["arn"]) });
      assert.deepEqual(Tags, [{ Key: "team", Value: "teachers" }]);
    },
  },
  replaces: { name: () => ({ ...errors, name: "another" }) },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("cloudwatch")).enableAlarmActions({ AlarmNames: [id] });
    },
    path: "actionsEnabled",
  },
  gone: async (lab, { id }) => (await find(lab, id)) === undefined,
});

describe(ALARM, function () {
  this.timeout(60_000);
  const scope = labScope();

  it("tells its topic when the metric crosses the threshold", async () => {
    const { lab } = scope;
    const queue = await lab.make("aws:sqs/queue:Queue", {});
    const topic = await lab.make("aws:sns/topic:Topic", {});
    await lab.make("aws:sns/topicSubscription:TopicSubscription", { topic: topic.id, protocol: "sqs", endpoint: queue.state["arn"], rawMessageDelivery: true });
    const metricName = lab.name("Errors");
    const alarm = await lab.make(ALARM, { ...errors, metricName, threshold: 1, alarmActions: [topic.id] });
    await (await lab.aws("cloudwatch")).putMetricData({ Namespace: "Shop", MetricData: [{ MetricName: metricName, Value: 2 }] });
    const { Messages } = await (await lab.aws("sqs")).receiveMessage({ QueueUrl: queue.id, WaitTimeSeconds: 10 });
    const told = JSON.parse(Messages?.[0]?.Body ?? "{}") as { AlarmName?: string; NewStateValue?: string };
    assert.deepEqual([told.AlarmName, told.NewStateValue], [alarm.id, "ALARM"]);
  });

  it("that can't be is refused in the preview, by the property at fault", async () => {
    const failuresOf = async (inputs: Values) => (await scope.lab.provider.check(ALARM, "Main", inputs)).failures.map(({ property }) => property);
    assert.deepEqual(await failuresOf({ ...errors, statistic: undefined }), ["statistic"]);
    assert.deepEqual(await failuresOf({ ...errors, extendedStatistic: "p90" }), ["extendedStatistic"]);
    assert.deepEqual(await failuresOf({ ...errors, period: 45 }), ["period"]);
    assert.deepEqual(await failuresOf({ ...errors, metricName: undefined }), ["metricName"]);
    assert.deepEqual(await failuresOf({ ...errors, metricQueries: [{ id: "e1", expression: "m1/m2" }] }), ["metricQueries"]);
  });
});

const body = (title: string) => JSON.stringify({ widgets: [{ type: "text", x: 0, y: 0, width: 6, height: 3, properties: { markdown: title } }] });

describeLifecycle({
  type: "aws:cloudwatch/dashboard:Dashboard",
  prepare: (lab) => Promise.resolve(lab.name("shop")),
  inputs: (dashboardName) => ({ dashboardName, dashboardBody: body("Orders") }),
  verify: async (lab, { id, state }, name) => {
    assert.equal(id, name);
    assert.equal(state["dashboardArn"], `arn:aws:cloudwatch::000000000000:dashboard/${name}`);
    assert.equal((await (await lab.aws("cloudwatch")).getDashboard({ DashboardName: id })).DashboardBody, body("Orders"));
  },
  update: {
    inputs: (dashboardName) => ({ dashboardName, dashboardBody: body("Payments") }),
    paths: ["dashboardBody"],
    verify: async (lab, { id }) => {
      assert.equal((await (await lab.aws("cloudwatch")).getDashboard({ DashboardName: id })).DashboardBody, body("Payments"));
    },
  },
  replaces: { dashboardName: () => ({ dashboardName: "another", dashboardBody: body("Orders") }) },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("cloudwatch")).putDashboard({ DashboardName: id, DashboardBody: body("Somebody was here") });
    },
    path: "dashboardBody",
  },
  gone: async (lab, { id }) => {
    try {
      await (await lab.aws("cloudwatch")).getDashboard({ DashboardName: id });
      return false;
    } catch (error) {
      return isAwsError(error, "ResourceNotFound");
    }
  },
});
