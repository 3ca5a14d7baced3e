import assert from "node:assert/strict";
import { join } from "node:path";
import { run, RunError } from "../../../../src/core/provision/childProcess";
import { CancelledError } from "../../../../src/core/errors";
import { tempFolders } from "../../../support/tempFolder";

const node = process.execPath;

/** A program with a child of its own; both run until they are ended. Prints the child's pid. */
const family = `
const { spawn } = require("node:child_process");
const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000); console.log('up')"], { stdio: ["ignore", "pipe", "ignore"] });
child.stdout.once("data", () => console.log(child.pid));
setInterval(() => {}, 1000);
`;

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

async function gone(pid: number): Promise<void> {
  while (!isGone(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe("running a program", () => {
  const folders = tempFolders();

  it("gives back its output, and each line as it comes", async () => {
    const lines: string[] = [];
    const program = "console.log('one\\ntwo'); console.error('three')";
    const result = await run(node, ["-e", program], { onLine: (line) => lines.push(line) });
    assert.deepEqual(result, { stdout: "one\ntwo\n", stderr: "three\n" });
    assert.deepEqual(lines.sort(), ["one", "three", "two"]);
  });

  it("says what went wrong, with the end of what it printed", async () => {
    await assert.rejects(run(node, ["-e", "console.error('disk full'); process.exit(3)"]), (error) => {
      assert.ok(error instanceof RunError);
      assert.match(error.message, /failed with exit code 3: disk full$/);
      return true;
    });
    await assert.rejects(run(join(folders.make(), "nothing"), []), /was not found/);
    await assert.rejects(run(node, ["-e", "process.kill(process.pid, 'SIGKILL')"]), /was ended by SIGKILL/);
  });

  it("takes arguments as they are: no shell reads them", async () => {
    const words = ["$HOME", "a b", "`id`", "'", '"', "*", "; exit 1"];
    const { stdout } = await run(node, ["-e", "console.log(JSON.stringify(process.argv.slice(1)))", "--", ...words]);
    assert.deepEqual(JSON.parse(stdout), words);
  });

  it("ends it and its children when it is cancelled", async () => {
    const abort = new AbortController();
    let child = 0;
    const running = run(node, ["-e", family], {
      signal: abort.signal,
      onLine: (line) => {
        child = Number(line);
        abort.abort();
      },
    });
    await assert.rejects(running, CancelledError);
    assert.ok(child > 0);
    await gone(child);
  });

  it("ends it and its children when the time is over, also those that don't listen", async () => {
    let child = 0;
    const stubborn = `process.on("SIGTERM", () => {}); ${family}`;
    const running = run(node, ["-e", stubborn], { timeoutMs: 1500, onLine: (line) => (child = Number(line)) });
    await assert.rejects(running, /did not finish in 2 s/);
    assert.ok(child > 0);
    await gone(child);
  });

  it("starts nothing when it is cancelled before", async () => {
    await assert.rejects(run("/nowhere/at/all", [], { signal: AbortSignal.abort() }), CancelledError);
  });
});
