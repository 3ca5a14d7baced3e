import type { DynamoDB, TableDescription, UpdateTableCommandInput } from "@aws-sdk/client-dynamodb";
import type { Context } from "../../context";
import { defineResource, type Inputs } from "../../definition";
import { isAwsError } from "../../errors";
import { t } from "../../schema";
import { tagChanges, tagList, tagMap } from "../../tags";
import {
  attributeDefinitions,
  globalIndexes,
  indexUpdates,
  keyFailures,
  keySchema,
  localIndexes,
  readGlobalIndexes,
  readLocalIndexes,
  usedAttributes,
} from "./tableIndexes";

const projection = { oneOf: ["ALL", "KEYS_ONLY", "INCLUDE"] } as const;

const inputs = {
  attributes: t.set(t.object({ name: t.string({ required: true }), type: t.string({ required: true, oneOf: ["S", "N", "B"] }) }), {
    computed: true,
  }),
  billingMode: t.string({ default: "PROVISIONED", oneOf: ["PROVISIONED", "PAY_PER_REQUEST"] }),
  deletionProtectionEnabled: t.boolean(),
  globalSecondaryIndexes: t.set(
    t.object({
      hashKey: t.string({ computed: true }),
      name: t.string({ required: true }),
      nonKeyAttributes: t.set(t.string()),
      projectionType: t.string({ required: true, ...projection }),
      rangeKey: t.string(),
      readCapacity: t.number({ computed: true }),
      writeCapacity: t.number({ computed: true }),
    }),
  ),
  hashKey: t.string({ replaces: true, computed: true }),
  localSecondaryIndexes: t.set(
    t.object({
      name: t.string({ required: true }),
      nonKeyAttributes: t.list(t.string()),
      projectionType: t.string({ required: true, ...projection }),
      rangeKey: t.string({ required: true }),
    }),
    { replaces: true },
  ),
  name: t.string({ replaces: true, autoName: { maxLength: 255 } }),
  pointInTimeRecovery: t.object({ enabled: t.boolean({ required: true }) }, { computed: true }),
  rangeKey: t.string({ replaces: true }),
  readCapacity: t.number({ computed: true }),
  serverSideEncryption: t.object({ enabled: t.boolean({ required: true }), kmsKeyArn: t.string({ computed: true }) }, { computed: true }),
  streamEnabled: t.boolean(),
  streamViewType: t.string({ computed: true, oneOf: ["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"] }),
  tableClass: t.string({ default: "STANDARD", oneOf: ["STANDARD", "STANDARD_INFREQUENT_ACCESS"] }),
  tags: t.tags(),
  ttl: t.object({ attributeName: t.string(), enabled: t.boolean({ default: false }) }, { computed: true }),
  writeCapacity: t.number({ computed: true }),
};

export type TableInputs = Inputs<typeof inputs>;

const whenStreamChanges = ["streamEnabled", "streamViewType"] as const;

