import type { StandardUnit } from "@aws-sdk/client-cloudwatch-logs";
import type { CheckFailure } from "../../check";
import type { Context } from "../../context";
import { defineResource, type Inputs } from "../../definition";
import { t } from "../../schema";
import { inGroup } from "./logChildIds";

const inputs = {
  logGroupName: t.string({ required: true, replaces: true }),
  metricTransformation: t.object(
    {
      defaultValue: t.string({ check: (value) => (Number.isFinite(Number(value)) ? undefined : "must be a number.") }),
      dimensions: t.map(t.string()),
      name: t.string({ required: true }),
      namespace: t.string({ required: true }),
      unit: t.string({ default: "None" }),
      value: t.string({ required: true }),
    },
    { required: true },
  ),
  name: t.string({
    replaces: true,
    autoName: { maxLength: 512 },
    check: (name) => (/^[^:*]{1,512}$/.test(name) ? undefined : "must have 1 to 512 characters, none of them : or *."),
  }),
  pattern: t.string({ required: true }),
};

/** What has to do with transformed logs is left out: the emulator has none. */
export const logMetricFilter = defineResource({
  type: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
  inputs,
  outputs: {},
  notFound: ["ResourceNotFoundException"],
  idAfterImport: (id) => id.slice(id.lastIndexOf(":") + 1),

  check(given) {
    const failures: CheckFailure[] = [];
    const transformation = given["metricTransformation"] as Partial<Inputs<typeof inputs>["metricTransformation"]> | undefined;
    if (transformation?.defaultValue !== undefined && transformation.dimensions !== undefined) {
      failures.push({
        property: "metricTransformation.defaultValue",
        reason: "aws:cloudwatch/logMetricFilter:LogMetricFilter: 'defaultValue' and 'dimensions' can't be given both.",
      });
    }
    return failures;
  },

  async create(context, given) {
    await put(context, given);
    context.warn("The emulator keeps metric filters, but counts nothing: the metric stays without data. Put data with PutMetricData to try an alarm on it.");
    return given.name;
  },

  async read(context, id, prior) {
    const logs = await context.client("logs");
    const { group, name } = inGroup(id, ":", prior.logGroupName);
    let nextToken: string | undefined;
    do {
      const page = await logs.describeMetricFilters({ logGroupName: group, filterNamePrefix: name, nextToken });
      const found = page.metricFilters?.find((filter) => filter.filterName === name);
      if (found) {
        const [metric] = found.metricTransformations ?? [];
        return {
          logGroupName: group,
          metricTransformation: {
            // AWS takes a number, a program says text: "0.50" and 0.5 are the same.
            defaultValue: sameNumber(prior.metricTransformation?.defaultValue, metric?.defaultValue),
            dimensions: metric?.dimensions,
            name: metric?.metricName ?? "",
            namespace: metric?.metricNamespace ?? "",
            unit: metric?.unit ?? "None",
            value: metric?.metricValue ?? "",
          },
          name,
          pattern: found.filterPattern ?? "",
        };
      }
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return undefined;
  },

  async update(context, _id, { news }) {
    await put(context, news);
  },

  async delete(context, id, state) {
    const logs = await context.client("logs");
    await logs.deleteMetricFilter({ logGroupName: state.logGroupName, filterName: id });
  },
});

/** A filter of the same name is written over as a whole. */
async function put(context: Context, given: Inputs<typeof inputs>): Promise<void> {
  const logs = await context.client("logs");
  const metric = given.metricTransformation;
  await logs.putMetricFilter({
    logGroupName: given.logGroupName,
    filterName: given.name,
    filterPattern: given.pattern,
    metricTransformations: [
      {
        metricName: metric.name,
        metricNamespace: metric.namespace,
        metricValue: metric.value,
        defaultValue: metric.defaultValue === undefined ? undefined : Number(metric.defaultValue),
        dimensions: metric.dimensions,
        unit: metric.unit as StandardUnit,
      },
    ],
  });
}

function sameNumber(said: string | undefined, found: number | undefined): string | undefined {
  if (found === undefined) return undefined;
  return said !== undefined && Number(said) === found ? said : String(found);
}
