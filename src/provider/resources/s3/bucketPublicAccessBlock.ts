import { defineResource, type Inputs } from "../../definition";
import { t } from "../../schema";

const inputs = {
  bucket: t.string({ required: true, replaces: true }),
  blockPublicAcls: t.boolean({ default: false }),
  blockPublicPolicy: t.boolean({ default: false }),
  ignorePublicAcls: t.boolean({ default: false }),
  restrictPublicBuckets: t.boolean({ default: false }),
  skipDestroy: t.boolean({ local: true }),
};

export const bucketPublicAccessBlock = defineResource({
  type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  inputs,
  outputs: {},
  notFound: ["NoSuchPublicAccessBlockConfiguration", "NoSuchBucket"],

  async create(context, given) {
    const s3 = await context.client("s3");
    await s3.putPublicAccessBlock({ Bucket: given.bucket, PublicAccessBlockConfiguration: configuration(given) });
    return given.bucket;
  },

  async read(context, id) {
    const s3 = await context.client("s3");
    const { PublicAccessBlockConfiguration: found } = await s3.getPublicAccessBlock({ Bucket: id });
    return {
      bucket: id,
      blockPublicAcls: found?.BlockPublicAcls ?? false,
      blockPublicPolicy: found?.BlockPublicPolicy ?? false,
      ignorePublicAcls: found?.IgnorePublicAcls ?? false,
      restrictPublicBuckets: found?.RestrictPublicBuckets ?? false,
    };
  },

  async update(context, id, { news, changed }) {
    if (!changed("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")) return;
    const s3 = await context.client("s3");
    await s3.putPublicAccessBlock({ Bucket: id, PublicAccessBlockConfiguration: configuration(news) });
  },

  async delete(context, id, state) {
    if (state.skipDestroy) return;
    const s3 = await context.client("s3");
    await s3.deletePublicAccessBlock({ Bucket: id });
  },
});

function configuration(given: Inputs<typeof inputs>) {
  return {
    BlockPublicAcls: given.blockPublicAcls,
    BlockPublicPolicy: given.blockPublicPolicy,
    IgnorePublicAcls: given.ignorePublicAcls,
    RestrictPublicBuckets: given.restrictPublicBuckets,
  };
}
