import { defineResource, type Inputs } from "../../definition";
import { t } from "../../schema";
import { fromS3, lifecycleRules, toS3 } from "./lifecycleRules";

const inputs = {
  bucket: t.string({ required: true, replaces: true }),
  rules: lifecycleRules,
  /** The other value is left out: the emulator keeps none. */
  transitionDefaultMinimumObjectSize: t.string({ computed: true, oneOf: ["all_storage_classes_128K"] }),
};

export const bucketLifecycleConfiguration = defineResource({
  type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  inputs,
  outputs: {},
  notFound: ["NoSuchLifecycleConfiguration", "NoSuchBucket"],

  async create(context, given) {
    const s3 = await context.client("s3");
    await s3.putBucketLifecycleConfiguration(request(given));
    return given.bucket;
  },

  async read(context, id) {
    const s3 = await context.client("s3");
    const found = await s3.getBucketLifecycleConfiguration({ Bucket: id });
    return {
      bucket: id,
      rules: found.Rules?.map(fromS3),
      transitionDefaultMinimumObjectSize: found.TransitionDefaultMinimumObjectSize as "all_storage_classes_128K" | undefined,
    };
  },

  async update(context, _id, { news }) {
    const s3 = await context.client("s3");
    await s3.putBucketLifecycleConfiguration(request(news));
  },

  async delete(context, id) {
    const s3 = await context.client("s3");
    await s3.deleteBucketLifecycle({ Bucket: id });
  },
});

function request(given: Inputs<typeof inputs>) {
  return {
    Bucket: given.bucket,
    LifecycleConfiguration: { Rules: (given.rules ?? []).map(toS3) },
    TransitionDefaultMinimumObjectSize: given.transitionDefaultMinimumObjectSize,
  };
}
