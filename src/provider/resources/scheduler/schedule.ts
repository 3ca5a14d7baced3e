import type { CreateScheduleInput, GetScheduleOutput } from "@aws-sdk/client-scheduler";
import type { CheckFailure } from "../../check";
import type { Context } from "../../context";
import { defineResource, type Inputs } from "../../definition";
import { t } from "../../schema";
import { rfc3339 } from "../timestamps";

const date = (text: string) => (Number.isNaN(Date.parse(text)) ? "must be a time such as 2030-01-01T01:00:00Z." : undefined);

const inputs = {
  actionAfterCompletion: t.string({ default: "NONE", oneOf: ["NONE", "DELETE"] }),
  description: t.string(),
  endDate: t.string({ check: date }),
  flexibleTimeWindow: t.object(
    {
      maximumWindowInMinutes: t.number({ check: (minutes) => (minutes >= 1 && minutes <= 1440 ? undefined : "must be 1 to 1440.") }),
      mode: t.string({ required: true, oneOf: ["OFF", "FLEXIBLE"] }),
    },
    { required: true },
  ),
  groupName: t.string({ default: "default", replaces: true }),
  kmsKeyArn: t.string(),
  name: t.string({
    replaces: true,
    autoName: { maxLength: 64, prefixInput: "namePrefix" },
    check: (name) => (/^[\w.-]{1,64}$/.test(name) ? undefined : "must have 1 to 64 letters, digits, dots, dashes and underscores."),
  }),
  namePrefix: t.string({ replaces: true, local: true, computed: true }),
  scheduleExpression: t.string({
    required: true,
    check: (text) => (/^(at|rate|cron)\(.+\)$/.test(text) ? undefined : "must be an at(…), rate(…) or cron(…) expression."),
  }),
  scheduleExpressionTimezone: t.string({ default: "UTC" }),
  startDate: t.string({ check: date }),
  state: t.string({ default: "ENABLED", oneOf: ["ENABLED", "DISABLED"] }),
  target: t.object(
    {
      arn: t.string({ required: true }),
      deadLetterConfig: t.object({ arn: t.string({ required: true }) }),
      input: t.string(),
      retryPolicy: t.object({
        maximumEventAgeInSeconds: t.number({ default: 86400, check: (seconds) => (seconds >= 60 && seconds <= 86400 ? undefined : "must be 60 to 86400.") }),
        maximumRetryAttempts: t.number({ default: 185, check: (attempts) => (attempts >= 0 && attempts <= 185 ? undefined : "must be 0 to 185.") }),
      }),
      roleArn: t.string({ required: true }),
      sqsParameters: t.object({ messageGroupId: t.string() }),
    },
    { required: true },
  ),
};
type ScheduleInputs = Inputs<typeof inputs>;

/**
 * Targets are what the emulator can call: functions, queues, topics and state machines. Parameters for ECS, Kinesis,
 * SageMaker and event buses are left out, as it passes nothing on to these.
 */
export const schedule = defineResource({
  type: "aws:scheduler/schedule:Schedule",
  inputs,
  outputs: { arn: t.string() },
  notFound: ["ResourceNotFoundException"],

  check(given) {
    const failures: CheckFailure[] = [];
    const window = given["flexibleTimeWindow"] as Partial<ScheduleInputs["flexibleTimeWindow"]> | undefined;
    if (window?.mode === "FLEXIBLE" && window.maximumWindowInMinutes === undefined) {
      failures.push({
        property: "flexibleTimeWindow.maximumWindowInMinutes",
        reason: "aws:scheduler/schedule:Schedule: 'flexibleTimeWindow.maximumWindowInMinutes' is required in the mode FLEXIBLE.",
      });
    }
    return failures;
  },

  async create(context, given) {
    const scheduler = await context.client("scheduler");
    await scheduler.createSchedule(settings(given));
    warnOfTimezone(context, given);
    return `${given.groupName}/${given.name}`;
  },

  async read(context, id, prior) {
    const scheduler = await context.client("scheduler");
    const found = await scheduler.getSchedule(placeOf(id));
    return {
      actionAfterCompletion: found.ActionAfterCompletion ?? "NONE",
      description: found.Description || undefined,
      endDate: sameMoment(prior.endDate, found.EndDate),
      flexibleTimeWindow: {
        maximumWindowInMinutes: found.FlexibleTimeWindow?.MaximumWindowInMinutes,
        mode: found.FlexibleTimeWindow?.Mode ?? ("OFF" as const),
      },
      groupName: found.GroupName,
      kmsKeyArn: found.KmsKeyArn,
      name: found.Name,
      scheduleExpression: found.ScheduleExpression,
      scheduleExpressionTimezone: found.ScheduleExpressionTimezone ?? "UTC",
      startDate: sameMoment(prior.startDate, found.StartDate),
      state: found.State,
      target: targetOf(found, prior.target?.retryPolicy !== undefined),
      arn: found.Arn,
    };
  },

  async update(context, _id, { news }) {
    const scheduler = await context.client("scheduler");
    // An update says everything: what it leaves out goes back to its default.
    await scheduler.updateSchedule(settings(news));
    warnOfTimezone(context, news);
  },

  async delete(context, id) {
    const scheduler = await context.client("scheduler");
    await scheduler.deleteSchedule(placeOf(id));
  },
});

