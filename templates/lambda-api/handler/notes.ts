import { randomUUID } from "node:crypto";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";

export interface Note {
  id: string;
  text: string;
  createdAt: string;
}

/** Where notes are kept: a DynamoDB table when deployed, a Map in the tests. */
export interface NoteStore {
  get(id: string): Promise<Note | undefined>;
  put(note: Note): Promise<void>;
}

type Event = Pick<APIGatewayProxyEventV2, "routeKey" | "pathParameters" | "body" | "isBase64Encoded">;

const LONGEST_TEXT = 1000;

/** Answers the API's two routes: `POST /notes` keeps a note, `GET /notes/{id}` gives it back. */
export function notesHandler(store: NoteStore): (event: Event) => Promise<APIGatewayProxyStructuredResultV2> {
  return async (event) => {
    switch (event.routeKey) {
      case "POST /notes": {
        const text = textOf(event);
        if (text === undefined) {
          return answer(400, { message: `Send JSON with a "text" of 1 to ${LONGEST_TEXT} characters.` });
        }
        const note: Note = { id: randomUUID(), text, createdAt: new Date().toISOString() };
        await store.put(note);
        console.log(`Kept note ${note.id}, ${text.length} characters`);
        return answer(201, note);
      }
      case "GET /notes/{id}": {
        const note = await store.get(event.pathParameters?.id ?? "");
        return note ? answer(200, note) : answer(404, { message: "There is no such note." });
      }
      default:
        return answer(404, { message: `There is no route ${event.routeKey}.` });
    }
  };
}

/** The note's text, or undefined when the body isn't what it should be. Whatever comes from outside is checked. */
function textOf({ body, isBase64Encoded }: Event): string | undefined {
  let given: unknown;
  try {
    given = JSON.parse(isBase64Encoded ? Buffer.from(body ?? "", "base64").toString("utf8") : (body ?? ""));
  } catch {
    return undefined;
  }
  if (typeof given !== "object" || given === null || !("text" in given) || typeof given.text !== "string") return undefined;
  const text = given.text.trim();
  return text.length > 0 && text.length <= LONGEST_TEXT ? text : undefined;
}

function answer(statusCode: number, body: object): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
