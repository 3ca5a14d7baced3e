// Proves that the deployed API works, from outside, as its callers see it.
// By hand, after a deploy: `npm run check`. Against an emulator, set PULUMI_LAB_URL to the address that works there.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

interface Answer {
  status: number;
  body: { id?: string; text?: string; message?: string };
}

async function checks(): Promise<void> {
  const base = apiAddress().replace(/\/$/, "");
  const text = `Remember the milk, ${new Date().toISOString()}`;
  let id = "";

  await prove("POST /notes keeps a note and answers 201", async () => {
    const { status, body } = await call(`${base}/notes`, JSON.stringify({ text }));
    assert.equal(status, 201, `the status is ${status}: ${body.message}`);
    assert.equal(body.text, text, `the text is ${body.text}`);
    id = body.id ?? "";
    assert.ok(id, "the note has no id");
  });

  await prove("GET /notes/{id} gives the same note back", async () => {
    const { status, body } = await call(`${base}/notes/${id}`);
    assert.equal(status, 200, `the status is ${status}: ${body.message}`);
    assert.deepEqual([body.id, body.text], [id, text], "it is another note");
  });

  await prove("GET of a note that isn't there answers 404", async () => {
    const { status } = await call(`${base}/notes/no-such-note`);
    assert.equal(status, 404, `the status is ${status}`);
  });

  const badBodies = { "no JSON": "hello", "no text": "{}", "an empty text": '{"text": "  "}', "a number": '{"text": 7}' };
  for (const [what, bad] of Object.entries(badBodies)) {
    await prove(`POST of ${what} is refused with 400`, async () => {
      const { status, body } = await call(`${base}/notes`, bad);
      assert.equal(status, 400, `the status is ${status}`);
      assert.ok(body.message, "it doesn't say why");
    });
  }
}

function apiAddress(): string {
  if (process.env.PULUMI_LAB_URL) return process.env.PULUMI_LAB_URL;
  if (process.env.AWS_ENDPOINT_URL) throw new Error("Set PULUMI_LAB_URL to the address that the deploy printed.");
  return String(stackOutputs().url);
}

/** POSTs a body, or GETs where there is none. */
async function call(url: string, body?: string): Promise<Answer> {
  const response = await fetch(url, {
    method: body === undefined ? "GET" : "POST",
    headers: { "content-type": "application/json" },
    body,
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  try {
    const body = JSON.parse(text) as Answer["body"] & { errorMessage?: string };
    // A function that failed says so by another name.
    return { status: response.status, body: { ...body, message: body.message ?? body.errorMessage } };
  } catch {
    return { status: response.status, body: { message: text } };
  }
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