export const table = defineResource({
  type: "aws:dynamodb/table:Table",
  inputs,
  outputs: {
    arn: t.string(),
    streamArn: t.string({ changesWith: whenStreamChanges }),
    streamLabel: t.string({ changesWith: whenStreamChanges }),
  },
  notFound: ["ResourceNotFoundException"],
  check: keyFailures,

  async create(context, given) {
    const dynamodb = await context.client("dynamodb");
    await dynamodb.createTable({
      TableName: given.name,
      AttributeDefinitions: attributeDefinitions(given),
      KeySchema: keySchema(given),
      BillingMode: given.billingMode,
      ProvisionedThroughput: throughput(given, given.billingMode),
      GlobalSecondaryIndexes: globalIndexes(given),
      LocalSecondaryIndexes: localIndexes(given),
      StreamSpecification: given.streamEnabled ? stream(given) : undefined,
      SSESpecification: given.serverSideEncryption && encryption(given),
      TableClass: given.tableClass,
      DeletionProtectionEnabled: given.deletionProtectionEnabled,
      Tags: tagList(given.tagsAll),
    });
    context.created(given.name);
    await active(context, dynamodb, given.name);
    if (given.ttl?.enabled) await setTimeToLive(dynamodb, given.name, given.ttl);
    if (given.pointInTimeRecovery?.enabled) await setRecovery(dynamodb, given.name, true);
    return given.name;
  },

  async read(context, id, prior) {
    const dynamodb = await context.client("dynamodb");
    const found = (await dynamodb.describeTable({ TableName: id })).Table ?? {};
    const { StreamSpecification: streaming, KeySchema: keys } = found;
    return {
      name: found.TableName ?? id,
      arn: found.TableArn,
      hashKey: keys?.find((key) => key.KeyType === "HASH")?.AttributeName,
      rangeKey: keys?.find((key) => key.KeyType === "RANGE")?.AttributeName,
      attributes: usedAttributes(found),
      billingMode: found.BillingModeSummary?.BillingMode ?? "PROVISIONED",
      readCapacity: found.ProvisionedThroughput?.ReadCapacityUnits ?? 0,
      writeCapacity: found.ProvisionedThroughput?.WriteCapacityUnits ?? 0,
      globalSecondaryIndexes: readGlobalIndexes(found),
      localSecondaryIndexes: readLocalIndexes(found),
      streamEnabled: streaming?.StreamEnabled ?? false,
      streamViewType: streaming?.StreamEnabled ? streaming.StreamViewType : undefined,
      streamArn: streaming?.StreamEnabled ? found.LatestStreamArn : undefined,
      streamLabel: streaming?.StreamEnabled ? found.LatestStreamLabel : undefined,
      serverSideEncryption: readEncryption(found),
      tableClass: found.TableClassSummary?.TableClass === "STANDARD_INFREQUENT_ACCESS" ? "STANDARD_INFREQUENT_ACCESS" : "STANDARD",
      deletionProtectionEnabled: found.DeletionProtectionEnabled ?? false,
      ttl: (await readTimeToLive(dynamodb, id)) ?? (prior.ttl?.enabled === false ? prior.ttl : undefined),
      pointInTimeRecovery: { enabled: await readRecovery(dynamodb, id) },
      tags: tagMap(await readTags(dynamodb, found.TableArn ?? "")),
    };
  },

  async update(context, id, { olds, news, changed }) {
    const dynamodb = await context.client("dynamodb");
    const apply = async (change: Omit<UpdateTableCommandInput, "TableName">) => {
      await dynamodb.updateTable({ TableName: id, ...change });
      await active(context, dynamodb, id);
    };
    if (changed("deletionProtectionEnabled")) await apply({ DeletionProtectionEnabled: news.deletionProtectionEnabled ?? false });
    const indexes = indexUpdates(olds, news);
    for (const remove of indexes.remove) await apply({ GlobalSecondaryIndexUpdates: [remove] });
    if (changed("billingMode", "readCapacity", "writeCapacity")) {
      await apply({
        BillingMode: news.billingMode,
        ProvisionedThroughput: throughput(news, news.billingMode),
        GlobalSecondaryIndexUpdates: changed("billingMode") && indexes.billing.length > 0 ? indexes.billing : undefined,
      });
    }
    // AWS makes one index at a time.
    for (const create of indexes.create) {
      await apply({ AttributeDefinitions: attributeDefinitions(news), GlobalSecondaryIndexUpdates: [create] });
    }
    if (!changed("billingMode")) for (const rescale of indexes.rescale) await apply({ GlobalSecondaryIndexUpdates: [rescale] });
    if (changed("streamEnabled", "streamViewType")) {
      // A running stream must be switched off before it can show something else.
      if (olds.streamEnabled) await apply({ StreamSpecification: { StreamEnabled: false } });
      if (news.streamEnabled) await apply({ StreamSpecification: stream(news) });
    }
    if (changed("serverSideEncryption") && news.serverSideEncryption) await apply({ SSESpecification: encryption(news) });
    if (changed("tableClass")) await apply({ TableClass: news.tableClass });
    if (changed("ttl") && news.ttl) await changeTimeToLive(dynamodb, id, news.ttl);
    if (changed("pointInTimeRecovery") && news.pointInTimeRecovery) await setRecovery(dynamodb, id, news.pointInTimeRecovery.enabled);
    if (changed("tags")) {
      const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
      const ResourceArn = await context.arn("dynamodb", `table/${id}`);
      if (remove.length > 0) await dynamodb.untagResource({ ResourceArn, TagKeys: remove });
      if (Object.keys(set).length > 0) await dynamodb.tagResource({ ResourceArn, Tags: tagList(set) });
    }
  },

  async delete(context, id) {
    const dynamodb = await context.client("dynamodb");
    await dynamodb.deleteTable({ TableName: id });
    await context.waitFor(`the table '${id}' is gone`, () => isGone(dynamodb, id));
  },
});

