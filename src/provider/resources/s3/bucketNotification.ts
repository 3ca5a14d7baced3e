import type { Event, NotificationConfiguration, NotificationConfigurationFilter } from "@aws-sdk/client-s3";
import { defineResource, type Inputs } from "../../definition";
import { t } from "../../schema";

const destination = {
  events: t.set(t.string(), { required: true }),
  filterPrefix: t.string(),
  filterSuffix: t.string(),
  id: t.string({ computed: true }),
};

const inputs = {
  bucket: t.string({ required: true, replaces: true }),
  eventbridge: t.boolean({ default: false }),
  lambdaFunctions: t.set(t.object({ ...destination, lambdaFunctionArn: t.string() })),
  queues: t.set(t.object({ ...destination, queueArn: t.string({ required: true }) })),
  topics: t.set(t.object({ ...destination, topicArn: t.string({ required: true }) })),
};

/** All of a bucket's notifications: there is one configuration, which the last one to write it owns. */
export const bucketNotification = defineResource({
  type: "aws:s3/bucketNotification:BucketNotification",
  inputs,
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
    return {
      bucket: id,
      eventbridge: found.EventBridgeConfiguration !== undefined,
      lambdaFunctions: found.LambdaFunctionConfigurations?.map((one) => ({ ...commonOf(one), lambdaFunctionArn: one.LambdaFunctionArn })),
      queues: found.QueueConfigurations?.map((one) => ({ ...commonOf(one), queueArn: one.QueueArn ?? "" })),
      topics: found.TopicConfigurations?.map((one) => ({ ...commonOf(one), topicArn: one.TopicArn ?? "" })),
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

/** An id that the program leaves out is chosen by S3. */
function configuration(given: Inputs<typeof inputs>): NotificationConfiguration {
  return {
    ...(given.eventbridge ? { EventBridgeConfiguration: {} } : {}),
    LambdaFunctionConfigurations: given.lambdaFunctions?.map((one) => ({ ...common(one), LambdaFunctionArn: one.lambdaFunctionArn })),
    QueueConfigurations: given.queues?.map((one) => ({ ...common(one), QueueArn: one.queueArn })),
    TopicConfigurations: given.topics?.map((one) => ({ ...common(one), TopicArn: one.topicArn })),
  };
}

interface Common {
  events: string[];
  filterPrefix?: string;
  filterSuffix?: string;
  id?: string;
}

function common({ id, events, filterPrefix, filterSuffix }: Common) {
  const FilterRules = [
    ...(filterPrefix ? [{ Name: "prefix" as const, Value: filterPrefix }] : []),
    ...(filterSuffix ? [{ Name: "suffix" as const, Value: filterSuffix }] : []),
  ];
  return { Id: id, Events: events as Event[], ...(FilterRules.length > 0 ? { Filter: { Key: { FilterRules } } } : {}) };
}

function commonOf({ Id, Events, Filter }: { Id?: string; Events: Event[] | undefined; Filter?: NotificationConfigurationFilter }): Common {
  // AWS says "Prefix" what it is told as "prefix".
  const rule = (name: string) => Filter?.Key?.FilterRules?.find((each) => each.Name?.toLowerCase() === name)?.Value;
  return { id: Id, events: Events ?? [], filterPrefix: rule("prefix"), filterSuffix: rule("suffix") };
}
