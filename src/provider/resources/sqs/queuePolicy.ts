import { defineResource } from "../../definition";
import { t } from "../../schema";

export const queuePolicy = defineResource({
  type: "aws:sqs/queuePolicy:QueuePolicy",
  inputs: {
    policy: t.json({ required: true }),
    queueUrl: t.string({ required: true, replaces: true }),
  },
  outputs: {},
  notFound: ["AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"],

  async create(context, given) {
    const sqs = await context.client("sqs");
    await sqs.setQueueAttributes({ QueueUrl: given.queueUrl, Attributes: { Policy: given.policy } });
    return given.queueUrl;
  },

  async read(context, id) {
    const sqs = await context.client("sqs");
    const { Attributes } = await sqs.getQueueAttributes({ QueueUrl: id, AttributeNames: ["Policy"] });
    if (!Attributes?.Policy) return undefined;
    return { policy: Attributes.Policy, queueUrl: id };
  },

  async update(context, id, { news }) {
    const sqs = await context.client("sqs");
    await sqs.setQueueAttributes({ QueueUrl: id, Attributes: { Policy: news.policy } });
  },

  async delete(context, id) {
    const sqs = await context.client("sqs");
    await sqs.setQueueAttributes({ QueueUrl: id, Attributes: { Policy: "" } });
  },
});
