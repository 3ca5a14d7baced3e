import { defineResource, type Inputs } from "../../definition";
import { t } from "../../schema";

const inputs = {
  bucket: t.string({ required: true, replaces: true }),
  rules: t.set(
    t.object({
      applyServerSideEncryptionByDefault: t.object(
        {
          kmsMasterKeyId: t.string({ default: "" }),
          sseAlgorithm: t.string({ required: true, oneOf: ["AES256", "aws:kms", "aws:kms:dsse"] }),
        },
        {
          check: (by) =>
            by.sseAlgorithm === "AES256" && by.kmsMasterKeyId !== ""
              ? "can have a 'kmsMasterKeyId' only when 'sseAlgorithm' is 'aws:kms'."
              : undefined,
        },
      ),
      bucketKeyEnabled: t.boolean({ default: false }),
    }),
    { required: true, check: (rules) => (rules.length === 1 ? undefined : "must have exactly one rule: S3 takes no more.") },
  ),
};

/** Types of encryption to block are left out: the emulator blocks none. */
export const bucketServerSideEncryptionConfiguration = defineResource({
  type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  inputs,
  outputs: {},
  notFound: ["ServerSideEncryptionConfigurationNotFoundError", "NoSuchBucket"],

  async create(context, given) {
    const s3 = await context.client("s3");
    await s3.putBucketEncryption(request(given));
    return given.bucket;
  },

  async read(context, id) {
    const s3 = await context.client("s3");
    const { ServerSideEncryptionConfiguration: found } = await s3.getBucketEncryption({ Bucket: id });
    return {
      bucket: id,
      rules: found?.Rules?.map(({ ApplyServerSideEncryptionByDefault: by, BucketKeyEnabled }) => ({
        applyServerSideEncryptionByDefault: by && {
          kmsMasterKeyId: by.KMSMasterKeyID ?? "",
          sseAlgorithm: by.SSEAlgorithm as "AES256",
        },
        bucketKeyEnabled: BucketKeyEnabled ?? false,
      })),
    };
  },

  async update(context, _id, { news }) {
    const s3 = await context.client("s3");
    await s3.putBucketEncryption(request(news));
  },

  /** A bucket is always encrypted: what is left is S3's default. */
  async delete(context, id) {
    const s3 = await context.client("s3");
    await s3.deleteBucketEncryption({ Bucket: id });
  },
});

function request(given: Inputs<typeof inputs>) {
  return {
    Bucket: given.bucket,
    ServerSideEncryptionConfiguration: {
      Rules: given.rules.map(({ applyServerSideEncryptionByDefault: by, bucketKeyEnabled }) => ({
        ApplyServerSideEncryptionByDefault: by && { SSEAlgorithm: by.sseAlgorithm, KMSMasterKeyID: by.kmsMasterKeyId || undefined },
        BucketKeyEnabled: bucketKeyEnabled,
      })),
    },
  };
}
