import assert from "node:assert/strict";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Resource } from "../../support/providerClient";
import { describeLifecycle, labScope, type Lab } from "./harness";

const TYPE = "aws:dynamodb/tableItem:TableItem";

function makeTable(lab: Lab, rangeKey?: string): Promise<Resource> {
  return lab.make("aws:dynamodb/table:Table", {
    billingMode: "PAY_PER_REQUEST",
    hashKey: "customer",
    ...(rangeKey === undefined ? {} : { rangeKey }),
    attributes: [{ name: "customer", type: "S" }, ...(rangeKey === undefined ? [] : [{ name: rangeKey, type: "N" }])],
  });
}

async function rows(lab: Lab, TableName: string): Promise<Record<string, AttributeValue>[]> {
  return (await (await lab.aws("dynamodb")).scan({ TableName })).Items ?? [];
}

const order = {
  customer: { S: "alice" },
  order: { N: "7" },
  price: { N: "12.5" },
  paid: { BOOL: true },
  nothing: { NULL: true },
  picture: { B: Buffer.from("picture").toString("base64") },
  address: { M: { city: { S: "Bern" }, floors: { L: [{ N: "1" }, { N: "2" }] } } },
};

describeLifecycle({
  type: TYPE,
  prepare: (lab) => makeTable(lab, "order"),
  inputs: (table) => ({ tableName: table.id, hashKey: "customer", rangeKey: "order", item: JSON.stringify(order, null, 2) }),
  verify: async (lab, { id, state }, table) => {
    assert.equal(id, `${table.id},alice,7`);
    assert.equal(state["hashKeyValue"], "alice");
    assert.equal(state["rangeKeyValue"], "7");
    const [row, ...others] = await rows(lab, table.id);
    assert.deepEqual(others, []);
    assert.deepEqual(row?.["address"], order.address);
    assert.deepEqual(row?.["paid"], { BOOL: true });
    assert.equal(Buffer.from(row?.["picture"]?.B ?? []).toString(), "picture");
  },
  update: {
    inputs: (table) => ({
      tableName: table.id,
      hashKey: "customer",
      rangeKey: "order",
      item: JSON.stringify({ customer: order.customer, order: order.order, paid: { BOOL: false }, city: { S: "Thun" } }),
    }),
    paths: ["item"],
    verify: async (lab, _resource, table) => {
      assert.deepEqual(await rows(lab, table.id), [
        { customer: order.customer, order: order.order, paid: { BOOL: false }, city: { S: "Thun" } },
      ]);
    },
  },
  replaces: {
    tableName: () => ({ tableName: "another", hashKey: "customer", rangeKey: "order", item: JSON.stringify(order) }),
    hashKey: (table) => ({ tableName: table.id, hashKey: "price", rangeKey: "order", item: JSON.stringify(order) }),
  },
  drift: {
    act: async (lab, _resource, table) => {
      await (await lab.aws("dynamodb")).updateItem({
        TableName: table.id,
        Key: { customer: order.customer, order: order.order },
        UpdateExpression: "SET city = :city",
        ExpressionAttributeValues: { ":city": { S: "Biel" } },
      });
    },
    path: "item",
  },
  gone: async (lab, _resource, table) => (await rows(lab, table.id)).length === 0,
});

describe(`${TYPE}, beyond its life`, function () {
  this.timeout(60_000);
  const scope = labScope();
  const item = (attributes: Record<string, unknown>) => ({ hashKey: "customer", item: JSON.stringify(attributes) });

  it("moves to another key, and leaves nothing behind", async () => {
    const { lab } = scope;
    const table = await makeTable(lab);
    const made = await lab.make(TYPE, { tableName: table.id, ...item({ customer: { S: "alice" }, age: { N: "30" } }) });
    assert.equal(made.id, `${table.id},alice`);
    const { inputs } = await lab.provider.check(TYPE, "Item", { tableName: table.id, ...item({ customer: { S: "bob" } }) }, made.inputs);
    const moved = await lab.provider.update(made, inputs);
    assert.deepEqual(await rows(lab, table.id), [{ customer: { S: "bob" } }]);
    const fresh = await lab.provider.read(TYPE, "Item", moved.id, moved);
    assert.equal(fresh?.state["hashKeyValue"], "bob");
    await lab.provider.delete(moved);
    assert.deepEqual(await rows(lab, table.id), []);
  });

  it("keeps the program's way of writing sets and numbers", async () => {
    const { lab } = scope;
    const table = await makeTable(lab);
    const given = { customer: { S: "alice" }, price: { N: "12.50" }, tags: { SS: ["new", "gift", "blue"] }, sizes: { NS: ["3", "1.0"] } };
    const made = await lab.make(TYPE, { tableName: table.id, ...item(given) });
    assert.deepEqual((await rows(lab, table.id))[0]?.["tags"]?.SS?.sort(), ["blue", "gift", "new"]);
    const fresh = await lab.provider.read(TYPE, "Item", made.id, made);
    assert.deepEqual(fresh?.inputs, made.inputs);
  });

  it("leaves alone what an application wrote beside it", async () => {
    const { lab } = scope;
    const table = await makeTable(lab);
    const made = await lab.make(TYPE, { tableName: table.id, ...item({ customer: { S: "alice" }, age: { N: "30" } }) });
    await (await lab.aws("dynamodb")).updateItem({
      TableName: table.id,
      Key: { customer: { S: "alice" } },
      UpdateExpression: "SET visits = :one",
      ExpressionAttributeValues: { ":one": { N: "1" } },
    });
    const { inputs } = await lab.provider.check(TYPE, "Item", { tableName: table.id, ...item({ customer: { S: "alice" }, age: { N: "31" } }) }, made.inputs);
    await lab.provider.update(made, inputs);
    assert.deepEqual(await rows(lab, table.id), [{ customer: { S: "alice" }, age: { N: "31" }, visits: { N: "1" } }]);
  });

  it("takes no item for its own that was there before", async () => {
    const { lab } = scope;
    const table = await makeTable(lab);
    await (await lab.aws("dynamodb")).putItem({ TableName: table.id, Item: { customer: { S: "alice" } } });
    await assert.rejects(lab.make(TYPE, { tableName: table.id, ...item({ customer: { S: "alice" } }) }), /has an item with this key already/);
  });

  for (const [what, given, reason] of [
    ["an item without its key", { age: { N: "1" } }, /needs the key attribute 'customer'/],
    ["an attribute without a type", { customer: "alice" }, /look at 'customer'/],
    ["a number that is none of DynamoDB's JSON", { customer: { S: "alice" }, age: { N: 1 } }, /look at 'age'/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { failures } = await scope.lab.provider.check(TYPE, "Item", { tableName: "people", ...item(given) });
      assert.deepEqual(failures.map((failure) => failure.property), ["item"]);
      assert.match(failures[0]?.reason ?? "", reason);
    });
  }
});
