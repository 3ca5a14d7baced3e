// Unit tests: the program runs against mocks, so nothing is deployed and no emulator is needed.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { type Book, fromItem, sampleBooks } from "../catalogue";

interface Registered {
  type: string;
  name: string;
  inputs: Record<string, any>;
}

const registered: Registered[] = [];

/** Stands for the AWS provider: takes notes, and answers with the inputs and what AWS would add to them. */
const mocks: pulumi.runtime.Mocks = {
  newResource({ type, name, inputs }) {
    registered.push({ type, name, inputs });
    return { id: `${name}-id`, state: { name: `${name}-1a2b3c4`, arn: `arn:of:${name}`, ...inputs } };
  },
  call: ({ token }) => {
    throw new Error(`The program calls ${token}.`);
  },
};

function ofType(type: string): Registered[] {
  return registered.filter((resource) => resource.type === type);
}

describe("table of books", () => {
  before(async () => {
    await pulumi.runtime.setMocks(mocks);
    await import("../index");
    // Resources are registered in the background; this waits for the last of them.
    await pulumi.runtime.disconnect();
  });

  it("declares each key of the table and of its indexes, and nothing else", () => {
    const [table] = ofType("aws:dynamodb/table:Table");
    const indexes = table!.inputs.globalSecondaryIndexes as { hashKey: string; rangeKey: string }[];
    const keys = [table!.inputs, ...indexes].flatMap(({ hashKey, rangeKey }) => [hashKey, rangeKey]);
    const declared = table!.inputs.attributes.map(({ name }: { name: string }) => name);
    assert.deepEqual(declared.sort(), keys.sort());
  });

  it("makes one item of each book, in the deployed table", () => {
    const items = ofType("aws:dynamodb/tableItem:TableItem");
    assert.ok(items.length > 0);
    const byTitle = (a: Book, b: Book) => a.title.localeCompare(b.title);
    assert.deepEqual(items.map(({ inputs }) => fromItem(JSON.parse(inputs.item))).sort(byTitle), sampleBooks().sort(byTitle));
    for (const { inputs } of items) assert.equal(inputs.tableName, "books-1a2b3c4");
  });

  it("gives no two items the same keys, for one would overwrite the other", () => {
    const keys = sampleBooks().map(({ author, title }) => `${author} / ${title}`);
    assert.equal(new Set(keys).size, keys.length);
  });
});