function throughput(given: Pick<TableInputs, "readCapacity" | "writeCapacity">, billingMode: string) {
  if (billingMode === "PAY_PER_REQUEST") return undefined;
  return { ReadCapacityUnits: given.readCapacity, WriteCapacityUnits: given.writeCapacity };
}

function stream(given: TableInputs) {
  return { StreamEnabled: true, StreamViewType: given.streamViewType };
}

function encryption(given: TableInputs) {
  const { enabled, kmsKeyArn } = given.serverSideEncryption ?? { enabled: false };
  return { Enabled: enabled, ...(enabled && kmsKeyArn ? { SSEType: "KMS" as const, KMSMasterKeyId: kmsKeyArn } : {}) };
}

function readEncryption(found: TableDescription) {
  const { Status: status, KMSMasterKeyArn: key } = found.SSEDescription ?? {};
  return status === "ENABLED" || status === "ENABLING" ? { enabled: true, kmsKeyArn: key } : undefined;
}

async function active(context: Context, dynamodb: DynamoDB, name: string): Promise<void> {
  await context.waitFor(`the table '${name}' is active`, async () => {
    const { Table } = await dynamodb.describeTable({ TableName: name });
    return Table?.TableStatus === "ACTIVE" && (Table.GlobalSecondaryIndexes ?? []).every((index) => index.IndexStatus === "ACTIVE");
  });
}

async function isGone(dynamodb: DynamoDB, name: string): Promise<boolean> {
  try {
    await dynamodb.describeTable({ TableName: name });
    return false;
  } catch (error) {
    if (isAwsError(error, "ResourceNotFoundException")) return true;
    throw error;
  }
}

interface TimeToLive {
  attributeName?: string;
  enabled: boolean;
}

async function setTimeToLive(dynamodb: DynamoDB, name: string, { attributeName, enabled }: TimeToLive): Promise<void> {
  await dynamodb.updateTimeToLive({ TableName: name, TimeToLiveSpecification: { AttributeName: attributeName, Enabled: enabled } });
}

/** AWS wants the old attribute named to switch it off, and refuses to switch on or off what is so already. */
async function changeTimeToLive(dynamodb: DynamoDB, name: string, wanted: TimeToLive): Promise<void> {
  const now = await readTimeToLive(dynamodb, name);
  if (now && !(wanted.enabled && wanted.attributeName === now.attributeName)) {
    await setTimeToLive(dynamodb, name, { ...now, enabled: false });
  }
  if (wanted.enabled && wanted.attributeName !== now?.attributeName) await setTimeToLive(dynamodb, name, wanted);
}

async function readTimeToLive(dynamodb: DynamoDB, name: string): Promise<TimeToLive | undefined> {
  const { TimeToLiveDescription: found } = await dynamodb.describeTimeToLive({ TableName: name });
  const enabled = found?.TimeToLiveStatus === "ENABLED" || found?.TimeToLiveStatus === "ENABLING";
  return enabled ? { attributeName: found.AttributeName, enabled } : undefined;
}

async function setRecovery(dynamodb: DynamoDB, name: string, enabled: boolean): Promise<void> {
  await dynamodb.updateContinuousBackups({
    TableName: name,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: enabled },
  });
}

async function readRecovery(dynamodb: DynamoDB, name: string): Promise<boolean> {
  const { ContinuousBackupsDescription: found } = await dynamodb.describeContinuousBackups({ TableName: name });
  return found?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === "ENABLED";
}

async function readTags(dynamodb: DynamoDB, ResourceArn: string) {
  const tags = [];
  let NextToken: string | undefined;
  do {
    const page = await dynamodb.listTagsOfResource({ ResourceArn, NextToken });
    tags.push(...(page.Tags ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return tags;
}
