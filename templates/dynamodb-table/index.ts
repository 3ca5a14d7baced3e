import * as aws from "@pulumi/aws";
import { GENRE_INDEX, sampleBooks, toItem } from "./catalogue";

const table = new aws.dynamodb.Table("books", {
  // Pay for each request: nothing to plan, and nothing to pay while nobody asks.
  billingMode: "PAY_PER_REQUEST",

  // A book is found by its author (which partition?) and its title (where in the partition?).
  hashKey: "author",
  rangeKey: "title",

  // Only keys are declared, those of the table and those of its indexes. An item may have any other attribute as well.
  attributes: [
    { name: "author", type: "S" },
    { name: "title", type: "S" },
    { name: "genre", type: "S" },
    { name: "year", type: "N" },
  ],

  // By its own keys the table can't answer "science fiction of the sixties" without reading every item. A global
  // secondary index is a second copy of the items, kept by DynamoDB under other keys.
  globalSecondaryIndexes: [{ name: GENRE_INDEX, hashKey: "genre", rangeKey: "year", projectionType: "ALL" }],

  tags: { Lab: "dynamodb-table" },
});

// The sample data are resources too, so Pulumi keeps them as books.json says. That is right for a few rows that belong
// to the program, such as settings. Rows that users write don't belong here.
for (const book of sampleBooks()) {
  new aws.dynamodb.TableItem(resourceName(book.title), {
    tableName: table.name,
    hashKey: "author",
    rangeKey: "title",
    item: JSON.stringify(toItem(book)),
  });
}

/** "The Left Hand of Darkness" becomes "the-left-hand-of-darkness". */
function resourceName(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

export const tableName = table.name;
export const tableArn = table.arn;
export const indexName = GENRE_INDEX;
