import type { Event, FilterRule } from "@aws-sdk/client-s3";
import { defineResource } from "../../definition";
import { t } from "../../schema";

/** What the three kinds of targets have in common. */
const target = {
  events: t.set(t.string(), { required: true }),
  filterPrefix: t.string(),
  filterSuffix: t.string(),
  id: t.string({ computed: true }),
};

interface Target {
  events: string[];
  filterPrefix?: string;
  filterSuffix?: string;
  id?: string;
}

export const bucketNotification = defineResource({
  type: "aws:s3/bucketNotification:BucketNotification",
  inputs: {
    bucket: t.string({ required: true, replaces: true }),
    eventbridge: t.boolean({ default: false }),
    lambdaFunctions: t.list(t.object({ ...target, lambdaFunctionArn: t.string() })),
    queues: t.list(t.object({ ...target, queueArn: t.string({ required: true }) })),
    topics: t.list(t.object({ ...target, topicArn: t.string({ required: true }) })),
  },
  outputs: {},
  notFound: ["NoSuchBucket"],

  async create(context, given) {
    const s3 = await context.client("s3");
    await s3.putBucketNotificationConfiguration({ Bucket: given.bucket, NotificationConfiguration: configuration(given) });
    return given.bucket;
  },

  async read(context, id) {
    const s3 = await context.client("s3");
    const found = await s3.getBucketNotificationConfiguration({ Bucket: id });
    const { LambdaFunctionConfigurations: functions = [], QueueConfigurations: queues = [], TopicConfigurations: topics = [] } = found;
    const eventbridge = found.EventBridgeConfiguration !== undefined;
    if (functions.length + queues.length + topics.length === 0 && !eventbridge) return undefined;
    return {
      bucket: id,
      eventbridge,
      lambdaFunctions: functions.map((each) => ({ ...shared(each), lambdaFunctionArn: each.LambdaFunctionArn })),
      queues: queues.map((each) => ({ ...shared(each), queueArn: each.QueueArn ?? "" })),
      topics: topics.map((each) => ({ ...shared(each), topicArn: each.TopicArn ?? "" })),
    };
  },

  async update(context, id, { news }) {
    const s3 = await context.client("s3");
    await s3.putBucketNotificationConfiguration({ Bucket: id, NotificationConfiguration: configuration(news) });
  },

  async delete(context, id) {
    const s3 = await context.client("s3");
    await s3.putBucketNotificationConfiguration({ Bucket: id, NotificationConfiguration: {} });
  },
});

interface Targets {
  eventbridge: boolean;
  lambdaFunctions?: (Target & { lambdaFunctionArn?: string })[];
  queues?: (Target & { queueArn: string })[];
  topics?: (Target & { topicArn: string })[];
}

/** S3 takes all of a bucket's notifications at once. */
function configuration(given: Targets) {
  return {
    LambdaFunctionConfigurations: given.lambdaFunctions?.map((each) => ({ ...settings(each), LambdaFunctionArn: each.lambdaFunctionArn ?? "" })),
    QueueConfigurations: given.queues?.map((each) => ({ ...settings(each), QueueArn: each.queueArn })),
    TopicConfigurations: given.topics?.map((each) => ({ ...settings(each), TopicArn: each.topicArn })),
    ...(given.eventbridge ? { EventBridgeConfiguration: {} } : {}),
  };
}

function settings({ events, filterPrefix, filterSuffix, id }: Target) {
  const rules: FilterRule[] = [];
  if (filterPrefix) rules.push({ Name: "prefix", Value: filterPrefix });
  if (filterSuffix) rules.push({ Name: "suffix", Value: filterSuffix });
  return { Id: id, Events: events as Event[], Filter: rules.length > 0 ? { Key: { FilterRules: rules } } : undefined };
}

function shared(found: { Id?: string; Events?: string[]; Filter?: { Key?: { FilterRules?: FilterRule[] } } }): Target {
  // S3 writes the names with a capital, emulators as they came.
  const rule = (name: string): string | undefined => found.Filter?.Key?.FilterRules?.find((each) => each.Name?.toLowerCase() === name)?.Value || undefined;
  return { events: found.Events ?? [], filterPrefix: rule("prefix"), filterSuffix: rule("suffix"), id: found.Id };
}
