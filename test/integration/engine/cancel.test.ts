import assert from "node:assert/strict";
import { mkdirSync, readdirSync, existsSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { UserError } from "../../../src/core/errors";
import { cli } from "../../support/cliRun";
import { EngineLab, processesOf } from "../../support/engineLab";

describe("cancelling and locks", function () {
  this.timeout(180_000);
  let lab: EngineLab | undefined;
  afterEach(() => lab?.remove());

  const lockDir = (of: EngineLab): string => join(of.dir, ".pulumi-lab", "state", ".pulumi", "locks", "organization", "test-project", "dev");
  const locks = (of: EngineLab): string[] => (existsSync(lockDir(of)) ? readdirSync(lockDir(of)) : []);

  /** Cancels as soon as the resource `name` is done. */
  function cancelAfter(name: string, cancel: AbortController) {
    return (builder: { subscribe(listener: (delta: unknown, graph: { nodes: { name: string; status?: string }[] }) => void): unknown }): void => {
      builder.subscribe((_delta, graph) => {
        if (graph.nodes.some((node) => node.name === name && node.status === "done")) cancel.abort();
      });
    };
  }

  it("leaves a consistent state, no process and no lock behind", async () => {
    lab = new EngineLab({
      "index.ts": `
        import * as aws from "@pulumi/aws";
        export = async () => {
          const first = new aws.s3.Bucket("first");
          if (!process.env.NEVER) await new Promise((resolve) => setTimeout(resolve, 3_600_000));
          new aws.s3.Bucket("second", { tags: { of: first.bucket } });
        };
      `,
    });
    const cancel = new AbortController();
    const outcome = await lab.run("deploy", { signal: cancel.signal, onGraph: cancelAfter("first", cancel) });
    assert.deepEqual([outcome.ok, outcome.error?.code], [false, "cancelled"]);
    assert.deepEqual(locks(lab), []);
    if (process.platform === "linux") assert.deepEqual(processesOf(lab.dir), []);
    // What was made is in the state: the next deploy finds it and goes on.
    lab.write({ "index.ts": 'import * as aws from "@pulumi/aws"; new aws.s3.Bucket("first");' });
    const next = await lab.run("deploy");
    assert.equal(next.ok, true, JSON.stringify(next.error));
    assert.deepEqual(next.summary, { same: 2 });
  });

  it("ends by force a program that hangs, and takes its dead lock away", async () => {
    lab = new EngineLab({
      "index.ts": 'import * as aws from "@pulumi/aws"; new aws.s3.Bucket("first").bucket.apply(() => { for (;;) ; });',
    });
    const cancel = new AbortController();
    const outcome = await lab.run("deploy", { signal: cancel.signal, graceMs: 1_000, onGraph: cancelAfter("first", cancel) });
    assert.equal(outcome.error?.code, "cancelled");
    assert.deepEqual(locks(lab), []);
    if (process.platform === "linux") assert.deepEqual(processesOf(lab.dir), []);
  });

  it("leaves no process behind when the engine itself is killed, and its lock can be taken away", async function () {
    if (process.platform !== "linux") this.skip();
    lab = new EngineLab({
      "index.ts": `
        import * as aws from "@pulumi/aws";
        export = async () => {
          new aws.s3.Bucket("first").bucket.apply(() => console.log("READY"));
          await new Promise((resolve) => setTimeout(resolve, 3_600_000));
        };
      `,
    });
    const { endpoint } = await lab.emulator();
    const { code } = await cli(["deploy", lab.dir, "--yes", "--emulator", endpoint], {
      onStart: (child) => child.stderr?.on("data", (text: string) => text.includes("READY") && child.kill("SIGKILL")),
    });
    assert.equal(code, null);
    // The host hears that its engine is gone, and cancels; mocha's time is the limit.
    while (processesOf(lab.dir).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    lab.write({ "index.ts": 'import * as aws from "@pulumi/aws"; new aws.s3.Bucket("first");' });
    const next = await lab.run("deploy", { removeStaleLock: true });
    assert.equal(next.ok, true, JSON.stringify(next.error));
    assert.deepEqual(next.summary, { same: 2 });
  });

  it("offers to remove a dead process's lock, and never a live one's", async () => {
    lab = new EngineLab({ "index.ts": "export const a = 1;" });
    const write = (pid: number): void => {
      mkdirSync(lockDir(lab as EngineLab), { recursive: true });
      writeFileSync(join(lockDir(lab as EngineLab), "x.json"), JSON.stringify({ pid, username: "me", hostname: hostname(), timestamp: new Date().toISOString() }));
    };
    const code = (expected: string) => (error: unknown) => error instanceof UserError && error.code === expected;
    assert.equal((await lab.run("deploy")).ok, true);
    write(process.pid);
    await assert.rejects(lab.run("deploy", { removeStaleLock: true }), code("stack-locked"));
    // No process has a pid this high.
    write(2 ** 22 + 7);
    await assert.rejects(lab.run("deploy"), code("stale-lock"));
    assert.equal((await lab.run("preview")).ok, true);
    assert.equal((await lab.run("deploy", { removeStaleLock: true })).ok, true);
    assert.deepEqual(locks(lab), []);
  });
});
