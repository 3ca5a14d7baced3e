import { defineResource } from "../../definition";
import { isAwsError, ProviderError } from "../../errors";
import { t } from "../../schema";

/** `mfa` and `mfaDelete` are left out: an emulator has no devices to ask for a code. */
export const bucketVersioning = defineResource({
  type: "aws:s3/bucketVersioning:BucketVersioning",
  inputs: {
    bucket: t.string({ required: true, replaces: true }),
    versioningConfiguration: t.object(
      { status: t.string({ required: true, oneOf: ["Enabled", "Suspended", "Disabled"] }) },
      { required: true },
    ),
  },
  outputs: {},
  notFound: ["NoSuchBucket"],

  async create(context, given) {
    const { status } = given.versioningConfiguration;
    // A bucket that never had versions is "Disabled", and there is no way to ask for that.
    if (status === "Disabled") return given.bucket;
    const s3 = await context.client("s3");
    await s3.putBucketVersioning({ Bucket: given.bucket, VersioningConfiguration: { Status: status } });
    return given.bucket;
  },

  async read(context, id) {
    const s3 = await context.client("s3");
    const { Status } = await s3.getBucketVersioning({ Bucket: id });
    return { bucket: id, versioningConfiguration: { status: Status ?? "Disabled" } };
  },

  async update(context, id, { news }) {
    const { status } = news.versioningConfiguration;
    if (status === "Disabled") {
      throw new ProviderError("a bucket that once had versions can't do without: 'versioningConfiguration.status' must be 'Enabled' or 'Suspended'.");
    }
    const s3 = await context.client("s3");
    await s3.putBucketVersioning({ Bucket: id, VersioningConfiguration: { Status: status } });
  },

  async delete(context, id, state) {
    if (state.versioningConfiguration?.status === "Disabled") return;
    const s3 = await context.client("s3");
    try {
      await s3.putBucketVersioning({ Bucket: id, VersioningConfiguration: { Status: "Suspended" } });
    } catch (error) {
      // Object lock needs versions for as long as the bucket is there.
      if (!isAwsError(error, "InvalidBucketState")) throw error;
    }
  },
});
