import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import { describeLifecycle, labScope } from "./harness";

const ROLE = "arn:aws:iam::000000000000:role/scheduler";
const SCHEDULE = "aws:scheduler/schedule:Schedule";

async function isGone(asking: Promise<unknown>): Promise<boolean> {
  try {
    await asking;
    return false;
  } catch (error) {
    return isAwsError(error, "ResourceNotFoundException");
  }
}

describeLifecycle({
  type: "aws:scheduler/scheduleGroup:ScheduleGroup",
  inputs: () => ({ tags: { team: "learners", level: "1", room: "2" } }),
  verify: async (lab, { id, state }) => {
    assert.match(id, /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["arn"], `arn:aws:scheduler:us-east-1:000000000000:schedule-group/${id}`);
    assert.equal(state["state"], "ACTIVE");
    assert.match(String(state["creationDate"]), /^\d{4}-\d\d-\d\dT/);
    assert.equal((await (await lab.aws("scheduler")).getScheduleGroup({ Name: id })).State, "ACTIVE");
  },
  update: {
    inputs: () => ({ tags: { team: "teachers" } }),
    paths: ["tags.level", "tags.room", "tags.team"],
    verify: async (lab, { state }) => {
      const { Tags } = await (await lab.aws("scheduler")).listTagsForResource({ ResourceArn: String(state["arn"]) });
      assert.deepEqual(Tags, [{ Key: "team", Value: "teachers" }]);
    },
  },
  replaces: { name: () => ({ name: "another" }) },
  drift: {
    act: async (lab, { state }) => {
      await (await lab.aws("scheduler")).tagResource({ ResourceArn: String(state["arn"]), Tags: [{ Key: "team", Value: "nobody" }] });
    },
    path: "tags.team",
  },
  gone: async (lab, { id }) => isGone((await lab.aws("scheduler")).getScheduleGroup({ Name: id })),
});

describeLifecycle({
  type: SCHEDULE,
  prepare: (lab) => lab.make("aws:sqs/queue:Queue", {}),
  inputs: (queue) => ({
    flexibleTimeWindow: { mode: "OFF" },
    scheduleExpression: "rate(1 hour)",
    target: { arn: queue.state["arn"], roleArn: ROLE, input: JSON.stringify({ hello: "there" }) },
  }),
  verify: async (lab, { id, state }, queue) => {
    assert.match(id, /^default\/Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["arn"], `arn:aws:scheduler:us-east-1:000000000000:schedule/${id}`);
    assert.deepEqual([state["groupName"], state["state"], state["scheduleExpressionTimezone"]], ["default", "ENABLED", "UTC"]);
    const found = await (await lab.aws("scheduler")).getSchedule({ Name: String(state["name"]) });
    assert.equal(found.ScheduleExpression, "rate(1 hour)");
    assert.deepEqual(found.Target, { Arn: queue.state["arn"], RoleArn: ROLE, Input: '{"hello":"there"}' });
  },
  update: {
    inputs: (queue) => ({
      description: "Each morning",
      flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 15 },
      scheduleExpression: "cron(0 8 * * ? *)",
      state: "DISABLED",
      target: { arn: queue.state["arn"], roleArn: ROLE },
    }),
    paths: ["description", "flexibleTimeWindow.maximumWindowInMinutes", "flexibleTimeWindow.mode", "scheduleExpression", "state", "target.input"],
    verify: async (lab, { state }) => {
      const found = await (await lab.aws("scheduler")).getSchedule({ Name: String(state["name"]) });
      assert.deepEqual([found.Description, found.State, found.ScheduleExpression], ["Each morning", "DISABLED", "cron(0 8 * * ? *)"]);
      assert.deepEqual(found.FlexibleTimeWindow, { Mode: "FLEXIBLE", MaximumWindowInMinutes: 15 });
      assert.equal(found.Target?.Input, undefined);
    },
  },
  replaces: {
    name: (queue) => ({ name: "another", flexibleTimeWindow: { mode: "OFF" }, scheduleExpression: "rate(1 hour)", target: { arn: queue.state["arn"], roleArn: ROLE } }),
    groupName: (queue) => ({ groupName: "another", flexibleTimeWindow: { mode: "OFF" }, scheduleExpression: "rate(1 hour)", target: { arn: queue.state["arn"], roleArn: ROLE } }),
  },
  drift: {
    act: async (lab, { state }) => {
      const scheduler = await lab.aws("scheduler");
      const { Target, FlexibleTimeWindow, Name, ScheduleExpression } = await scheduler.getSchedule({ Name: String(state["name"]) });
      await scheduler.updateSchedule({ Target, FlexibleTimeWindow, Name, ScheduleExpression, State: "ENABLED", Description: "Each morning" });
    },
    path: "state",
  },
  gone: async (lab, { state }) => isGone((await lab.aws("scheduler")).getSchedule({ Name: String(state["name"]) })),
});

