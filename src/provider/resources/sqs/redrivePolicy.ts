import { defineResource } from "../../definition";
import { t } from "../../schema";
import { documentOf, NO_QUEUE, setDocument } from "./queueDocuments";

export const redrivePolicy = defineResource({
  type: "aws:sqs/redrivePolicy:RedrivePolicy",
  inputs: {
    queueUrl: t.string({ required: true, replaces: true }),
    redrivePolicy: t.json({ required: true }),
  },
  outputs: {},
  notFound: NO_QUEUE,

  async create(context, given) {
    await setDocument(context, given.queueUrl, "RedrivePolicy", given.redrivePolicy);
    return given.queueUrl;
  },

  async read(context, id) {
    const redrivePolicy = await documentOf(context, id, "RedrivePolicy");
    return redrivePolicy === undefined ? undefined : { redrivePolicy, queueUrl: id };
  },

  async update(context, id, { news }) {
    await setDocument(context, id, "RedrivePolicy", news.redrivePolicy);
  },

  async delete(context, id) {
    await setDocument(context, id, "RedrivePolicy", "");
  },
});