/** The emulator keeps a time zone, but its clock runs in UTC: a job at the wrong hour should be no riddle. */
function warnOfTimezone(context: Context, { scheduleExpressionTimezone: timezone }: ScheduleInputs): void {
  if (timezone !== "UTC") context.warn(`The emulator runs schedules in UTC: 'scheduleExpressionTimezone' ${timezone} is kept, but it changes nothing there.`);
}

/** A group's name has no slash, and neither has a schedule's. */
function placeOf(id: string): { GroupName: string; Name: string } {
  const slash = id.indexOf("/");
  return slash < 0 ? { GroupName: "default", Name: id } : { GroupName: id.slice(0, slash), Name: id.slice(slash + 1) };
}

function settings(given: ScheduleInputs): CreateScheduleInput {
  const { target } = given;
  return {
    GroupName: given.groupName,
    Name: given.name,
    ActionAfterCompletion: given.actionAfterCompletion,
    Description: given.description,
    EndDate: given.endDate === undefined ? undefined : new Date(given.endDate),
    FlexibleTimeWindow: { Mode: given.flexibleTimeWindow.mode, MaximumWindowInMinutes: given.flexibleTimeWindow.maximumWindowInMinutes },
    KmsKeyArn: given.kmsKeyArn,
    ScheduleExpression: given.scheduleExpression,
    ScheduleExpressionTimezone: given.scheduleExpressionTimezone,
    StartDate: given.startDate === undefined ? undefined : new Date(given.startDate),
    State: given.state,
    Target: {
      Arn: target.arn,
      RoleArn: target.roleArn,
      Input: target.input,
      DeadLetterConfig: target.deadLetterConfig && { Arn: target.deadLetterConfig.arn },
      RetryPolicy: target.retryPolicy && {
        MaximumEventAgeInSeconds: target.retryPolicy.maximumEventAgeInSeconds,
        MaximumRetryAttempts: target.retryPolicy.maximumRetryAttempts,
      },
      SqsParameters: target.sqsParameters && { MessageGroupId: target.sqsParameters.messageGroupId },
    },
  };
}

function targetOf({ Target: target }: GetScheduleOutput, retriesSaid: boolean): ScheduleInputs["target"] {
  const retry = target?.RetryPolicy;
  // AWS says its own defaults of each schedule; they are no news where the program has none.
  const ownDefaults = retry?.MaximumEventAgeInSeconds === 86400 && retry.MaximumRetryAttempts === 185 && !retriesSaid;
  return {
    arn: target?.Arn ?? "",
    deadLetterConfig: target?.DeadLetterConfig?.Arn === undefined ? undefined : { arn: target.DeadLetterConfig.Arn },
    input: target?.Input,
    retryPolicy:
      retry === undefined || ownDefaults
        ? undefined
        : { maximumEventAgeInSeconds: retry.MaximumEventAgeInSeconds ?? 86400, maximumRetryAttempts: retry.MaximumRetryAttempts ?? 185 },
    roleArn: target?.RoleArn ?? "",
    sqsParameters: target?.SqsParameters?.MessageGroupId === undefined ? undefined : { messageGroupId: target.SqsParameters.MessageGroupId },
  };
}

/** A time in the program's own words, when these mean the same. */
function sameMoment(said: string | undefined, found: Date | undefined): string | undefined {
  return said !== undefined && found !== undefined && Date.parse(said) === found.getTime() ? said : rfc3339(found);
}
