// What Lambda runs: `index.handler`. All that can be tested without AWS is in notes.ts.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { notesHandler } from "./notes";
import { tableStore } from "./tableStore";

// This part runs once for each worker that Lambda starts (a cold start). The calls that follow share the client.
export const handler = notesHandler(tableStore(new DynamoDBClient(), process.env.TABLE_NAME ?? ""));
