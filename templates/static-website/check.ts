// Proves that the deployed website works, by the address that a browser would open.
// By hand, after a deploy: `npm run check`. Against an emulator, set PULUMI_LAB_URL to the address that works there.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

async function checks(): Promise<void> {
  const url = new URL(websiteAddress());

  await prove("GET / answers index.html", async () => {
    const page = await get(new URL("/", url));
    assert.equal(page.status, 200, `the status is ${page.status}`);
    assert.match(page.type, /^text\/html/, `the content type is ${page.type}`);
    assert.equal(page.body, readFileSync("site/index.html", "utf8"), "the body isn't site/index.html");
  });

  await prove("GET /nope answers error.html with status 404", async () => {
    const page = await get(new URL("/nope", url));
    assert.equal(page.status, 404, `the status is ${page.status}`);
    assert.match(page.type, /^text\/html/, `the content type is ${page.type}`);
    assert.equal(page.body, readFileSync("site/error.html", "utf8"), "the body isn't site/error.html");
  });

  await prove("GET /style.css answers the style sheet as text/css", async () => {
    const page = await get(new URL("/style.css", url));
    assert.equal(page.status, 200, `the status is ${page.status}`);
    assert.match(page.type, /^text\/css/, `the content type is ${page.type}`);
    assert.equal(page.body, readFileSync("site/style.css", "utf8"), "the body isn't site/style.css");
  });
}

/** The website's own address. The address of an object, `/bucket/key`, would prove nothing about the website. */
function websiteAddress(): string {
  if (process.env.PULUMI_LAB_URL) return process.env.PULUMI_LAB_URL;
  if (process.env.AWS_ENDPOINT_URL) throw new Error("Set PULUMI_LAB_URL to the address that the deploy printed.");
  return String(stackOutputs().websiteUrl);
}

async function get(url: URL): Promise<{ status: number; type: string; body: string }> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  return { status: response.status, type: response.headers.get("content-type") ?? "", body: await response.text() };
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
