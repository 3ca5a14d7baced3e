import type { Kinesis, StreamDescriptionSummary } from "@aws-sdk/client-kinesis";
import type { CheckFailure } from "../../check";
import type { Context } from "../../context";
import { defineResource } from "../../definition";
import { isAwsError } from "../../errors";
import { t } from "../../schema";
import { tagChanges, tagMap } from "../../tags";
import { isPlainObject, UNKNOWN } from "../../wire";

const TYPE = "aws:kinesis/stream:Stream";
const DEFAULT_RETENTION = 24;

/**
 * Shard-level metrics, the largest record and the warm throughput are left out: the emulator keeps none of them. It
 * can't change a stream's mode either, so here a change of the mode replaces the stream.
 */
export const stream = defineResource({
  type: TYPE,
  inputs: {
    encryptionType: t.string({ default: "NONE", oneOf: ["NONE", "KMS"] }),
    enforceConsumerDeletion: t.boolean({ default: false, local: true }),
    kmsKeyId: t.string(),
    name: t.string({
      replaces: true,
      autoName: { maxLength: 128 },
      check: (name) => (/^[\w.-]{1,128}$/.test(name) ? undefined : "must have 1 to 128 letters, digits and characters of _.-"),
    }),
    retentionPeriod: t.number({
      default: DEFAULT_RETENTION,
      check: (hours) => (hours >= 24 && hours <= 8760 ? undefined : "must be 24 to 8760 hours."),
    }),
    shardCount: t.number({ check: (count) => (Number.isInteger(count) && count >= 1 ? undefined : "must be a whole number of 1 or more.") }),
    streamModeDetails: t.object(
      { streamMode: t.string({ required: true, oneOf: ["PROVISIONED", "ON_DEMAND"] }) },
      { computed: true, replaces: true },
    ),
    tags: t.tags(),
  },
  outputs: { arn: t.string() },
  notFound: ["ResourceNotFoundException"],

  check(given) {
    const failures: CheckFailure[] = [];
    const details = given["streamModeDetails"];
    const mode = details === undefined ? "PROVISIONED" : isPlainObject(details) ? details["streamMode"] : UNKNOWN;
    if (mode === "PROVISIONED" && given["shardCount"] === undefined) {
      failures.push({ property: "shardCount", reason: `${TYPE}: 'shardCount' is required where the mode is 'PROVISIONED'. Give it a value.` });
    }
    if (mode === "ON_DEMAND" && given["shardCount"] !== undefined) {
      failures.push({ property: "shardCount", reason: `${TYPE}: 'shardCount' is for the mode 'PROVISIONED' only. Remove it.` });
    }
    if (given["encryptionType"] === "KMS" && given["kmsKeyId"] === undefined) {
      failures.push({ property: "kmsKeyId", reason: `${TYPE}: 'kmsKeyId' is required where 'encryptionType' is 'KMS'. 'alias/aws/kinesis' is the service's own.` });
    }
    return failures;
  },

  async create(context, given) {
    const kinesis = await context.client("kinesis");
    const StreamName = given.name;
    await kinesis.createStream({
      StreamName,
      ShardCount: given.shardCount,
      StreamModeDetails: given.streamModeDetails && { StreamMode: given.streamModeDetails.streamMode },
    });
    const id = await context.arn("kinesis", `stream/${given.name}`);
    context.created(id);
    await active(context, kinesis, StreamName);
    if (given.retentionPeriod !== DEFAULT_RETENTION) await setRetention(context, kinesis, StreamName, given.retentionPeriod);
    if (given.encryptionType === "KMS") await encrypt(context, kinesis, StreamName, given.kmsKeyId);
    await addTags(kinesis, StreamName, given.tagsAll);
    return id;
  },

  async read(context, id) {
    const kinesis = await context.client("kinesis");
    const found = await summary(kinesis, nameOf(id));
    if (found === undefined || found.StreamStatus === "DELETING") return undefined;
    const mode = found.StreamModeDetails?.StreamMode ?? "PROVISIONED";
    const { Tags } = await kinesis.listTagsForStream({ StreamName: found.StreamName });
    return {
      encryptionType: found.EncryptionType ?? "NONE",
      kmsKeyId: found.EncryptionType === "KMS" ? found.KeyId : undefined,
      name: found.StreamName,
      retentionPeriod: found.RetentionPeriodHours,
      shardCount: mode === "PROVISIONED" ? found.OpenShardCount : undefined,
      streamModeDetails: { streamMode: mode },
      tags: tagMap(Tags),
      arn: found.StreamARN,
    };
  },

  async update(context, id, { olds, news, changed }) {
    const kinesis = await context.client("kinesis");
    const StreamName = nameOf(id);
    if (changed("shardCount") && news.shardCount !== undefined) {
      await kinesis.updateShardCount({ StreamName, TargetShardCount: news.shardCount, ScalingType: "UNIFORM_SCALING" });
      await active(context, kinesis, StreamName);
    }
    if (changed("retentionPeriod")) await setRetention(context, kinesis, StreamName, news.retentionPeriod);
    if (changed("encryptionType", "kmsKeyId")) {
      if (news.encryptionType === "KMS") await encrypt(context, kinesis, StreamName, news.kmsKeyId);
      else await decrypt(context, kinesis, StreamName);
    }
    if (changed("tags")) {
      const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
      if (remove.length > 0) await kinesis.removeTagsFromStream({ StreamName, TagKeys: remove });
      await addTags(kinesis, StreamName, set);
    }
  },

  async delete(context, id, state) {
    const kinesis = await context.client("kinesis");
    const StreamName = nameOf(id);
    await kinesis.deleteStream({ StreamName, EnforceConsumerDeletion: state.enforceConsumerDeletion });
    await context.waitFor("the stream is gone", async () => (await summaryOrNothing(kinesis, StreamName)) === undefined);
  },
});

