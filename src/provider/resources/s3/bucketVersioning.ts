import { defineResource } from "../../definition";
import { t } from "../../schema";

/** MFA delete is left out: the emulator has no such devices. */
export const bucketVersioning = defineResource({
  type: "aws:s3/bucketVersioning:BucketVersioning",
  inputs: {
    bucket: t.string({ required: true, replaces: true }),
    versioningConfiguration: t.object({ status: t.string({ required: true, oneOf: ["Enabled", "Suspended", "Disabled"] }) }, { required: true }),
  },
  outputs: {},
  notFound: ["NoSuchBucket"],

  async create(context, given) {
    const s3 = await context.client("s3");
    const { status } = given.versioningConfiguration;
    // "Disabled" is how a bucket begins; S3 has no way to say it.
    if (status !== "Disabled") await s3.putBucketVersioning({ Bucket: given.bucket, VersioningConfiguration: { Status: status } });
    return given.bucket;
  },

  async read(context, id, prior) {
    const s3 = await context.client("s3");
    const { Status } = await s3.getBucketVersioning({ Bucket: id });
    const disabled = Status === undefined && (prior.versioningConfiguration === undefined || prior.versioningConfiguration.status === "Disabled");
    if (Status === undefined && !disabled) return undefined;
    return { bucket: id, versioningConfiguration: { status: Status ?? "Disabled" } };
  },

  async update(context, id, { news }) {
    const s3 = await context.client("s3");
    const { status } = news.versioningConfiguration;
    // What was versioned once can only be suspended.
    await s3.putBucketVersioning({ Bucket: id, VersioningConfiguration: { Status: status === "Enabled" ? "Enabled" : "Suspended" } });
  },

  async delete(context, id, state) {
    if (state.versioningConfiguration?.status === "Disabled") return;
    const s3 = await context.client("s3");
    await s3.putBucketVersioning({ Bucket: id, VersioningConfiguration: { Status: "Suspended" } });
  },
});
