import type { Dimension, MetricAlarm, StandardUnit, Statistic } from "@aws-sdk/client-cloudwatch";
import type { CheckFailure } from "../../check";
import type { Context } from "../../context";
import { defineResource, type Inputs } from "../../definition";
import { t } from "../../schema";
import { tagChanges, tagList, tagMap } from "../../tags";

const inputs = {
  actionsEnabled: t.boolean({ default: true }),
  alarmActions: t.set(t.string()),
  alarmDescription: t.string({ check: (text) => (text.length <= 1024 ? undefined : "must have at most 1024 characters.") }),
  comparisonOperator: t.string({
    oneOf: ["GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold"],
  }),
  datapointsToAlarm: t.number(),
  dimensions: t.map(t.string()),
  evaluationPeriods: t.number({ check: (periods) => (periods >= 1 ? undefined : "must be at least 1.") }),
  extendedStatistic: t.string({ check: (text) => (/^(p|tm|tc|ts|wm)\d|^(PR|TM|TC|TS|WM|IQM)/.test(text) ? undefined : "must be a percentile, such as 'p99'.") }),
  insufficientDataActions: t.set(t.string()),
  metricName: t.string(),
  name: t.string({ replaces: true, autoName: { maxLength: 255 } }),
  namespace: t.string(),
  okActions: t.set(t.string()),
  period: t.number({ check: (seconds) => ([10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0) ? undefined : "must be 10, 20, 30 or a multiple of 60 seconds.") }),
  statistic: t.string({ oneOf: ["SampleCount", "Average", "Sum", "Minimum", "Maximum"] }),
  tags: t.tags(),
  threshold: t.number(),
  treatMissingData: t.string({ default: "missing", oneOf: ["missing", "ignore", "breaching", "notBreaching"] }),
  unit: t.string(),
};

/** What an alarm on one metric can't do without. */
const NEEDED = ["comparisonOperator", "evaluationPeriods", "metricName", "namespace", "period", "threshold"] as const;

/** Metric math, anomaly bands, PromQL and warm-up are left out: the emulator keeps nothing of them. */
export const metricAlarm = defineResource({
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  inputs,
  outputs: { arn: t.string() },
  notFound: ["ResourceNotFound", "ResourceNotFoundException"],

  check(given) {
    const failures: CheckFailure[] = [];
    const wrong = (property: string, reason: string) => failures.push({ property, reason: `aws:cloudwatch/metricAlarm:MetricAlarm: ${reason}` });
    for (const name of NEEDED) {
      if (given[name] === undefined) wrong(name, `'${name}' is required. Give it a value.`);
    }
    const { extendedStatistic: extended, statistic } = given;
    if (extended === undefined && statistic === undefined) wrong("statistic", "'statistic' is required, such as 'Average', or 'extendedStatistic', such as 'p99'.");
    if (extended !== undefined && statistic !== undefined) wrong("extendedStatistic", "'statistic' and 'extendedStatistic' can't be given both.");
    return failures;
  },

  async create(context, given) {
    await put(context, given, tagList(given.tagsAll));
    return given.name;
  },

  async read(context, id) {
    const cloudwatch = await context.client("cloudwatch");
    const { MetricAlarms: [found] = [] } = await cloudwatch.describeAlarms({ AlarmNames: [id], AlarmTypes: ["MetricAlarm"] });
    if (found === undefined) return undefined;
    const { Tags } = await cloudwatch.listTagsForResource({ ResourceARN: found.AlarmArn });
    return {
      actionsEnabled: found.ActionsEnabled ?? true,
      alarmActions: found.AlarmActions,
      alarmDescription: found.AlarmDescription || undefined,
      comparisonOperator: found.ComparisonOperator as Inputs<typeof inputs>["comparisonOperator"],
      datapointsToAlarm: found.DatapointsToAlarm,
      dimensions: dimensionMap(found.Dimensions),
      evaluationPeriods: found.EvaluationPeriods,
      extendedStatistic: found.ExtendedStatistic,
      insufficientDataActions: found.InsufficientDataActions,
      metricName: found.MetricName,
      name: found.AlarmName,
      namespace: found.Namespace,
      okActions: found.OKActions,
      period: found.Period,
      statistic: statisticOf(found),
      tags: tagMap(Tags),
      threshold: found.Threshold,
      treatMissingData: (found.TreatMissingData ?? "missing") as "missing",
      unit: found.Unit,
      arn: found.AlarmArn,
    };
  },

  async update(context, _id, { olds, news, state, changed }) {
    const cloudwatch = await context.client("cloudwatch");
    if ((Object.keys(inputs) as (keyof typeof inputs)[]).some((name) => name !== "tags" && changed(name))) await put(context, news);
    if (changed("tags")) {
      const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
      if (remove.length > 0) await cloudwatch.untagResource({ ResourceARN: state.arn, TagKeys: remove });
      if (Object.keys(set).length > 0) await cloudwatch.tagResource({ ResourceARN: state.arn, Tags: tagList(set) });
    }
  },

  async delete(context, id) {
    const cloudwatch = await context.client("cloudwatch");
    await cloudwatch.deleteAlarms({ AlarmNames: [id] });
  },
});

/** It makes an alarm or says all of it anew; its state stays. AWS takes tags of a new one only. */
async function put(context: Context, given: Inputs<typeof inputs>, Tags?: { Key: string; Value: string }[]): Promise<void> {
  const cloudwatch = await context.client("cloudwatch");
  await cloudwatch.putMetricAlarm({
    AlarmName: given.name,
    ActionsEnabled: given.actionsEnabled,
    AlarmActions: given.alarmActions ?? [],
    AlarmDescription: given.alarmDescription,
    ComparisonOperator: given.comparisonOperator,
    DatapointsToAlarm: given.datapointsToAlarm,
    Dimensions: Object.entries(given.dimensions ?? {}).map(([Name, Value]) => ({ Name, Value })),
    EvaluationPeriods: given.evaluationPeriods,
    ExtendedStatistic: given.extendedStatistic,
    InsufficientDataActions: given.insufficientDataActions ?? [],
    MetricName: given.metricName,
    Namespace: given.namespace,
    OKActions: given.okActions ?? [],
    Period: given.period,
    Statistic: given.statistic,
    Tags,
    Threshold: given.threshold,
    TreatMissingData: given.treatMissingData,
    Unit: given.unit as StandardUnit | undefined,
  });
}

/** The emulator says "Average" beside a percentile. */
function statisticOf({ ExtendedStatistic, Statistic }: MetricAlarm): Statistic | undefined {
  return ExtendedStatistic === undefined ? Statistic : undefined;
}

function dimensionMap(dimensions: Dimension[] | undefined): Record<string, string> | undefined {
  if (!dimensions || dimensions.length === 0) return undefined;
  return Object.fromEntries(dimensions.map(({ Name = "", Value = "" }) => [Name, Value]));
}
