/** What the website front reads from the emulator's S3, each time anew: a deploy shows at once. */
import type { Readable } from "node:stream";
import {
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketWebsiteCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadObjectCommand,
  type GetBucketWebsiteOutput,
  type GetObjectCommandOutput,
  type HeadObjectCommandOutput,
  S3Client,
} from "@aws-sdk/client-s3";
import { assertLoopbackUrl } from "../../safety/loopback";
import type { BucketAccess } from "./publicAccess";
import type { WebsiteRules } from "./websiteRules";

export interface ObjectHead {
  /** Response headers as the object sets them, with lower-case names. */
  headers: Record<string, string>;
  etag?: string;
  lastModified?: Date;
  /** `x-amz-website-redirect-location` */
  redirect?: string;
}

export interface ObjectContent extends ObjectHead {
  body: Readable;
  partial: boolean;
}

/** The bucket, or what it should have, isn't there. Says S3's own error code. */
export class MissingError extends Error {
  override readonly name = "MissingError";

  constructor(readonly code: "NoSuchBucket" | "NoSuchWebsiteConfiguration") {
    super(code);
  }
}

export interface BucketReader {
  /** @throws MissingError */
  rules(bucket: string, signal?: AbortSignal): Promise<WebsiteRules>;
  access(bucket: string, signal?: AbortSignal): Promise<BucketAccess>;
  aclIsPublic(bucket: string, key: string, signal?: AbortSignal): Promise<boolean>;
  /** Undefined when there is no such object. */
  head(bucket: string, key: string, signal?: AbortSignal): Promise<ObjectHead | undefined>;
  /** Undefined when there is no such object; "range" when it has nothing in this range. */
  content(bucket: string, key: string, range?: string, signal?: AbortSignal): Promise<ObjectContent | "range" | undefined>;
}

/** Reads from the emulator at a loopback endpoint, as its root user with a dummy key. */
export async function emulatorBucketReader(endpoint: string): Promise<BucketReader> {
  const { href } = await assertLoopbackUrl(endpoint);
  const client = new S3Client({
    endpoint: href,
    region: "us-east-1",
    forcePathStyle: true,
    followRegionRedirects: true,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  return new EmulatorBucketReader(client);
}

class EmulatorBucketReader implements BucketReader {
  constructor(private readonly client: S3Client) {}

  async rules(bucket: string, abortSignal?: AbortSignal): Promise<WebsiteRules> {
    try {
      return toRules(await this.client.send(new GetBucketWebsiteCommand({ Bucket: bucket }), { abortSignal }));
    } catch (error) {
      const code = codeOf(error);
      if (code === "NoSuchBucket" || code === "NoSuchWebsiteConfiguration") throw new MissingError(code);
      throw error;
    }
  }

  async access(bucket: string, abortSignal?: AbortSignal): Promise<BucketAccess> {
    const Bucket = bucket;
    const [policy, block, ownership] = await Promise.all([
      unless("NoSuchBucketPolicy", this.client.send(new GetBucketPolicyCommand({ Bucket }), { abortSignal })),
      unless("NoSuchPublicAccessBlockConfiguration", this.client.send(new GetPublicAccessBlockCommand({ Bucket }), { abortSignal })),
      unless("OwnershipControlsNotFoundError", this.client.send(new GetBucketOwnershipControlsCommand({ Bucket }), { abortSignal })),
    ]);
    const blocked = block?.PublicAccessBlockConfiguration;
    return {
      policy: policy?.Policy,
      restrictPublicBuckets: blocked?.RestrictPublicBuckets ?? false,
      ignorePublicAcls: blocked?.IgnorePublicAcls ?? false,
      aclsEnabled: ownership?.OwnershipControls?.Rules?.[0]?.ObjectOwnership !== "BucketOwnerEnforced",
    };
  }

  async aclIsPublic(bucket: string, key: string, abortSignal?: AbortSignal): Promise<boolean> {
    const acl = await unless("NoSuchKey", this.client.send(new GetObjectAclCommand({ Bucket: bucket, Key: key }), { abortSignal }));
    return (acl?.Grants ?? []).some(
      ({ Grantee, Permission }) =>
        Grantee?.URI === "http://acs.amazonaws.com/groups/global/AllUsers" &&
        (Permission === "READ" || Permission === "FULL_CONTROL"),
    );
  }

  async head(bucket: string, key: string, abortSignal?: AbortSignal): Promise<ObjectHead | undefined> {
    const found = await unless("NotFound", this.client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), { abortSignal }));
    return found && toHead(found);
  }

  async content(bucket: string, key: string, range?: string, abortSignal?: AbortSignal): Promise<ObjectContent | "range" | undefined> {
    try {
      const found = await unless(
        "NoSuchKey",
        this.client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: range }), { abortSignal }),
      );
      if (!found) return undefined;
      return { ...toHead(found), body: found.Body as Readable, partial: found.ContentRange !== undefined };
    } catch (error) {
      if (codeOf(error) === "InvalidRange") return "range";
      throw error;
    }
  }
}

function toHead(found: GetObjectCommandOutput | HeadObjectCommandOutput): ObjectHead {
  const headers: Record<string, string | undefined> = {
    "content-type": found.ContentType,
    "content-length": found.ContentLength?.toString(),
    "content-range": found.ContentRange,
    "content-encoding": found.ContentEncoding,
    "content-language": found.ContentLanguage,
    "content-disposition": found.ContentDisposition,
    "cache-control": found.CacheControl,
    expires: found.ExpiresString,
    etag: found.ETag,
    "last-modified": found.LastModified?.toUTCString(),
    "accept-ranges": found.AcceptRanges,
    "x-amz-version-id": found.VersionId === "null" ? undefined : found.VersionId,
    ...Object.fromEntries(Object.entries(found.Metadata ?? {}).map(([name, value]) => [`x-amz-meta-${name}`, value])),
  };
  return {
    headers: Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => !!entry[1])),
    etag: found.ETag,
    lastModified: found.LastModified,
    redirect: found.WebsiteRedirectLocation,
  };
}

function toRules(found: GetBucketWebsiteOutput): WebsiteRules {
  const all = found.RedirectAllRequestsTo;
  return {
    indexSuffix: found.IndexDocument?.Suffix,
    errorKey: found.ErrorDocument?.Key,
    redirectAll: all?.HostName ? { host: all.HostName, protocol: all.Protocol } : undefined,
    routingRules: (found.RoutingRules ?? []).map(({ Condition, Redirect }) => ({
      condition: {
        keyPrefix: Condition?.KeyPrefixEquals,
        errorCode: Condition?.HttpErrorCodeReturnedEquals ? Number(Condition.HttpErrorCodeReturnedEquals) : undefined,
      },
      redirect: {
        host: Redirect?.HostName,
        protocol: Redirect?.Protocol,
        code: Redirect?.HttpRedirectCode ? Number(Redirect.HttpRedirectCode) : undefined,
        replaceKey: Redirect?.ReplaceKeyWith,
        replaceKeyPrefix: Redirect?.ReplaceKeyPrefixWith,
      },
    })),
  };
}

/** Undefined in place of this one error of S3's. */
async function unless<T>(code: string, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (codeOf(error) === code) return undefined;
    throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? error.name : undefined;
}
