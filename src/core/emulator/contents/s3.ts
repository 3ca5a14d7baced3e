import { GetBucketLocationCommand, GetObjectCommand, HeadBucketCommand, GetBucketVersioningCommand, ListBucketsCommand, ListObjectsV2Command, type GetObjectCommandOutput, type S3Client } from "@aws-sdk/client-s3";
import type { Access } from "./access";
import { type ContentsDocument, type ContentsNode, type ContentsPage, PAGE_SIZE, type PageRequest, type RefOf } from "./model";
import { pageOfAll } from "./paging";
import { jsonDocument, SIZE_LIMIT, sizeInWords, storedDocument } from "./text";

export async function listBuckets(access: Access, { signal, more }: PageRequest): Promise<ContentsPage> {
  const { Buckets = [] } = await access.s3().send(new ListBucketsCommand({}), { abortSignal: signal });
  const nodes = Buckets.flatMap(({ Name }): ContentsNode[] => (Name ? [{ ref: { kind: "bucket", bucket: Name }, label: Name, expandable: true }] : []));
  return pageOfAll(nodes, more);
}

/** What a slash divides looks like folders. */
export async function listObjects(access: Access, bucket: string, prefix: string, { signal, more }: PageRequest): Promise<ContentsPage> {
  const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, Delimiter: "/", MaxKeys: PAGE_SIZE, ContinuationToken: more });
  const { CommonPrefixes = [], Contents = [], IsTruncated, NextContinuationToken } = await (await clientOf(access, bucket, signal)).send(command, { abortSignal: signal });
  const folders = CommonPrefixes.flatMap(({ Prefix }): ContentsNode[] =>
    Prefix ? [{ ref: { kind: "folder", bucket, prefix: Prefix }, label: Prefix.slice(prefix.length), expandable: true }] : [],
  );
  const objects = Contents.flatMap(({ Key, Size = 0 }): ContentsNode[] =>
    Key ? [{ ref: { kind: "object", bucket, key: Key }, label: Key.slice(prefix.length) || Key, description: sizeInWords(Size), expandable: false }] : [],
  );
  return { nodes: [...folders, ...objects], ...(IsTruncated && NextContinuationToken ? { more: NextContinuationToken } : {}) };
}

export async function readBucket(access: Access, { bucket }: RefOf<"bucket">, signal?: AbortSignal): Promise<ContentsDocument> {
  const client = await clientOf(access, bucket, signal);
  const head = await client.send(new HeadBucketCommand({ Bucket: bucket }), { abortSignal: signal });
  const versioning = await client.send(new GetBucketVersioningCommand({ Bucket: bucket }), { abortSignal: signal });
  return jsonDocument(bucket, { Bucket: bucket, Arn: `arn:aws:s3:::${bucket}`, Region: head.BucketRegion, Versioning: versioning.Status ?? "never enabled" });
}

export async function readObject(access: Access, { bucket, key }: RefOf<"object">, signal?: AbortSignal): Promise<ContentsDocument> {
  const object = await (await clientOf(access, bucket, signal)).send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal });
  const bytes = await bytesWithin(object, SIZE_LIMIT);
  return storedDocument({
    title: key.split("/").findLast((part) => part !== "") ?? key,
    size: object.ContentLength ?? bytes?.length ?? 0,
    contentType: object.ContentType,
    contentEncoding: object.ContentEncoding,
    bytes,
  });
}

/** A bucket is reached in its own region alone; which one that is, is told in every region. */
async function clientOf(access: Access, bucket: string, signal?: AbortSignal): Promise<S3Client> {
  const { LocationConstraint } = await access.s3().send(new GetBucketLocationCommand({ Bucket: bucket }), { abortSignal: signal });
  // S3's first region has no name here, and the second one an old name.
  return access.s3((LocationConstraint as string) === "EU" ? "eu-west-1" : LocationConstraint || undefined);
}

/** Undefined when there are more: the rest is left where it is, whatever length was announced. */
async function bytesWithin({ Body, ContentLength = 0 }: GetObjectCommandOutput, limit: number): Promise<Uint8Array | undefined> {
  if (!Body) return new Uint8Array();
  const stream = Body as AsyncIterable<Uint8Array> & { destroy(): void };
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    if (ContentLength > limit) return undefined;
    for await (const chunk of stream) {
      length += chunk.length;
      if (length > limit) return undefined;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    stream.destroy();
  }
}
