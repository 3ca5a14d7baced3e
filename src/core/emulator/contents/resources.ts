import { type ContentsRef, DEFAULT_REGION } from "./model";

export interface RecordedResource {
  /** As Pulumi writes it: `aws:s3/bucket:Bucket`. */
  type: string;
  id?: string;
  outputs?: Record<string, unknown>;
}

/** Where a resource of a stack lies in the emulator; undefined when there is nothing to look at, or not yet. */
export function contentsOfResource({ type, id, outputs = {} }: RecordedResource): ContentsRef | undefined {
  const output = (property: string): string | undefined => {
    const value = outputs[property];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const made = id === undefined || id === "" ? undefined : id;
  const region = output("region") ?? regionOf(output("arn") ?? made) ?? DEFAULT_REGION;
  switch (type) {
    case "aws:s3/bucket:Bucket":
    case "aws:s3/bucketV2:BucketV2":
      return made ? { kind: "bucket", bucket: made } : undefined;
    case "aws:s3/bucketObject:BucketObject":
    case "aws:s3/bucketObjectv2:BucketObjectv2": {
      const [bucket, key] = [bucketName(output("bucket")), output("key")];
      return made && bucket && key ? { kind: "object", bucket, key } : undefined;
    }
    case "aws:dynamodb/table:Table": {
      const table = output("name") ?? made;
      return made && table ? { kind: "table", region, table } : undefined;
    }
    case "aws:dynamodb/tableItem:TableItem": {
      const table = output("tableName");
      return made && table ? { kind: "table", region, table } : undefined;
    }
    case "aws:sqs/queue:Queue": {
      const url = output("url") ?? made;
      return made && url ? { kind: "queue", region, url } : undefined;
    }
    case "aws:lambda/function:Function": {
      const name = output("name") ?? made;
      return made && name ? { kind: "function", region, name } : undefined;
    }
    case "aws:cloudwatch/logGroup:LogGroup": {
      const name = output("name") ?? made;
      return made && name ? { kind: "logGroup", region, name } : undefined;
    }
    case "aws:cloudwatch/logStream:LogStream": {
      const [group, name] = [output("logGroupName"), output("name") ?? made];
      return made && group && name ? { kind: "logStream", region, group, name } : undefined;
    }
    case "aws:sns/topic:Topic": {
      const arn = output("arn") ?? made;
      return made && arn ? { kind: "topic", region, arn } : undefined;
    }
    case "aws:sns/topicSubscription:TopicSubscription": {
      const arn = output("arn") ?? made;
      return made && arn ? { kind: "subscription", region, arn } : undefined;
    }
    default:
      return undefined;
  }
}

/** `us-east-1` of `arn:aws:sqs:us-east-1:000000000000:jobs`; undefined for what is no ARN, or names none. */
export function regionOf(arn: string | undefined): string | undefined {
  const [prefix, , , region] = (arn ?? "").split(":");
  return prefix === "arn" && region ? region : undefined;
}

function bucketName(nameOrArn: string | undefined): string | undefined {
  return nameOrArn?.replace(/^arn:[^:]*:s3:::/, "");
}
