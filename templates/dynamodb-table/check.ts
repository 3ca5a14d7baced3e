// Proves that the deployed table answers by its own keys and by its index.
// By hand, after a deploy: `npm run check`, in a shell whose AWS settings name the account or the emulator.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { DescribeTableCommand, DynamoDBClient, GetItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { type Book, booksOfGenre, fromItem, sampleBooks } from "./catalogue";

async function checks(): Promise<void> {
  const { tableName, indexName } = stackOutputs() as { tableName: string; indexName: string };
  const client = new DynamoDBClient({ maxAttempts: 3 });
  const books = sampleBooks();

  await prove("the table and its index are active", async () => {
    const { Table: table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    const index = table?.GlobalSecondaryIndexes?.find((each) => each.IndexName === indexName);
    assert.equal(table?.TableStatus, "ACTIVE", `the table is ${table?.TableStatus}`);
    assert.equal(index?.IndexStatus, "ACTIVE", `the index is ${index?.IndexStatus ?? "missing"}`);
  });

  await prove("each sample book is found by its author and title", async () => {
    for (const book of books) {
      const key = { author: { S: book.author }, title: { S: book.title } };
      const { Item: item } = await client.send(new GetItemCommand({ TableName: tableName, Key: key, ConsistentRead: true }));
      assert.ok(item, `${book.title} is missing`);
      assert.deepEqual(fromItem(item), book, `${book.title} differs from books.json`);
    }
  });

  await prove("a query by author answers this author's books and no others", async () => {
    const author = books[0]!.author;
    const { Items: items = [] } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: "author = :author",
        ExpressionAttributeValues: { ":author": { S: author } },
      }),
    );
    sameBooks(items.map(fromItem), books.filter((book) => book.author === author));
  });

  await prove("a query of the index answers the books of a genre and a time, oldest first, and no others", async () => {
    const wanted = { genre: "science fiction", from: 1960, to: 1979 };
    const expected = books
      .filter(({ genre, year }) => genre === wanted.genre && year >= wanted.from && year <= wanted.to)
      .sort((a, b) => a.year - b.year);
    assert.ok(expected.length > 0 && expected.length < books.length, "the sample data can't show that the query chooses");
    const found = await booksOfGenre(client, tableName, wanted);
    sameBooks(found, expected);
    const years = (books: Book[]) => books.map(({ year }) => year).join(", ");
    assert.equal(years(found), years(expected), `the years come as ${years(found)}`);
  });
}

function sameBooks(found: Book[], expected: Book[]): void {
  assert.equal(titles(found), titles(expected), `answered [${titles(found)}] and not [${titles(expected)}]`);
}

function titles(books: Book[]): string {
  return books
    .map(({ title }) => title)
    .sort()
    .join(", ");
}

// What follows is the same in every lab.

interface Result {
  name: string;
  ok: boolean;
  detail?: string;
}

const results: Result[] = [];

/** Runs one statement; it holds when it doesn't throw. */
async function prove(name: string, statement: () => Promise<void>): Promise<void> {
  try {
    await statement();
    results.push({ name, ok: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    results.push({ name, ok: false, detail: message.split("\n", 1)[0] });
  }
}

/** The stack's outputs: from the lab that runs this check, else from the Pulumi CLI. */
function stackOutputs(): Record<string, unknown> {
  const given = process.env.PULUMI_LAB_OUTPUTS;
  return JSON.parse(given ?? execFileSync("pulumi", ["stack", "output", "--json", "--show-secrets"], { encoding: "utf8" }));
}

async function main(): Promise<void> {
  await checks();
  const ok = results.every((result) => result.ok);
  if (process.argv.includes("--json")) {
    console.log(JSON.stringify({ ok, checks: results }));
  } else {
    for (const { name, ok, detail } of results) console.log(ok ? `ok   ${name}` : `FAIL ${name}: ${detail}`);
  }
  process.exitCode = ok ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
