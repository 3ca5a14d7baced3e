import { defineResource } from "../../definition";
import { t } from "../../schema";

export const bucketPolicy = defineResource({
  type: "aws:s3/bucketPolicy:BucketPolicy",
  inputs: {
    bucket: t.string({ required: true, replaces: true }),
    policy: t.json({ required: true }),
  },
  outputs: {},
  notFound: ["NoSuchBucketPolicy", "NoSuchBucket"],

  async create(context, given) {
    const s3 = await context.client("s3");
    await s3.putBucketPolicy({ Bucket: given.bucket, Policy: given.policy });
    return given.bucket;
  },

  async read(context, id) {
    const s3 = await context.client("s3");
    const { Policy } = await s3.getBucketPolicy({ Bucket: id });
    return { bucket: id, policy: Policy };
  },

  async update(context, id, { news }) {
    const s3 = await context.client("s3");
    await s3.putBucketPolicy({ Bucket: id, Policy: news.policy });
  },

  async delete(context, id) {
    const s3 = await context.client("s3");
    await s3.deleteBucketPolicy({ Bucket: id });
  },
});
