/** Keys and indexes of a table, between Pulumi's shapes and DynamoDB's. Pure. */

import type { GlobalSecondaryIndexUpdate, KeySchemaElement, Projection, TableDescription } from "@aws-sdk/client-dynamodb";
import type { CheckFailure } from "../../check";
import { canonical } from "../../diff";
import { hasUnknown, type Values } from "../../wire";
import type { TableInputs } from "./table";

type GlobalIndex = NonNullable<TableInputs["globalSecondaryIndexes"]>[number];
type ProjectionType = GlobalIndex["projectionType"];

/** AWS refuses these only when the table is made; a preview can tell. */
export function keyFailures(given: Values): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const fail = (property: string, reason: string) => failures.push({ property, reason: `aws:dynamodb/table:Table: ${reason}` });
  if (given["hashKey"] === undefined) fail("hashKey", "'hashKey' is required.");
  if (given["billingMode"] === "PROVISIONED") {
    for (const capacity of ["readCapacity", "writeCapacity"]) {
      const units = given[capacity];
      if (units === undefined || (typeof units === "number" && units < 1)) {
        fail(capacity, `'${capacity}' must be 1 or more while 'billingMode' is 'PROVISIONED'. Or set billingMode: "PAY_PER_REQUEST".`);
      }
    }
  }
  if (given["streamEnabled"] === true && given["streamViewType"] === undefined) fail("streamViewType", "'streamViewType' is required with 'streamEnabled'.");
  if (hasUnknown(given)) return failures;
  const table = given as unknown as TableInputs;
  const used = new Set(usedKeys(table));
  const defined = new Set((table.attributes ?? []).map((attribute) => attribute.name));
  for (const key of used) {
    if (!defined.has(key)) fail("attributes", `the key '${key}' has no entry in 'attributes'. Add { name: "${key}", type: "S" }.`);
  }
  for (const name of defined) {
    if (!used.has(name)) fail("attributes", `the attribute '${name}' is no key of the table or an index. Remove it: only keys are declared.`);
  }
  return failures;
}

function usedKeys(table: TableInputs): string[] {
  const keys = [table.hashKey, table.rangeKey];
  for (const index of table.globalSecondaryIndexes ?? []) keys.push(index.hashKey, index.rangeKey);
  for (const index of table.localSecondaryIndexes ?? []) keys.push(index.rangeKey);
  return keys.filter((key): key is string => key !== undefined && key !== "");
}

export function attributeDefinitions(table: TableInputs) {
  return (table.attributes ?? []).map(({ name, type }) => ({ AttributeName: name, AttributeType: type }));
}

export function keySchema(keys: { hashKey?: string; rangeKey?: string }): KeySchemaElement[] {
  const schema: KeySchemaElement[] = [{ AttributeName: keys.hashKey, KeyType: "HASH" }];
  if (keys.rangeKey) schema.push({ AttributeName: keys.rangeKey, KeyType: "RANGE" });
  return schema;
}

export function globalIndexes(table: TableInputs) {
  const indexes = (table.globalSecondaryIndexes ?? []).map((index) => globalIndex(index, table.billingMode));
  return indexes.length > 0 ? indexes : undefined;
}

function globalIndex(index: GlobalIndex, billingMode: string) {
  return {
    IndexName: index.name,
    KeySchema: keySchema(index),
    Projection: projectionOf(index),
    ProvisionedThroughput: capacity(index, billingMode),
  };
}

function capacity(index: GlobalIndex, billingMode: string) {
  if (billingMode === "PAY_PER_REQUEST") return undefined;
  return { ReadCapacityUnits: index.readCapacity ?? 1, WriteCapacityUnits: index.writeCapacity ?? 1 };
}

export function localIndexes(table: TableInputs) {
  const indexes = (table.localSecondaryIndexes ?? []).map((index) => ({
    IndexName: index.name,
    KeySchema: keySchema({ hashKey: table.hashKey, rangeKey: index.rangeKey }),
    Projection: projectionOf(index),
  }));
  return indexes.length > 0 ? indexes : undefined;
}

