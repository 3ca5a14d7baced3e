import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runSuite } from "../../support/runSuite";
import type { Suite } from "../../support/suites";
import { tempFolders } from "../../support/tempFolder";

describe("running a suite", function () {
  this.timeout(60_000);
  const folders = tempFolders();

  async function counted(tests: string, changes: Partial<Suite> = {}) {
    const folder = folders.make();
    folders.write(folder, { "some.test.ts": tests });
    const lines: string[] = [];
    const suite: Suite = {
      name: "trial",
      want: [],
      limitMinutes: 1,
      steps: [{ kind: "mocha", globs: [join(folder, "*.test.ts")] }],
      ...changes,
    };
    const { counts, failures } = await runSuite(suite, {
      env: { ...process.env, FOLDER: folder },
      mochaOptions: [],
      signal: new AbortController().signal,
      print: (line) => lines.push(line),
      patience: { endMs: 500, leftoverMs: 500 },
      quiet: true,
    });
    return { counts, failures, said: lines.join("\n"), folder };
  }

  it("counts what passed, failed and was skipped, and the rule about processes", async () => {
    const { counts, failures } = await counted(`
      it("is good", () => {});
      it("is bad", () => { throw new Error("bad"); });
      it.skip("is for later", () => {});`);
    assert.deepEqual(counts, { passed: 2, failed: 1, skipped: 1 });
    assert.deepEqual(failures, ["trial: is bad: bad"]);
  });

  it("takes a crash, and a run without tests, for a failure", async () => {
    const crash = await counted(`it("is good", () => {}); it("crashes", () => process.exit(0));`);
    assert.deepEqual(crash.counts, { passed: 1, failed: 1, skipped: 0 });
    assert.match(crash.said, /ended before its tests did/);
    const empty = await counted(`describe("nothing", () => {});`);
    assert.deepEqual(empty.counts, { passed: 1, failed: 1, skipped: 0 });
  });

  it("ends a run that hangs, and one that is kept from ending", async () => {
    const hanging = await counted(`it("hangs", function (done) { this.timeout(0); setInterval(() => {}, 1000); });`, { limitMinutes: 2 / 60 });
    assert.deepEqual(hanging.counts, { passed: 1, failed: 1, skipped: 0 });
    assert.match(hanging.said, /it took too long/);
    const open = await counted(`it("is good", () => {}); setInterval(() => {}, 1000);`);
    assert.deepEqual(open.counts, { passed: 2, failed: 1, skipped: 0 });
    assert.match(open.said, /something keeps it running/);
  });

  it("finds and ends a process that was left behind", async function () {
    if (process.platform === "win32") this.skip();
    const { counts, said, folder } = await counted(`
      const { spawn } = require("node:child_process");
      const { writeFileSync } = require("node:fs");
      it("leaves one", () => {
        const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", process.env.TMPDIR], { detached: true, stdio: "ignore" });
        child.unref();
        writeFileSync(process.env.FOLDER + "/pid", String(child.pid));
      });`);
    assert.deepEqual(counts, { passed: 1, failed: 1, skipped: 0 });
    const pid = Number(readFileSync(join(folder, "pid"), "utf8"));
    assert.match(said, new RegExp(`left a process behind: ${pid} `));
  });

  it("runs checks", async () => {
    const check = (code: number) => ({ kind: "check" as const, title: "check", args: ["-e", `process.exit(${code})`] });
    const { counts } = await counted("", { steps: [check(0), check(1)] });
    assert.deepEqual(counts, { passed: 2, failed: 1, skipped: 0 });
  });
});