describe("in a group of its own, once", () => {
  describeLifecycle({
    type: SCHEDULE,
    prepare: async (lab) => ({
      group: await lab.make("aws:scheduler/scheduleGroup:ScheduleGroup", {}),
      queue: await lab.make("aws:sqs/queue:Queue", { fifoQueue: true }),
      dead: await lab.make("aws:sqs/queue:Queue", {}),
    }),
    inputs: ({ group, queue, dead }) => ({
      actionAfterCompletion: "DELETE",
      endDate: "2040-01-01T00:00:00+02:00",
      flexibleTimeWindow: { mode: "OFF" },
      groupName: group.id,
      namePrefix: "once-",
      scheduleExpression: "at(2039-12-31T08:00:00)",
      scheduleExpressionTimezone: "Europe/Berlin",
      startDate: "2030-01-01T00:00:00Z",
      target: {
        arn: queue.state["arn"],
        roleArn: ROLE,
        deadLetterConfig: { arn: dead.state["arn"] },
        retryPolicy: { maximumRetryAttempts: 3 },
        sqsParameters: { messageGroupId: "reports" },
      },
    }),
    verify: async (lab, { id, state }, { group, dead }) => {
      assert.match(id, new RegExp(`^${group.id}/once-\\d+$`));
      assert.equal(state["endDate"], "2040-01-01T00:00:00+02:00");
      const found = await (await lab.aws("scheduler")).getSchedule({ GroupName: group.id, Name: String(state["name"]) });
      assert.equal(found.EndDate?.toISOString(), "2039-12-31T22:00:00.000Z");
      assert.deepEqual([found.ActionAfterCompletion, found.ScheduleExpressionTimezone], ["DELETE", "Europe/Berlin"]);
      assert.deepEqual(found.Target?.RetryPolicy, { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 3 });
      assert.equal(found.Target.DeadLetterConfig?.Arn, dead.state["arn"]);
      assert.equal(found.Target.SqsParameters?.MessageGroupId, "reports");
    },
    unknownToImport: ["endDate", "namePrefix"],
    gone: async (lab, { state }, { group }) => isGone((await lab.aws("scheduler")).getSchedule({ GroupName: group.id, Name: String(state["name"]) })),
  });
});

describe("a schedule that can't be", function () {
  this.timeout(60_000);
  const scope = labScope();
  const target = { arn: "arn:aws:sqs:us-east-1:000000000000:q", roleArn: ROLE };

  const failuresOf = async (inputs: Record<string, unknown>) =>
    (await scope.lab.provider.check(SCHEDULE, "Main", { flexibleTimeWindow: { mode: "OFF" }, scheduleExpression: "rate(1 hour)", target, ...inputs } as never)).failures.map(({ property }) => property);

  it("is refused in the preview, by the property at fault", async () => {
    assert.deepEqual(await failuresOf({ scheduleExpression: "each hour" }), ["scheduleExpression"]);
    assert.deepEqual(await failuresOf({ flexibleTimeWindow: { mode: "FLEXIBLE" } }), ["flexibleTimeWindow.maximumWindowInMinutes"]);
    assert.deepEqual(await failuresOf({ target: { ...target, kinesisParameters: { partitionKey: "id" } } }), ["target.kinesisParameters"]);
    assert.deepEqual(await failuresOf({}), []);
  });
});
