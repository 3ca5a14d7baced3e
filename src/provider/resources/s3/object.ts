/** What `BucketObject` and `BucketObjectv2`, an old and a new name for nearly the same, have in common. */

import type { ChecksumAlgorithm, HeadObjectOutput, ObjectCannedACL, PutObjectCommandInput, S3 } from "@aws-sdk/client-s3";
import type { CheckFailure } from "../../check";
import type { Context } from "../../context";
import type { Inputs } from "../../definition";
import { isAwsError, ProviderError } from "../../errors";
import { assetBytes, zipBytes } from "../../files";
import { t } from "../../schema";
import { tagList, tagMap } from "../../tags";
import { Archive, type Values } from "../../wire";

export const CANNED_ACLS = [
  "private", "public-read", "public-read-write", "aws-exec-read", "authenticated-read", "bucket-owner-read", "bucket-owner-full-control",
] as const;

/** A change of one of these uploads the object again. */
export const UPLOADED = [
  "bucketKeyEnabled", "cacheControl", "content", "contentBase64", "contentDisposition", "contentEncoding", "contentLanguage",
  "contentType", "etag", "kmsKeyId", "metadata", "serverSideEncryption", "source", "sourceHash", "storageClass", "websiteRedirect",
] as const;

export const objectInputs = {
  bucket: t.string({
    required: true,
    replaces: true,
    check: (name) => (name.startsWith("arn:") ? "must be the name of a bucket: the embedded provider knows no access points." : undefined),
  }),
  bucketKeyEnabled: t.boolean({ computed: true }),
  cacheControl: t.string(),
  content: t.string({ local: true }),
  contentBase64: t.string({ local: true }),
  contentDisposition: t.string(),
  contentEncoding: t.string(),
  contentLanguage: t.string(),
  contentType: t.string({ computed: true }),
  etag: t.string({ computed: true, changesWith: UPLOADED }),
  forceDestroy: t.boolean({ default: false, local: true }),
  key: t.string({
    replaces: true,
    autoName: { maxLength: 1024, exact: true },
    check: (key) => (cleanKey(key) === "" ? "must have at least one character that is not a slash." : undefined),
  }),
  kmsKeyId: t.string({ computed: true }),
  metadata: t.map(t.string(), {
    check: (metadata) => (Object.keys(metadata).some((key) => key !== key.toLowerCase()) ? "must have keys in lower case only." : undefined),
  }),
  serverSideEncryption: t.string({ computed: true, oneOf: ["AES256", "aws:kms"] }),
  source: t.asset({ local: true }),
  sourceHash: t.string({ local: true }),
  storageClass: t.string({
    computed: true,
    oneOf: ["STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "DEEP_ARCHIVE", "GLACIER_IR"],
  }),
  tags: t.tags(),
  websiteRedirect: t.string(),
};

export const objectOutputs = {
  arn: t.string(),
  versionId: t.string({ changesWith: UPLOADED }),
};

/** An upload of a missing key and one of a missing bucket both answer a HEAD with a bare 404. */
export const OBJECT_NOT_FOUND = ["NotFound", "NoSuchKey", "NoSuchBucket"];

type Given = Inputs<typeof objectInputs> & { acl?: ObjectCannedACL; checksumAlgorithm?: ChecksumAlgorithm };
type Known = Partial<Pick<Given, "bucketKeyEnabled" | "contentType" | "kmsKeyId" | "serverSideEncryption" | "storageClass">>;

export function checkObject(type: string, given: Values): CheckFailure[] {
  const contents = ["source", "content", "contentBase64"].filter((name) => given[name] !== undefined);
  const failures = contents.slice(1).map((property) => ({
    property,
    reason: `${type}: '${contents[0]}' and '${property}' can't be given both.`,
  }));
  if (given["etag"] !== undefined && given["kmsKeyId"] !== undefined) {
    failures.push({ property: "etag", reason: `${type}: 'etag' and 'kmsKeyId' can't be given both. Use 'sourceHash' instead of 'etag'.` });
  }
  return failures;
}

/** Gives the id: bucket and key with a slash between them. */
export async function uploadObject(context: Context, given: Given): Promise<string> {
  const s3 = await context.client("s3");
  const { acl, kmsKeyId, tagsAll } = given;
  const request: PutObjectCommandInput = {
    Bucket: given.bucket,
    Key: cleanKey(given.key),
    Body: await contentOf(context, given),
    ...(acl === undefined ? {} : { ACL: acl }),
    BucketKeyEnabled: given.bucketKeyEnabled,
    CacheControl: given.cacheControl,
    ...(given.checksumAlgorithm === undefined ? {} : { ChecksumAlgorithm: given.checksumAlgorithm }),
    ContentDisposition: given.contentDisposition,
    ContentEncoding: given.contentEncoding,
    ContentLanguage: given.contentLanguage,
    ContentType: given.contentType,
    Metadata: given.metadata,
    ServerSideEncryption: given.serverSideEncryption ?? (kmsKeyId === undefined ? undefined : "aws:kms"),
    SSEKMSKeyId: kmsKeyId,
    StorageClass: given.storageClass,
    WebsiteRedirectLocation: given.websiteRedirect,
  };
  if (Object.keys(tagsAll).length > 0) request.Tagging = tagQuery(tagsAll);
  await s3.putObject(request);
  return `${given.bucket}/${given.key}`;
}

async function contentOf(context: Context, given: Given): Promise<Uint8Array> {
  const { source, content, contentBase64 } = given;
  if (source instanceof Archive) return zipBytes(source, context.programDirectory);
  if (source !== undefined) return assetBytes(source, context.programDirectory);
  return contentBase64 === undefined ? Buffer.from(content ?? "", "utf8") : Buffer.from(contentBase64, "base64");
}

/** Not `URLSearchParams`, which writes a blank as a plus sign. */
function tagQuery(tags: Record<string, string>): string {
  return Object.entries(tags).map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join("&");
}

export async function readObject(context: Context, id: string, prior: Known & { checksumAlgorithm?: string }) {
  const s3 = await context.client("s3");
  const { bucket, key } = splitId(id);
  const at = { Bucket: bucket, Key: cleanKey(key) };
  const head = await s3.headObject({ ...at, ...(prior.checksumAlgorithm === undefined ? {} : { ChecksumMode: "ENABLED" as const }) });
  const { TagSet } = await s3.getObjectTagging(at);
  return { head, state: { bucket, key, ...stateOf(head, prior), tags: tagMap(TagSet), arn: `arn:${context.partition}:s3:::${bucket}/${at.Key}` } };
}

function stateOf(head: HeadObjectOutput, prior: Known) {
  return {
    // An emulator need not say this back; S3 leaves it out for no more than "false".
    bucketKeyEnabled: head.BucketKeyEnabled ?? prior.bucketKeyEnabled ?? false,
    cacheControl: head.CacheControl,
    contentDisposition: head.ContentDisposition,
    contentEncoding: head.ContentEncoding,
    contentLanguage: head.ContentLanguage,
    contentType: head.ContentType,
    etag: head.ETag?.replaceAll('"', ""),
    kmsKeyId: head.SSEKMSKeyId,
    metadata: head.Metadata,
    // S3 encrypts every object; an emulator says so only where it was asked to.
    serverSideEncryption: head.ServerSideEncryption === "aws:kms" ? ("aws:kms" as const) : ("AES256" as const),
    storageClass: (head.StorageClass ?? "STANDARD") as Known["storageClass"],
    versionId: head.VersionId,
    websiteRedirect: head.WebsiteRedirectLocation,
  };
}

export interface ObjectUpdate {
  news: Given;
  /** As AWS has it: what the program doesn't say of this stays as it is. */
  state: Known;
  uploaded: boolean;
  aclChanged: boolean;
  tagsChanged: boolean;
}

export async function updateObject(context: Context, id: string, { news, state, uploaded, aclChanged, tagsChanged }: ObjectUpdate): Promise<void> {
  if (uploaded) {
    const { bucketKeyEnabled, contentType, kmsKeyId, serverSideEncryption, storageClass } = state;
    const key = news.serverSideEncryption === "AES256" ? {} : { kmsKeyId, bucketKeyEnabled };
    await uploadObject(context, { contentType, serverSideEncryption, storageClass, ...key, ...news });
  }
  const s3 = await context.client("s3");
  const { bucket, key } = splitId(id);
  const at = { Bucket: bucket, Key: cleanKey(key) };
  if (!uploaded && aclChanged && news.acl !== undefined) await s3.putObjectAcl({ ...at, ACL: news.acl });
  // After an upload too: MiniStack leaves the tags of what was there before.
  if (tagsChanged) {
    if (Object.keys(news.tagsAll).length === 0) await s3.deleteObjectTagging(at);
    else await s3.putObjectTagging({ ...at, Tagging: { TagSet: tagList(news.tagsAll) } });
  }
}

export async function deleteObject(context: Context, id: string, state: { versionId?: string; forceDestroy?: boolean }): Promise<void> {
  const s3 = await context.client("s3");
  const { bucket, key } = splitId(id);
  const at = { Bucket: bucket, Key: cleanKey(key) };
  if (state.versionId) await deleteVersions(context, s3, at, state.forceDestroy ?? false);
  else await s3.deleteObject(at);
}

/** In a bucket with versions a plain delete would only hide the object. */
async function deleteVersions(context: Context, s3: S3, at: { Bucket: string; Key: string }, force: boolean): Promise<void> {
  let markers: { KeyMarker?: string; VersionIdMarker?: string } = {};
  for (;;) {
    context.signal.throwIfAborted();
    const page = await s3.listObjectVersions({ Bucket: at.Bucket, Prefix: at.Key, ...markers });
    for (const { Key, VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
      if (Key === at.Key) await deleteVersion(s3, { ...at, VersionId }, force);
    }
    if (!page.IsTruncated) return;
    markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
}

async function deleteVersion(s3: S3, at: { Bucket: string; Key: string; VersionId: string | undefined }, force: boolean): Promise<void> {
  const request = { ...at, ...(force ? { BypassGovernanceRetention: true } : {}) };
  try {
    await s3.deleteObject(request);
  } catch (error) {
    if (!force || !isAwsError(error, "AccessDenied")) throw error;
    await s3.putObjectLegalHold({ ...at, LegalHold: { Status: "OFF" } });
    await s3.deleteObject(request);
  }
}

/** An import may give the address as well: `s3://bucket/key`. */
export function objectId(importId: string): string {
  return importId.replace(/^s3:\/\//, "");
}

function splitId(id: string): { bucket: string; key: string } {
  const [, bucket, key] = /^([^/]+)\/(.+)$/s.exec(objectId(id)) ?? [];
  if (bucket === undefined || key === undefined) throw new ProviderError(`'${id}' is no object's id. It must be BUCKET/KEY or s3://BUCKET/KEY.`);
  return { bucket, key };
}

/** As the official provider does it: no slashes at the beginning, single ones elsewhere. */
function cleanKey(key: string): string {
  return key.replace(/^\.\//, "").replace(/^\/+/, "").replace(/\/{2,}/g, "/");
}
