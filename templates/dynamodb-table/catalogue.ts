// What is known about the table without deploying it: its keys, its sample data, and the question that its index answers.
import { readFileSync } from "node:fs";
import { type AttributeValue, type DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";

export interface Book {
  author: string;
  title: string;
  genre: string;
  year: number;
}

export const GENRE_INDEX = "by-genre";

export function sampleBooks(): Book[] {
  return JSON.parse(readFileSync("books.json", "utf8"));
}

/** A book as DynamoDB stores it: each value with its type, numbers as text. */
export function toItem({ author, title, genre, year }: Book): Record<string, AttributeValue> {
  return { author: { S: author }, title: { S: title }, genre: { S: genre }, year: { N: String(year) } };
}

export function fromItem(item: Record<string, AttributeValue>): Book {
  const { author, title, genre, year } = item;
  return { author: author?.S ?? "", title: title?.S ?? "", genre: genre?.S ?? "", year: Number(year?.N) };
}

/** Books of a genre from one year up to another, oldest first, as many pages as DynamoDB needs for them. */
export async function booksOfGenre(
  client: DynamoDBClient,
  table: string,
  { genre, from, to }: { genre: string; from: number; to: number },
): Promise<Book[]> {
  const books: Book[] = [];
  let next: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: GENRE_INDEX,
        // `year` is one of DynamoDB's reserved words, so it goes in by another name.
        KeyConditionExpression: "genre = :genre AND #year BETWEEN :from AND :to",
        ExpressionAttributeNames: { "#year": "year" },
        ExpressionAttributeValues: { ":genre": { S: genre }, ":from": { N: String(from) }, ":to": { N: String(to) } },
        ExclusiveStartKey: next,
      }),
    );
    books.push(...(page.Items ?? []).map(fromItem));
    next = page.LastEvaluatedKey;
  } while (next);
  return books;
}
