/** Events, schedules, workflows and watching, as a program puts them together, over the real engine. */

import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { engineStack, type EngineStack } from "../../support/engineStack";
import { labScope } from "./harness";

const ROLE = "arn:aws:iam::000000000000:role/anyone";

describe("a program with events, a workflow and alarms, over the real engine", function () {
  this.timeout(240_000);
  let engine: EngineStack;
  after(async () => {
    await engine?.stack.destroy();
    const left = Object.keys(await engine.resources());
    await engine?.dispose();
    assert.deepEqual(left, []);
  });
  const scope = labScope();
  before(async () => {
    engine = await engineStack(scope.lab.port, program("approved"));
  });

  const program = (verdict: string) => async () => {
    const handler = new aws.lambda.Function("handler", {
      role: ROLE,
      runtime: "nodejs22.x",
      handler: "index.handler",
      code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(`exports.handler = async (order) => ({ ...order, verdict: "${verdict}" });`) }),
      publish: true,
    });
    const live = new aws.lambda.Alias("live", { functionName: handler.name, functionVersion: handler.version, name: "live" });
    new aws.lambda.FunctionEventInvokeConfig("calls", { functionName: handler.name, maximumRetryAttempts: 1 });

    const approved = new aws.sqs.Queue("approved");
    const orders = new aws.sfn.StateMachine("orders", {
      roleArn: ROLE,
      definition: pulumi.jsonStringify({
        StartAt: "Judge",
        States: {
          Judge: { Type: "Task", Resource: live.arn, Next: "Approved?" },
          "Approved?": { Type: "Choice", Choices: [{ Variable: "$.verdict", StringEquals: "approved", Next: "Tell" }], Default: "Refuse" },
          Tell: { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", Parameters: { QueueUrl: approved.url, "MessageBody.$": "$.id" }, End: true },
          Refuse: { Type: "Fail" },
        },
      }),
    });

    const bus = new aws.cloudwatch.EventBus("shop");
    const placed = new aws.cloudwatch.EventRule("placed", { eventBusName: bus.name, eventPattern: JSON.stringify({ source: ["shop"], "detail-type": ["placed"] }) });
    new aws.cloudwatch.EventTarget("placed", { eventBusName: bus.name, rule: placed.name, arn: orders.arn, roleArn: ROLE, inputPath: "$.detail" });
    new aws.cloudwatch.EventPermission("partner", { eventBusName: bus.name, principal: "123456789012", statementId: "partner" });
    aws.cloudwatch.onSchedule("nightly", "cron(0 3 * * ? *)", handler);

    const group = new aws.scheduler.ScheduleGroup("reports");
    new aws.scheduler.Schedule("mornings", { groupName: group.name, flexibleTimeWindow: { mode: "OFF" }, scheduleExpression: "cron(0 8 * * ? *)", scheduleExpressionTimezone: "Asia/Tokyo", target: { arn: handler.arn, roleArn: ROLE } });

    const trouble = new aws.sns.Topic("trouble");
    const log = new aws.cloudwatch.LogGroup("log", { retentionInDays: 7 });
    new aws.cloudwatch.LogMetricFilter("errors", { logGroupName: log.name, pattern: "ERROR", metricTransformation: { name: "Errors", namespace: "Shop", value: "1" } });
    const alarm = new aws.cloudwatch.MetricAlarm("errors", {
      alarmActions: [trouble],
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods: 1,
      metricName: "Errors",
      namespace: "Shop",
      period: 60,
      statistic: "Sum",
      threshold: 5,
    });
    const dashboard = new aws.cloudwatch.Dashboard("shop", {
      dashboardName: "shop-of-the-engine",
      dashboardBody: pulumi.jsonStringify({ widgets: [{ type: "alarm", width: 6, height: 3, properties: { title: "Errors", alarms: [alarm.arn] } }] }),
    });
    return { bus: bus.name, approved: approved.url, alarm: alarm.name, trouble: trouble.arn, dashboard: dashboard.dashboardName };
  };

  it("previews with nothing known yet, deploys, and stays the same", async () => {
    const preview = await engine.stack.preview();
    const { summary, outputs, stdout } = await engine.stack.up();
    assert.match(stdout, /warning:.*runs schedules in UTC.*Asia\/Tokyo/);
    assert.match(stdout, /warning:.*keeps metric filters, but counts nothing/);
    assert.deepEqual(preview.changeSummary, summary.resourceChanges);
    assert.deepEqual((await engine.stack.up()).summary.resourceChanges, { same: summary.resourceChanges?.["create"] });
    assert.deepEqual((await engine.stack.refresh()).summary.resourceChanges, { same: summary.resourceChanges?.["create"] });
    const found = (await (await scope.lab.aws("cloudwatch")).describeAlarms({ AlarmNames: [String(outputs["alarm"]?.value)] })).MetricAlarms;
    assert.deepEqual(found?.[0]?.AlarmActions, [outputs["trouble"]?.value]);
  });

  it("carries an event through the rule, the workflow and the alias into the queue", async () => {
    const { bus, approved } = await engine.stack.outputs();
    const Entries = [{ EventBusName: String(bus?.value), Source: "shop", DetailType: "placed", Detail: JSON.stringify({ id: "order-7" }) }];
    await (await scope.lab.aws("events")).putEvents({ Entries });
    const { Messages } = await (await scope.lab.aws("sqs")).receiveMessage({ QueueUrl: String(approved?.value), WaitTimeSeconds: 20 });
    assert.deepEqual(Messages?.map(({ Body }) => Body), ["order-7"]);
  });

  it("moves the alias to a new version, and changes nothing else", async () => {
    engine.run(program("refused"));
    const { summary } = await engine.stack.up();
    assert.equal(summary.resourceChanges?.["update"], 2);
    assert.equal(summary.resourceChanges["create"], undefined);
  });
});
