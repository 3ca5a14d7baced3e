import { defineResource } from "../../definition";
import { t } from "../../schema";

export const bucketOwnershipControls = defineResource({
  type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  inputs: {
    bucket: t.string({ required: true, replaces: true }),
    rule: t.object(
      {
        objectOwnership: t.string({
          required: true,
          oneOf: ["BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"],
        }),
      },
      { required: true },
    ),
  },
  outputs: {},
  notFound: ["OwnershipControlsNotFoundError", "NoSuchBucket"],

  async create(context, given) {
    const s3 = await context.client("s3");
    await s3.putBucketOwnershipControls({
      Bucket: given.bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: given.rule.objectOwnership }] },
    });
    return given.bucket;
  },

  async read(context, id) {
    const s3 = await context.client("s3");
    const { OwnershipControls: found } = await s3.getBucketOwnershipControls({ Bucket: id });
    const ownership = found?.Rules?.[0]?.ObjectOwnership;
    return { bucket: id, rule: ownership === undefined ? undefined : { objectOwnership: ownership } };
  },

  async update(context, id, { news }) {
    const s3 = await context.client("s3");
    await s3.putBucketOwnershipControls({
      Bucket: id,
      OwnershipControls: { Rules: [{ ObjectOwnership: news.rule.objectOwnership }] },
    });
  },

  async delete(context, id) {
    const s3 = await context.client("s3");
    await s3.deleteBucketOwnershipControls({ Bucket: id });
  },
});
