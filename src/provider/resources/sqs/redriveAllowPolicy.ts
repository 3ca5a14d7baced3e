import { defineResource } from "../../definition";
import { t } from "../../schema";
import { documentOf, NO_QUEUE, setDocument } from "./queueDocuments";

export const redriveAllowPolicy = defineResource({
  type: "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
  inputs: {
    queueUrl: t.string({ required: true, replaces: true }),
    redriveAllowPolicy: t.json({ required: true }),
  },
  outputs: {},
  notFound: NO_QUEUE,

  async create(context, given) {
    await setDocument(context, given.queueUrl, "RedriveAllowPolicy", given.redriveAllowPolicy);
    return given.queueUrl;
  },

  async read(context, id) {
    const redriveAllowPolicy = await documentOf(context, id, "RedriveAllowPolicy");
    return redriveAllowPolicy === undefined ? undefined : { redriveAllowPolicy, queueUrl: id };
  },

  async update(context, id, { news }) {
    await setDocument(context, id, "RedriveAllowPolicy", news.redriveAllowPolicy);
  },

  async delete(context, id) {
    await setDocument(context, id, "RedriveAllowPolicy", "");
  },
});
