import { defineResource } from "../../definition";
import { t } from "../../schema";
import { documentOf, NO_QUEUE, setDocument } from "./queueDocuments";

export const queuePolicy = defineResource({
  type: "aws:sqs/queuePolicy:QueuePolicy",
  inputs: {
    policy: t.json({ required: true }),
    queueUrl: t.string({ required: true, replaces: true }),
  },
  outputs: {},
  notFound: NO_QUEUE,

  async create(context, given) {
    await setDocument(context, given.queueUrl, "Policy", given.policy);
    return given.queueUrl;
  },

  async read(context, id) {
    const policy = await documentOf(context, id, "Policy");
    return policy === undefined ? undefined : { policy, queueUrl: id };
  },

  async update(context, id, { news }) {
    await setDocument(context, id, "Policy", news.policy);
  },

  async delete(context, id) {
    await setDocument(context, id, "Policy", "");
  },
});
