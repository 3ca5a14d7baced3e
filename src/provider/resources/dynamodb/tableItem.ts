import type { AttributeValue, DynamoDB } from "@aws-sdk/client-dynamodb";
import { defineResource } from "../../definition";
import { isAwsError, ProviderError } from "../../errors";
import { t } from "../../schema";
import { formatItem, itemProblem, keyText, keyValue, parseItem, sameItem, type Item } from "./itemJson";

interface Keys {
  hashKey: string;
  rangeKey?: string;
}

export const tableItem = defineResource({
  type: "aws:dynamodb/tableItem:TableItem",
  inputs: {
    hashKey: t.string({ required: true, replaces: true }),
    item: t.json({ required: true, check: itemProblem }),
    rangeKey: t.string({ replaces: true }),
    tableName: t.string({ required: true, replaces: true }),
  },
  outputs: {
    hashKeyValue: t.string({ changesWith: ["item"] }),
    rangeKeyValue: t.string({ changesWith: ["item"] }),
  },
  notFound: ["ResourceNotFoundException"],

  check({ item, hashKey, rangeKey }) {
    if (typeof item !== "string") return [];
    const attributes = JSON.parse(item) as Record<string, unknown>;
    return [hashKey, rangeKey]
      .filter((key): key is string => typeof key === "string" && key !== "" && !Object.hasOwn(attributes, key))
      .map((key) => ({ property: "item", reason: `aws:dynamodb/tableItem:TableItem: 'item' needs the key attribute '${key}'.` }));
  },

  async create(context, given) {
    const dynamodb = await context.client("dynamodb");
    const Item = parseItem(given.item);
    try {
      await dynamodb.putItem({
        TableName: given.tableName,
        Item,
        ConditionExpression: "attribute_not_exists(#key)",
        ExpressionAttributeNames: { "#key": given.hashKey },
      });
    } catch (error) {
      if (!isAwsError(error, "ConditionalCheckFailedException")) throw error;
      throw new ProviderError(`the table '${given.tableName}' has an item with this key already, and it isn't this program's. Import or delete it.`);
    }
    return [given.tableName, ...keyTexts(Item, given)].join(",");
  },

  async read(context, id, prior) {
    const dynamodb = await context.client("dynamodb");
    const { tableName, hashKey, rangeKey, key } = await placeOf(dynamodb, id, prior);
    const { Item } = await dynamodb.getItem({ TableName: tableName, Key: key, ConsistentRead: true });
    if (Item === undefined) return undefined;
    const item = formatItem(Item);
    const [hashKeyValue, rangeKeyValue] = keyTexts(Item, { hashKey, rangeKey });
    return {
      hashKey,
      item: prior.item !== undefined && sameItem(prior.item, item) ? prior.item : item,
      rangeKey,
      tableName,
      hashKeyValue,
      rangeKeyValue,
    };
  },

  async update(context, _id, { olds, news }) {
    const dynamodb = await context.client("dynamodb");
    const before = parseItem(olds.item);
    const after = parseItem(news.item);
    await dynamodb.updateItem({ TableName: news.tableName, Key: keyOf(after, news), ...changes(before, after, news) });
    // An item can't move to another key: there is a new one now, and the old one goes.
    if (keyTexts(before, news).join(",") !== keyTexts(after, news).join(",")) {
      await dynamodb.deleteItem({ TableName: news.tableName, Key: keyOf(before, news) });
    }
  },

  async delete(context, id, state) {
    const dynamodb = await context.client("dynamodb");
    const { tableName, key } = await placeOf(dynamodb, id, state);
    await dynamodb.deleteItem({ TableName: tableName, Key: key });
  },
});

interface Place extends Keys {
  tableName: string;
  key: Item;
}

/** By the item itself where it is known: after an update of a key the id still holds the old one. */
async function placeOf(dynamodb: DynamoDB, id: string, known: Partial<Keys> & { tableName?: string; item?: string }): Promise<Place> {
  const { tableName, hashKey, rangeKey, item } = known;
  if (tableName !== undefined && hashKey !== undefined && item !== undefined) {
    return { tableName, hashKey, rangeKey, key: keyOf(parseItem(item), { hashKey, rangeKey }) };
  }
  return placeFromId(dynamodb, id);
}

async function placeFromId(dynamodb: DynamoDB, id: string): Promise<Place> {
  const [, tableName, values] = /^([^,]+),(.+)$/s.exec(id) ?? [];
  if (tableName === undefined || values === undefined) {
    throw new ProviderError(`'${id}' is no id of an item. It reads TABLE,HASH_KEY or TABLE,HASH_KEY,RANGE_KEY, such as 'orders,alice,2026-01-31'.`);
  }
  const { Table } = await dynamodb.describeTable({ TableName: tableName });
  const types = new Map(Table?.AttributeDefinitions?.map((attribute) => [attribute.AttributeName, attribute.AttributeType]));
  const name = (kind: string) => Table?.KeySchema?.find((part) => part.KeyType === kind)?.AttributeName;
  const hashKey = name("HASH") ?? "";
  const rangeKey = name("RANGE");
  if (rangeKey === undefined) return { tableName, hashKey, key: { [hashKey]: keyValue(values, types.get(hashKey)) } };
  const [, hash, range] = /^([^,]*),(.+)$/s.exec(values) ?? [];
  if (hash === undefined || range === undefined) {
    throw new ProviderError(`'${id}' lacks the range key: items of '${tableName}' are imported as TABLE,HASH_KEY,RANGE_KEY.`);
  }
  const key = { [hashKey]: keyValue(hash, types.get(hashKey)), [rangeKey]: keyValue(range, types.get(rangeKey)) };
  return { tableName, hashKey, rangeKey, key };
}

function keyNames({ hashKey, rangeKey }: Keys): string[] {
  return rangeKey ? [hashKey, rangeKey] : [hashKey];
}

function keyTexts(item: Item, keys: Keys): string[] {
  return keyNames(keys).map((name) => keyText(item[name]));
}

function keyOf(item: Item, keys: Keys): Item {
  return Object.fromEntries(keyNames(keys).map((name) => [name, item[name] as AttributeValue]));
}

/** Attributes that the program never named stay: an application may have written them. */
function changes(before: Item, after: Item, keys: Keys) {
  const isKey = (name: string) => keyNames(keys).includes(name);
  const set = Object.keys(after).filter((name) => !isKey(name));
  const remove = Object.keys(before).filter((name) => !isKey(name) && !Object.hasOwn(after, name));
  const named = [...set, ...remove];
  if (named.length === 0) return {};
  const place = (name: string) => `#a${named.indexOf(name)}`;
  const parts = [];
  if (set.length > 0) parts.push(`SET ${set.map((name, index) => `${place(name)} = :v${index}`).join(", ")}`);
  if (remove.length > 0) parts.push(`REMOVE ${remove.map(place).join(", ")}`);
  return {
    UpdateExpression: parts.join(" "),
    ExpressionAttributeNames: Object.fromEntries(named.map((name) => [place(name), name])),
    ...(set.length > 0
      ? { ExpressionAttributeValues: Object.fromEntries(set.map((name, index) => [`:v${index}`, after[name] as AttributeValue])) }
      : {}),
  };
}
