// Asks the deployed table: npx tsx query.ts TABLE "science fiction" 1960 1979
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { booksOfGenre } from "./catalogue";

async function main([table, genre, from = "0", to = "9999"]: string[]): Promise<void> {
  if (!table || !genre) {
    console.error('Usage: npx tsx query.ts TABLE GENRE [FROM [TO]], such as: npx tsx query.ts books-1a2b3c4 "science fiction" 1960 1979');
    process.exitCode = 2;
    return;
  }
  // Region, keys and endpoint come from the environment, as in any program that uses the AWS SDK.
  const client = new DynamoDBClient({});
  const books = await booksOfGenre(client, table, { genre, from: Number(from), to: Number(to) });
  for (const { year, title, author } of books) console.log(`${year}  ${title}, ${author}`);
  console.log(books.length === 1 ? "1 book" : `${books.length} books`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? `${error.name}: ${error.message}` : error);
  process.exitCode = 1;
});
