import type { BucketCannedACL, BucketLocationConstraint, S3 } from "@aws-sdk/client-s3";
import { defineResource } from "../../definition";
import { isAwsError } from "../../errors";
import { websiteZone } from "../../regions";
import { t } from "../../schema";
import { tagList, tagMap } from "../../tags";
import { inlineInputs, putInline, readInline } from "./bucketInline";

/**
 * The canonical example of a resource type. Order and habits to copy: the schema first, `create` does as little as
 * makes the thing exist and says so with `created`, `read` answers every property (`undefined` where there is none),
 * `update` asks what `changed`.
 */
export const bucket = defineResource({
  type: "aws:s3/bucket:Bucket",
  inputs: {
    bucket: t.string({
      replaces: true,
      autoName: { maxLength: 63, transform: (name) => name.toLowerCase(), prefixInput: "bucketPrefix" },
      check: (name) =>
        /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)
          ? undefined
          : "must have 3 to 63 lower-case letters, digits, dots and dashes, and begin and end with a letter or digit.",
    }),
    bucketPrefix: t.string({ replaces: true, local: true, computed: true }),
    forceDestroy: t.boolean({ default: false, local: true }),
    objectLockEnabled: t.boolean({ replaces: true, computed: true }),
    tags: t.tags(),
    ...inlineInputs,
  },
  outputs: {
    arn: t.string(),
    bucketDomainName: t.string(),
    bucketRegion: t.string(),
    bucketRegionalDomainName: t.string(),
    hostedZoneId: t.string(),
    websiteDomain: t.string(),
    websiteEndpoint: t.string(),
  },
  notFound: ["NoSuchBucket", "NotFound"],

  async create(context, inputs) {
    const s3 = await context.client("s3");
    await s3.createBucket({
      Bucket: inputs.bucket,
      ACL: inputs.acl as BucketCannedACL | undefined,
      ObjectLockEnabledForBucket: inputs.objectLockEnabled,
      ...(context.region === "us-east-1"
        ? {}
        : { CreateBucketConfiguration: { LocationConstraint: context.region as BucketLocationConstraint } }),
    });
    context.created(inputs.bucket);
    if (Object.keys(inputs.tagsAll).length > 0) await putTags(s3, inputs.bucket, inputs.tagsAll);
    await putInline(s3, inputs.bucket, inputs, (input) => (input === "versioning" ? inputs.versioning?.enabled === true : input !== "acl"));
    return inputs.bucket;
  },

  async read(context, id, prior) {
    const s3 = await context.client("s3");
    await s3.headBucket({ Bucket: id });
    return {
      bucket: id,
      objectLockEnabled: await objectLockEnabled(s3, id),
      tags: await readTags(s3, id),
      arn: await context.arn("s3", id, { region: "", account: "" }),
      bucketDomainName: `${id}.s3.amazonaws.com`,
      bucketRegion: context.region,
      bucketRegionalDomainName: `${id}.s3.${context.region}.amazonaws.com`,
      hostedZoneId: websiteZone(context.region),
      ...(await readInline(s3, id, context.region, prior)),
    };
  },

  async update(context, id, { news, changed }) {
    const s3 = await context.client("s3");
    if (changed("tags")) await putTags(s3, id, news.tagsAll);
    await putInline(s3, id, news, changed);
  },

  async delete(context, id, state) {
    const s3 = await context.client("s3");
    if (state.forceDestroy) await emptyBucket(s3, id, context.signal);
    await s3.deleteBucket({ Bucket: id });
  },
});

async function putTags(s3: S3, bucket: string, tags: Record<string, string>): Promise<void> {
  if (Object.keys(tags).length === 0) await s3.deleteBucketTagging({ Bucket: bucket });
  else await s3.putBucketTagging({ Bucket: bucket, Tagging: { TagSet: tagList(tags) } });
}

async function readTags(s3: S3, bucket: string): Promise<Record<string, string> | undefined> {
  try {
    return tagMap((await s3.getBucketTagging({ Bucket: bucket })).TagSet);
  } catch (error) {
    if (isAwsError(error, "NoSuchTagSet")) return undefined;
    throw error;
  }
}

async function objectLockEnabled(s3: S3, bucket: string): Promise<boolean> {
  try {
    const { ObjectLockConfiguration } = await s3.getObjectLockConfiguration({ Bucket: bucket });
    return ObjectLockConfiguration?.ObjectLockEnabled === "Enabled";
  } catch (error) {
    if (isAwsError(error, "ObjectLockConfigurationNotFoundError")) return false;
    throw error;
  }
}

/** Removes every version and delete marker, a page at a time. */
async function emptyBucket(s3: S3, bucket: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const page = await s3.listObjectVersions({ Bucket: bucket, MaxKeys: 1000 });
    const objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (objects.length === 0) return;
    const { Errors } = await s3.deleteObjects({
      Bucket: bucket,
      Delete: { Objects: objects, Quiet: true },
      BypassGovernanceRetention: true,
    });
    const failed = Errors?.[0];
    if (failed) throw new Error(`object '${failed.Key}' of the bucket can't be deleted: ${failed.Message ?? failed.Code}`);
  }
}
