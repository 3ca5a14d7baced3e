import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import type { Values } from "../../../src/provider/wire";
import { describeLifecycle } from "./harness";

const base: Values = {
  billingMode: "PAY_PER_REQUEST",
  hashKey: "customer",
  rangeKey: "order",
  attributes: [
    { name: "order", type: "N" },
    { name: "customer", type: "S" },
    { name: "city", type: "S" },
    { name: "day", type: "S" },
  ],
  localSecondaryIndexes: [{ name: "byDay", rangeKey: "day", projectionType: "KEYS_ONLY" }],
};

describeLifecycle({
  type: "aws:dynamodb/table:Table",
  inputs: () => ({
    ...base,
    globalSecondaryIndexes: [
      { name: "byCity", hashKey: "city", rangeKey: "day", projectionType: "INCLUDE", nonKeyAttributes: ["total", "paid"] },
      { name: "byDayOnly", hashKey: "day", projectionType: "ALL" },
    ],
    streamEnabled: true,
    streamViewType: "NEW_IMAGE",
    ttl: { attributeName: "expires", enabled: true },
    tags: { team: "learners" },
  }),
  verify: async (lab, { id, state }) => {
    assert.match(id, /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["arn"], `arn:aws:dynamodb:us-east-1:000000000000:table/${id}`);
    assert.equal(state["streamArn"], `${String(state["arn"])}/stream/${String(state["streamLabel"])}`);
    const dynamodb = await lab.aws("dynamodb");
    const { Table } = await dynamodb.describeTable({ TableName: id });
    assert.deepEqual(Table?.GlobalSecondaryIndexes?.map((index) => index.IndexName).sort(), ["byCity", "byDayOnly"]);
    assert.deepEqual(Table?.LocalSecondaryIndexes?.map((index) => index.IndexName), ["byDay"]);
    assert.equal((await dynamodb.describeTimeToLive({ TableName: id })).TimeToLiveDescription?.TimeToLiveStatus, "ENABLED");
    await dynamodb.putItem({ TableName: id, Item: { customer: { S: "c" }, order: { N: "1" }, city: { S: "Bern" }, day: { S: "1" } } });
    const { Items } = await dynamodb.query({
      TableName: id,
      IndexName: "byCity",
      KeyConditionExpression: "city = :city",
      ExpressionAttributeValues: { ":city": { S: "Bern" } },
    });
    assert.equal(Items?.length, 1);
  },
  update: {
    inputs: () => ({
      ...base,
      globalSecondaryIndexes: [
        { name: "byCity", hashKey: "city", projectionType: "KEYS_ONLY" },
        { name: "byOrder", hashKey: "order", projectionType: "ALL" },
      ],
      streamEnabled: true,
      streamViewType: "NEW_AND_OLD_IMAGES",
      ttl: { attributeName: "gone", enabled: true },
      pointInTimeRecovery: { enabled: true },
      tags: { team: "learners", phase: "two" },
    }),
    paths: [
      "globalSecondaryIndexes[0].nonKeyAttributes",
      "globalSecondaryIndexes[0].projectionType",
      "globalSecondaryIndexes[0].rangeKey",
      "globalSecondaryIndexes[1].hashKey",
      "globalSecondaryIndexes[1].name",
      "pointInTimeRecovery",
      "streamViewType",
      "tags.phase",
      "ttl.attributeName",
    ],
    verify: async (lab, { id }) => {
      const dynamodb = await lab.aws("dynamodb");
      const { Table } = await dynamodb.describeTable({ TableName: id });
      const indexes = new Map(Table?.GlobalSecondaryIndexes?.map((index) => [index.IndexName, index.Projection?.ProjectionType]));
      assert.deepEqual(indexes, new Map([["byCity", "KEYS_ONLY"], ["byOrder", "ALL"]]));
      assert.equal(Table?.StreamSpecification?.StreamViewType, "NEW_AND_OLD_IMAGES");
      assert.equal((await dynamodb.describeTimeToLive({ TableName: id })).TimeToLiveDescription?.AttributeName, "gone");
      const { ContinuousBackupsDescription } = await dynamodb.describeContinuousBackups({ TableName: id });
      assert.equal(ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus, "ENABLED");
      assert.equal((await dynamodb.scan({ TableName: id })).Count, 1, "the rows stay");
    },
  },
  replaces: {
    hashKey: () => ({ ...base, hashKey: "day", localSecondaryIndexes: [], rangeKey: "order", globalSecondaryIndexes: [{ name: "g", hashKey: "customer", rangeKey: "city", projectionType: "ALL" }] }),
  },
  drift: {
    act: async (lab, { state }) => {
      const dynamodb = await lab.aws("dynamodb");
      await dynamodb.tagResource({ ResourceArn: String(state["arn"]), Tags: [{ Key: "stranger", Value: "yes" }] });
    },
    path: "tags.stranger",
  },
  gone: async (lab, { id }) => {
    try {
      await (await lab.aws("dynamodb")).describeTable({ TableName: id });
      return false;
    } catch (error) {
      return isAwsError(error, "ResourceNotFoundException");
    }
  },
});