/** A stream is imported by its name, and known by its ARN. */
function nameOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

async function summary(kinesis: Kinesis, StreamName: string): Promise<StreamDescriptionSummary | undefined> {
  return (await kinesis.describeStreamSummary({ StreamName })).StreamDescriptionSummary;
}

async function summaryOrNothing(kinesis: Kinesis, name: string): Promise<StreamDescriptionSummary | undefined> {
  try {
    return await summary(kinesis, name);
  } catch (error) {
    if (isAwsError(error, "ResourceNotFoundException")) return undefined;
    throw error;
  }
}

/** A stream takes the next change when the last one is done. */
function active(context: Context, kinesis: Kinesis, name: string): Promise<boolean> {
  return context.waitFor("the stream is active", async () => (await summary(kinesis, name))?.StreamStatus === "ACTIVE");
}

async function setRetention(context: Context, kinesis: Kinesis, StreamName: string, RetentionPeriodHours: number): Promise<void> {
  const now = (await summary(kinesis, StreamName))?.RetentionPeriodHours ?? DEFAULT_RETENTION;
  if (RetentionPeriodHours > now) await kinesis.increaseStreamRetentionPeriod({ StreamName, RetentionPeriodHours });
  if (RetentionPeriodHours < now) await kinesis.decreaseStreamRetentionPeriod({ StreamName, RetentionPeriodHours });
  await active(context, kinesis, StreamName);
}

async function encrypt(context: Context, kinesis: Kinesis, StreamName: string, KeyId: string | undefined): Promise<void> {
  await kinesis.startStreamEncryption({ StreamName, EncryptionType: "KMS", KeyId });
  await active(context, kinesis, StreamName);
}

async function decrypt(context: Context, kinesis: Kinesis, StreamName: string): Promise<void> {
  const now = await summary(kinesis, StreamName);
  if (now?.EncryptionType !== "KMS") return;
  await kinesis.stopStreamEncryption({ StreamName, EncryptionType: "KMS", KeyId: now.KeyId });
  await active(context, kinesis, StreamName);
}

/** On their own: the emulator doesn't keep those of a creation. AWS takes ten at a time. */
async function addTags(kinesis: Kinesis, StreamName: string, tags: Record<string, string>): Promise<void> {
  const entries = Object.entries(tags);
  for (let at = 0; at < entries.length; at += 10) {
    await kinesis.addTagsToStream({ StreamName, Tags: Object.fromEntries(entries.slice(at, at + 10)) });
  }
}
