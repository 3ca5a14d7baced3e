/**
 * The settings that programs of earlier versions put into the bucket itself; today each has a resource type of its
 * own. As with the official provider, taking one out of the program leaves the bucket as it is. They are read back only
 * where the program uses them: a bucket whose website is another resource's doesn't show it as its own.
 */

import type { BucketCannedACL, CORSRule, S3, ServerSideEncryptionRule } from "@aws-sdk/client-s3";
import { isAwsError } from "../../errors";
import { websiteDomain } from "../../regions";
import { t, type ValuesOf } from "../../schema";

export const inlineInputs = {
  acl: t.string({
    computed: true,
    local: true,
    oneOf: ["private", "public-read", "public-read-write", "authenticated-read", "log-delivery-write", "aws-exec-read"],
  }),
  corsRules: t.list(
    t.object({
      allowedHeaders: t.list(t.string()),
      allowedMethods: t.list(t.string({ oneOf: ["GET", "PUT", "POST", "DELETE", "HEAD"] }), { required: true }),
      allowedOrigins: t.list(t.string(), { required: true }),
      exposeHeaders: t.list(t.string()),
      maxAgeSeconds: t.number(),
    }),
    { computed: true },
  ),
  policy: t.json({ computed: true }),
  serverSideEncryptionConfiguration: t.object(
    {
      rule: t.object(
        {
          applyServerSideEncryptionByDefault: t.object({
            kmsMasterKeyId: t.string({ computed: true }),
            sseAlgorithm: t.string({ required: true, oneOf: ["AES256", "aws:kms", "aws:kms:dsse"] }),
          }),
          bucketKeyEnabled: t.boolean({ computed: true }),
        },
        { required: true },
      ),
    },
    { computed: true },
  ),
  versioning: t.object({ enabled: t.boolean({ default: false }) }, { computed: true }),
  website: t.object(
    { errorDocument: t.string(), indexDocument: t.string(), redirectAllRequestsTo: t.string() },
    { computed: true },
  ),
};

type Inline = ValuesOf<typeof inlineInputs>;

/** Sets what `wanted` says is to be set and is there. */
export async function putInline(s3: S3, Bucket: string, given: Inline, wanted: (input: keyof Inline) => boolean): Promise<void> {
  const set = async <K extends keyof Inline>(input: K, put: (value: NonNullable<Inline[K]>) => Promise<unknown>) => {
    const value = given[input];
    if (value !== undefined && wanted(input)) await put(value);
  };
  await set("versioning", ({ enabled }) =>
    s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: enabled ? "Enabled" : "Suspended" } }),
  );
  await set("acl", (acl) => s3.putBucketAcl({ Bucket, ACL: acl as BucketCannedACL }));
  await set("website", (website) => s3.putBucketWebsite({ Bucket, WebsiteConfiguration: websiteOf(website) }));
  await set("corsRules", (rules) => s3.putBucketCors({ Bucket, CORSConfiguration: { CORSRules: rules.map(corsRule) } }));
  await set("serverSideEncryptionConfiguration", ({ rule }) =>
    s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: { Rules: [encryptionRule(rule)] } }),
  );
  await set("policy", (Policy) => s3.putBucketPolicy({ Bucket, Policy }));
}

/** What the bucket has of the settings that `known` has too. */
export async function readInline(s3: S3, Bucket: string, region: string, known: Partial<Inline>) {
  const get = async <T>(input: keyof Inline, read: () => Promise<T>, ...absent: string[]): Promise<T | undefined> => {
    if (known[input] === undefined) return undefined;
    try {
      return await read();
    } catch (error) {
      if (isAwsError(error, ...absent)) return undefined;
      throw error;
    }
  };
  const website = await get("website", async () => {
    const found = await s3.getBucketWebsite({ Bucket });
    const { HostName, Protocol } = found.RedirectAllRequestsTo ?? {};
    return {
      indexDocument: found.IndexDocument?.Suffix,
      errorDocument: found.ErrorDocument?.Key,
      redirectAllRequestsTo: HostName && Protocol ? `${Protocol}://${HostName}` : HostName,
    };
  }, "NoSuchWebsiteConfiguration");
  return {
    website,
    websiteDomain: website && websiteDomain(region),
    websiteEndpoint: website && `${Bucket}.${websiteDomain(region)}`,
    versioning: await get("versioning", async () => ({ enabled: (await s3.getBucketVersioning({ Bucket })).Status === "Enabled" })),
    corsRules: await get("corsRules", async () => (await s3.getBucketCors({ Bucket })).CORSRules?.map(readCorsRule), "NoSuchCORSConfiguration"),
    serverSideEncryptionConfiguration: await get(
      "serverSideEncryptionConfiguration",
      async () => {
        const [rule] = (await s3.getBucketEncryption({ Bucket })).ServerSideEncryptionConfiguration?.Rules ?? [];
        return rule && { rule: readEncryptionRule(rule) };
      },
      "ServerSideEncryptionConfigurationNotFoundError",
    ),
    policy: await get("policy", async () => (await s3.getBucketPolicy({ Bucket })).Policy, "NoSuchBucketPolicy"),
  };
}

function websiteOf({ indexDocument, errorDocument, redirectAllRequestsTo }: NonNullable<Inline["website"]>) {
  if (redirectAllRequestsTo !== undefined) {
    const [, protocol, host] = /^(https?):\/\/(.+)$/.exec(redirectAllRequestsTo) ?? [];
    return { RedirectAllRequestsTo: { HostName: host ?? redirectAllRequestsTo, Protocol: protocol as "http" | "https" | undefined } };
  }
  return {
    IndexDocument: indexDocument === undefined ? undefined : { Suffix: indexDocument },
    ErrorDocument: errorDocument === undefined ? undefined : { Key: errorDocument },
  };
}

type Cors = NonNullable<Inline["corsRules"]>[number];

function corsRule(rule: Cors): CORSRule {
  return {
    AllowedHeaders: rule.allowedHeaders,
    AllowedMethods: rule.allowedMethods,
    AllowedOrigins: rule.allowedOrigins,
    ExposeHeaders: rule.exposeHeaders,
    MaxAgeSeconds: rule.maxAgeSeconds,
  };
}

function readCorsRule(rule: CORSRule): Cors {
  return {
    allowedHeaders: rule.AllowedHeaders,
    allowedMethods: (rule.AllowedMethods ?? []) as Cors["allowedMethods"],
    allowedOrigins: rule.AllowedOrigins ?? [],
    exposeHeaders: rule.ExposeHeaders,
    maxAgeSeconds: rule.MaxAgeSeconds,
  };
}

type EncryptionRule = NonNullable<Inline["serverSideEncryptionConfiguration"]>["rule"];

function encryptionRule({ applyServerSideEncryptionByDefault: by, bucketKeyEnabled }: EncryptionRule): ServerSideEncryptionRule {
  return {
    ApplyServerSideEncryptionByDefault: by && { SSEAlgorithm: by.sseAlgorithm, KMSMasterKeyID: by.kmsMasterKeyId },
    BucketKeyEnabled: bucketKeyEnabled,
  };
}

function readEncryptionRule({ ApplyServerSideEncryptionByDefault: by, BucketKeyEnabled }: ServerSideEncryptionRule): EncryptionRule {
  return {
    applyServerSideEncryptionByDefault: by && {
      sseAlgorithm: by.SSEAlgorithm as "AES256",
      kmsMasterKeyId: by.KMSMasterKeyID ?? "",
    },
    bucketKeyEnabled: BucketKeyEnabled ?? false,
  };
}
