import type { DeliveryStreamDescription, Firehose, KeyType } from "@aws-sdk/client-firehose";
import type { CheckFailure } from "../../check";
import type { Context } from "../../context";
import { defineResource } from "../../definition";
import { isAwsError } from "../../errors";
import { t } from "../../schema";
import { tagChanges, tagList, tagMap } from "../../tags";
import { createConfiguration, extendedS3, fromDescription, updateConfiguration } from "./extendedS3";

const TYPE = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream";

interface Encryption {
  enabled: boolean;
  keyArn?: string;
  keyType: string;
}

/** S3 is the only destination: of the others the emulator keeps nothing, or delivers nothing to them. */
export const firehoseDeliveryStream = defineResource({
  type: TYPE,
  inputs: {
    destination: t.string({ required: true, replaces: true, oneOf: ["extended_s3"] }),
    extendedS3Configuration: extendedS3,
    kinesisSourceConfiguration: t.object(
      { kinesisStreamArn: t.string({ required: true }), roleArn: t.string({ required: true }) },
      { replaces: true },
    ),
    name: t.string({
      replaces: true,
      autoName: { maxLength: 64 },
      check: (name) => (/^[\w.-]{1,64}$/.test(name) ? undefined : "must have 1 to 64 letters, digits and characters of _.-"),
    }),
    serverSideEncryption: t.object({
      enabled: t.boolean({ default: false }),
      keyArn: t.string(),
      keyType: t.string({ default: "AWS_OWNED_CMK", oneOf: ["AWS_OWNED_CMK", "CUSTOMER_MANAGED_CMK"] }),
    }),
    tags: t.tags(),
  },
  outputs: { arn: t.string(), destinationId: t.string(), versionId: t.string({ changesWith: ["extendedS3Configuration"] }) },
  notFound: ["ResourceNotFoundException"],

  check(given): CheckFailure[] {
    if (given["extendedS3Configuration"] !== undefined) return [];
    return [{ property: "extendedS3Configuration", reason: `${TYPE}: 'extendedS3Configuration' is required where 'destination' is 'extended_s3'.` }];
  },

  async create(context, given) {
    const firehose = await context.client("firehose");
    const source = given.kinesisSourceConfiguration;
    const encryption = given.serverSideEncryption;
    const Tags = tagList(given.tagsAll);
    const { DeliveryStreamARN = "" } = await firehose.createDeliveryStream({
      DeliveryStreamName: given.name,
      DeliveryStreamType: source ? "KinesisStreamAsSource" : "DirectPut",
      KinesisStreamSourceConfiguration: source && { KinesisStreamARN: source.kinesisStreamArn, RoleARN: source.roleArn },
      ExtendedS3DestinationConfiguration: given.extendedS3Configuration && createConfiguration(given.extendedS3Configuration),
      DeliveryStreamEncryptionConfigurationInput: encryption?.enabled ? keyOf(encryption) : undefined,
      Tags: Tags.length > 0 ? Tags : undefined,
    });
    context.created(DeliveryStreamARN);
    await active(context, firehose, given.name);
    return DeliveryStreamARN;
  },

  async read(context, id, prior) {
    const firehose = await context.client("firehose");
    const found = await describe(firehose, nameOf(id));
    if (found === undefined || found.DeliveryStreamStatus === "DELETING") return undefined;
    const { Tags } = await firehose.listTagsForDeliveryStream({ DeliveryStreamName: found.DeliveryStreamName });
    const destination = found.Destinations?.[0];
    const source = found.Source?.KinesisStreamSourceDescription;
    return {
      destination: "extended_s3" as const,
      extendedS3Configuration: destination?.ExtendedS3DestinationDescription && fromDescription(destination.ExtendedS3DestinationDescription),
      kinesisSourceConfiguration: source && { kinesisStreamArn: source.KinesisStreamARN ?? "", roleArn: source.RoleARN ?? "" },
      name: found.DeliveryStreamName,
      serverSideEncryption: encryptionOf(found) ?? (prior.serverSideEncryption && { ...prior.serverSideEncryption, enabled: false }),
      tags: tagMap(Tags),
      arn: found.DeliveryStreamARN,
      destinationId: destination?.DestinationId,
      versionId: found.VersionId,
    };
  },

  async update(context, id, { olds, news, changed }) {
    const firehose = await context.client("firehose");
    const DeliveryStreamName = nameOf(id);
    if (changed("extendedS3Configuration") && news.extendedS3Configuration) {
      const found = await describe(firehose, DeliveryStreamName);
      await firehose.updateDestination({
        DeliveryStreamName,
        CurrentDeliveryStreamVersionId: found?.VersionId,
        DestinationId: found?.Destinations?.[0]?.DestinationId,
        ExtendedS3DestinationUpdate: updateConfiguration(news.extendedS3Configuration),
      });
    }
    if (changed("serverSideEncryption")) {
      const encryption = news.serverSideEncryption;
      if (encryption?.enabled) {
        await firehose.startDeliveryStreamEncryption({ DeliveryStreamName, DeliveryStreamEncryptionConfigurationInput: keyOf(encryption) });
      } else await firehose.stopDeliveryStreamEncryption({ DeliveryStreamName });
      await settled(context, firehose, DeliveryStreamName);
    }
    if (changed("tags")) {
      const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
      if (remove.length > 0) await firehose.untagDeliveryStream({ DeliveryStreamName, TagKeys: remove });
      if (Object.keys(set).length > 0) await firehose.tagDeliveryStream({ DeliveryStreamName, Tags: tagList(set) });
    }
  },

  async delete(context, id) {
    const firehose = await context.client("firehose");
    const DeliveryStreamName = nameOf(id);
    await firehose.deleteDeliveryStream({ DeliveryStreamName });
    await context.waitFor("the delivery stream is gone", async () => {
      try {
        await describe(firehose, DeliveryStreamName);
        return false;
      } catch (error) {
        if (isAwsError(error, "ResourceNotFoundException")) return true;
        throw error;
      }
    });
  },
});

function nameOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

async function describe(firehose: Firehose, DeliveryStreamName: string): Promise<DeliveryStreamDescription | undefined> {
  return (await firehose.describeDeliveryStream({ DeliveryStreamName })).DeliveryStreamDescription;
}

function active(context: Context, firehose: Firehose, name: string): Promise<boolean> {
  return context.waitFor("the delivery stream is active", async () => (await describe(firehose, name))?.DeliveryStreamStatus === "ACTIVE");
}

function settled(context: Context, firehose: Firehose, name: string): Promise<boolean> {
  return context.waitFor("the encryption is changed", async () => {
    const status = (await describe(firehose, name))?.DeliveryStreamEncryptionConfiguration?.Status;
    return status === undefined || !/ING$/.test(status);
  });
}

function keyOf(encryption: Encryption): { KeyARN?: string; KeyType: KeyType } {
  return { KeyType: encryption.keyType as KeyType, KeyARN: encryption.keyArn };
}

function encryptionOf(found: DeliveryStreamDescription): { enabled: boolean; keyArn?: string; keyType: "AWS_OWNED_CMK" } | undefined {
  const encryption = found.DeliveryStreamEncryptionConfiguration;
  if (encryption?.Status !== "ENABLED") return undefined;
  return { enabled: true, keyArn: encryption.KeyARN, keyType: (encryption.KeyType ?? "AWS_OWNED_CMK") as "AWS_OWNED_CMK" };
}
