import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { CancelledError, UserError } from "../../../../src/core/errors";
import { type CheckOptions, runCheck } from "../../../../src/core/scaffold/check";
import { tempFolders } from "../../../support/tempFolder";

describe("running a lab's check", () => {
  const folders = tempFolders();

  /** Runs a check that is this script. */
  const check = (script: string, options: Partial<CheckOptions> = {}) => {
    const directory = folders.make();
    folders.write(directory, { "check.cjs": script });
    return runCheck({
      command: ["node", "check.cjs"],
      directory,
      node: { path: process.execPath, env: { FROM_NODE: "node" } },
      env: { FROM_GUARD: "guard" },
      outputs: {},
      endpoint: "http://127.0.0.1:4566",
      ...options,
    });
  };
  const reporting = (name: string) => `console.log(JSON.stringify({ ok: true, checks: [{ name: JSON.stringify(${name}), ok: true }] }))`;
  const reported = async (expression: string, options?: Partial<CheckOptions>): Promise<unknown> =>
    JSON.parse((await check(reporting(expression), options)).checks[0]?.name ?? "");

  it("gives back what was proved and what was not, whatever the exit code", async () => {
    const report = { ok: false, checks: [{ name: "a", ok: true }, { name: "b", ok: false, detail: "it isn't" }] };
    const script = `console.error("talk"); console.log(${JSON.stringify(JSON.stringify(report, null, 2))}); process.exitCode = 1`;
    assert.deepEqual(await check(script), report);
  });

  it("runs in the lab's folder, asks for JSON, and tells the check what was deployed", async () => {
    const directory = folders.make();
    folders.write(directory, { "c.cjs": reporting("[process.cwd(), process.argv.slice(2)]") });
    assert.deepEqual(await reported("0", { directory, command: ["node", "c.cjs", "one argument"] }), [directory, ["one argument", "--json"]]);
    const outputs = { url: "http://x", nested: { list: [1, null, "ä"] } };
    const known = "[process.env.PULUMI_LAB_OUTPUTS, process.env.PULUMI_LAB_ENDPOINT, process.env.AWS_ENDPOINT_URL, process.env.PULUMI_LAB_URL]";
    const endpoint = "http://127.0.0.1:9999";
    assert.deepEqual(await reported(known, { outputs, endpoint, url: "http://127.0.0.1:1/" }), [
      JSON.stringify(outputs),
      endpoint,
      endpoint,
      "http://127.0.0.1:1/",
    ]);
  });

  it("passes the guarded environment on, and nothing of its own", async () => {
    process.env.CANARY_SECRET = "real";
    try {
      const seen = "[process.env.FROM_GUARD, process.env.FROM_NODE, process.env.CANARY_SECRET ?? null, process.env.PULUMI_LAB_URL ?? null]";
      assert.deepEqual(await reported(seen), ["guard", "node", null, null]);
    } finally {
      delete process.env.CANARY_SECRET;
    }
  });

  it("says so when the check breaks, with its own words", async () => {
    const broken = (script: string, message: RegExp) =>
      assert.rejects(check(script), (error) => {
        assert.ok(error instanceof UserError && !(error instanceof CancelledError), String(error));
        assert.equal(error.code, "check-broken");
        assert.match(error.message, message);
        return true;
      });
    await broken('throw new Error("no outputs")', /Error: no outputs/);
    await broken("", /did not run to its end/);
    await broken('console.log("hello")', /hello/);
    await broken('console.log(JSON.stringify({ checks: [] }))', /checks/);
    await broken('console.log(JSON.stringify({ ok: true, checks: [{ ok: true }] }))', /checks/);
  });

  it("says so when the check can't be started", async () => {
    await assert.rejects(check("", { command: ["no-such-program-here"] }), (error) => error instanceof UserError && error.code === "check-broken");
  });

  it("starts nothing when it was cancelled before", async () => {
    await assert.rejects(check("", { command: ["no-such-program-here"], signal: AbortSignal.abort() }), CancelledError);
  });

  it("ends a check that is cancelled", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const connected = once(server, "connection");
    const abort = new AbortController();
    const run = check(`require("node:net").connect(${port}, "127.0.0.1")`, { signal: abort.signal });
    const [socket] = await connected;
    const gone = once(socket, "close");
    socket.on("error", () => {}).resume();
    abort.abort();
    await assert.rejects(run, CancelledError);
    await gone;
    server.close();
  });
});
