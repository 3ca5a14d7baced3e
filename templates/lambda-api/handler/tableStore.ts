import { type DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { NoteStore } from "./notes";

/** Keeps notes in a table whose key is `id`. DynamoDB names each value's type: S is a string. */
export function tableStore(client: DynamoDBClient, tableName: string): NoteStore {
  return {
    async get(id) {
      if (id === "") return undefined;
      const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key: { id: { S: id } } }));
      return Item && { id, text: Item.text?.S ?? "", createdAt: Item.createdAt?.S ?? "" };
    },
    async put({ id, text, createdAt }) {
      const item = { id: { S: id }, text: { S: text }, createdAt: { S: createdAt } };
      await client.send(new PutItemCommand({ TableName: tableName, Item: item }));
    },
  };
}
