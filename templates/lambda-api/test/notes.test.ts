// Unit tests of the handler: no AWS, no Lambda, a Map for the table.
import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { type Note, notesHandler } from "../handler/notes";

describe("the notes handler", () => {
  let kept: Map<string, Note>;
  let handler: ReturnType<typeof notesHandler>;

  beforeEach(() => {
    kept = new Map();
    handler = notesHandler({
      get: async (id) => kept.get(id),
      put: async (note) => void kept.set(note.id, note),
    });
  });

  const post = (body: string | undefined, isBase64Encoded = false) => handler({ routeKey: "POST /notes", body, isBase64Encoded });
  const get = (id: string) => handler({ routeKey: "GET /notes/{id}", pathParameters: { id }, isBase64Encoded: false });

  it("keeps a note, trimmed, and gives it back", async () => {
    const made = await post(JSON.stringify({ text: "  milk " }));
    assert.equal(made.statusCode, 201);
    const note = JSON.parse(made.body ?? "") as Note;
    assert.equal(note.text, "milk");
    assert.deepEqual(kept.get(note.id), note);
    const found = await get(note.id);
    assert.equal(found.statusCode, 200);
    assert.deepEqual(JSON.parse(found.body ?? ""), note);
  });

  it("takes the body as API Gateway may encode it", async () => {
    const made = await post(Buffer.from('{"text":"milk"}').toString("base64"), true);
    assert.equal(made.statusCode, 201);
  });

  it("refuses what is no note with 400, and keeps nothing", async () => {
    for (const body of [undefined, "", "hello", "null", "[]", "{}", '{"text": 7}', '{"text": " "}', JSON.stringify({ text: "x".repeat(1001) })]) {
      assert.equal((await post(body)).statusCode, 400, String(body));
    }
    assert.equal(kept.size, 0);
  });

  it("answers 404 for a note or a route that isn't there", async () => {
    assert.equal((await get("nope")).statusCode, 404);
    assert.equal((await handler({ routeKey: "DELETE /notes", isBase64Encoded: false })).statusCode, 404);
  });
});