function projectionOf(index: { projectionType: ProjectionType; nonKeyAttributes?: string[] }): Projection {
  return {
    ProjectionType: index.projectionType,
    ...(index.nonKeyAttributes?.length ? { NonKeyAttributes: index.nonKeyAttributes } : {}),
  };
}

/** What to do, one step a call, to get from the old indexes to the new ones. A new key or projection is a new index. */
export function indexUpdates(olds: TableInputs, news: TableInputs): Record<"remove" | "create" | "rescale" | "billing", GlobalSecondaryIndexUpdate[]> {
  const before = new Map((olds.globalSecondaryIndexes ?? []).map((index) => [index.name, index]));
  const after = new Map((news.globalSecondaryIndexes ?? []).map((index) => [index.name, index]));
  const remade = (name: string) => shapeOf(before.get(name)) !== shapeOf(after.get(name));
  const kept = [...after.values()].filter((index) => !remade(index.name));
  const updates = (indexes: GlobalIndex[]): GlobalSecondaryIndexUpdate[] =>
    indexes.map((index) => ({ Update: { IndexName: index.name, ProvisionedThroughput: capacity(index, news.billingMode) } }));
  return {
    remove: [...before.keys()].filter(remade).map((IndexName) => ({ Delete: { IndexName } })),
    create: [...after.values()].filter((index) => remade(index.name)).map((index) => ({ Create: globalIndex(index, news.billingMode) })),
    rescale: news.billingMode === "PAY_PER_REQUEST" ? [] : updates(kept.filter((index) => rescaled(before.get(index.name), index))),
    billing: news.billingMode === "PAY_PER_REQUEST" ? [] : updates(kept),
  };
}

function shapeOf(index: GlobalIndex | undefined): string {
  if (!index) return "";
  return canonical([index.hashKey, index.rangeKey ?? "", index.projectionType, [...(index.nonKeyAttributes ?? [])].sort()]);
}

function rescaled(before: GlobalIndex | undefined, after: GlobalIndex): boolean {
  return (["readCapacity", "writeCapacity"] as const).some((key) => after[key] !== undefined && after[key] !== before?.[key]);
}

export function readGlobalIndexes(found: TableDescription) {
  const indexes = found.GlobalSecondaryIndexes?.map((index) => ({
    name: index.IndexName ?? "",
    hashKey: keyOf(index.KeySchema, "HASH"),
    rangeKey: keyOf(index.KeySchema, "RANGE"),
    ...readProjection(index.Projection),
    readCapacity: index.ProvisionedThroughput?.ReadCapacityUnits ?? 0,
    writeCapacity: index.ProvisionedThroughput?.WriteCapacityUnits ?? 0,
  }));
  return indexes?.length ? indexes : undefined;
}

export function readLocalIndexes(found: TableDescription) {
  const indexes = found.LocalSecondaryIndexes?.map((index) => ({
    name: index.IndexName ?? "",
    rangeKey: keyOf(index.KeySchema, "RANGE") ?? "",
    ...readProjection(index.Projection),
  }));
  return indexes?.length ? indexes : undefined;
}

function readProjection(projection: Projection | undefined) {
  const nonKeyAttributes = projection?.NonKeyAttributes;
  return { projectionType: projection?.ProjectionType ?? ("ALL" as const), nonKeyAttributes: nonKeyAttributes?.length ? nonKeyAttributes : undefined };
}

/** The declared attributes that are a key of something: an emulator may keep those of an index that is gone. */
export function usedAttributes(found: TableDescription) {
  const schemas = [found.KeySchema, ...[...(found.GlobalSecondaryIndexes ?? []), ...(found.LocalSecondaryIndexes ?? [])].map((index) => index.KeySchema)];
  const keys = new Set(schemas.flatMap((schema) => schema?.map((key) => key.AttributeName) ?? []));
  return found.AttributeDefinitions?.filter((attribute) => keys.has(attribute.AttributeName)).map((attribute) => ({
    name: attribute.AttributeName ?? "",
    type: attribute.AttributeType ?? ("S" as const),
  }));
}

function keyOf(schema: KeySchemaElement[] | undefined, type: "HASH" | "RANGE"): string | undefined {
  return schema?.find((key) => key.KeyType === type)?.AttributeName;
}
