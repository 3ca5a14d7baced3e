import type { BucketLocationConstraint, S3 } from "@aws-sdk/client-s3";
import { defineResource } from "../../definition";
import { isAwsError } from "../../errors";
import { t } from "../../schema";
import { tagList, tagMap } from "../../tags";

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
  },
  outputs: {
    arn: t.string(),
    bucketDomainName: t.string(),
    bucketRegion: t.string(),
    bucketRegionalDomainName: t.string(),
    hostedZoneId: t.string(),
  },
  notFound: ["NoSuchBucket", "NotFound"],

  async create(context, inputs) {
    const s3 = await context.client("s3");
    await s3.createBucket({
      Bucket: inputs.bucket,
      ObjectLockEnabledForBucket: inputs.objectLockEnabled,
      ...(context.region === "us-east-1"
        ? {}
        : { CreateBucketConfiguration: { LocationConstraint: context.region as BucketLocationConstraint } }),
    });
    context.created(inputs.bucket);
    if (Object.keys(inputs.tagsAll).length > 0) await putTags(s3, inputs.bucket, inputs.tagsAll);
    return inputs.bucket;
  },

  async read(context, id) {
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
      hostedZoneId: HOSTED_ZONES[context.region],
    };
  },

  async update(context, id, { news, changed }) {
    const s3 = await context.client("s3");
    if (changed("tags")) await putTags(s3, id, news.tagsAll);
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

/** Route 53 zone ids of the regions' S3 website endpoints, as AWS documents them. */
const HOSTED_ZONES: Record<string, string> = {
  "us-east-1": "Z3AQBSTGFYJSTF",
  "us-east-2": "Z2O1EMRO9K5GLX",
  "us-west-1": "Z2F56UZL2M1ACD",
  "us-west-2": "Z3BJ6K6RIION7M",
  "af-south-1": "Z83WF9RJE8B12",
  "ap-east-1": "ZNB98KWMFR0R6",
  "ap-northeast-1": "Z2M4EHUR26P7ZW",
  "ap-northeast-2": "Z3W03O7B5YMIYP",
  "ap-northeast-3": "Z2YQB5RD63NC85",
  "ap-south-1": "Z11RGJOFQNVJUP",
  "ap-southeast-1": "Z3O0J2DXBE1FTB",
  "ap-southeast-2": "Z1WCIGYICN2BYD",
  "ca-central-1": "Z1QDHH18159H29",
  "eu-central-1": "Z21DNDUVLTQW6Q",
  "eu-north-1": "Z3BAZG2TWCNX0D",
  "eu-south-1": "Z30OZKI7KPW7MI",
  "eu-west-1": "Z1BKCTXD74EZPE",
  "eu-west-2": "Z3GKZC51ZF0DB4",
  "eu-west-3": "Z3R1K369G5AVDG",
  "me-south-1": "Z1MPMWCPA7YB62",
  "sa-east-1": "Z7KQH4QJS55SO",
};
