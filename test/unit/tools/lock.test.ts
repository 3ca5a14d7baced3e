import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { withLock } from "../../../tools/lib/lock.mjs";
import { runScript } from "../../support/childScript";
import { tempFolders } from "../../support/tempFolder";

const lockModule = JSON.stringify(join(__dirname, "../../../tools/lib/lock.mjs"));

/** Takes the lock, says so, and holds it until it is killed. */
const holder = `
const { withLock } = require(${lockModule});
withLock(process.argv[1], {}, () => new Promise(() => { console.log("held"); setInterval(() => {}, 1000); }));
`;

describe("the lock between processes", () => {
  const folders = tempFolders();

  it("gives back what the work gave, lets errors through, and leaves nothing behind", async () => {
    const folder = folders.make();
    const lock = join(folder, "deep", "a.lock");
    assert.equal(await withLock(lock, {}, async () => 42), 42);
    await assert.rejects(withLock(lock, {}, () => Promise.reject(new Error("broken work"))), /broken work/);
    assert.deepEqual(readdirSync(join(folder, "deep")), []);
  });

  it("lets one caller at a time in, within a process too", async () => {
    const lock = join(folders.make(), "a.lock");
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside--;
    };
    await Promise.all(Array.from({ length: 8 }, () => withLock(lock, { pollMs: 1 }, work)));
    assert.equal(most, 1);
  });

  it("never lets two processes in: a count that all of them raise is exact", async function () {
    this.timeout(30_000);
    const folder = folders.make();
    const counter = join(folder, "count");
    writeFileSync(counter, "0");
    const raise = `
      const { readFileSync, writeFileSync } = require("node:fs");
      const { withLock } = require(${lockModule});
      const [lock, counter] = process.argv.slice(1);
      (async () => {
        for (let i = 0; i < 20; i++) {
          await withLock(lock, { pollMs: 1 }, async () => {
            const before = Number(readFileSync(counter, "utf8"));
            await new Promise((resolve) => setImmediate(resolve));
            writeFileSync(counter, String(before + 1));
          });
        }
      })();`;
    const children = Array.from({ length: 4 }, () => runScript(raise, [join(folder, "a.lock"), counter]));
    assert.deepEqual(await Promise.all(children.map((child) => child.end())), [0, 0, 0, 0]);
    assert.equal(readFileSync(counter, "utf8"), "80");
  });

  it("waits for a live process, tells its pid once, and takes over when that process is killed", async () => {
    const lock = join(folders.make(), "a.lock");
    const other = runScript(holder, [lock]);
    await other.printed("held");
    const told: number[] = [];
    const options = {
      pollMs: 5,
      onWait: (pid: number) => {
        told.push(pid);
        // Only now is it sure that this lock was seen to be taken.
        other.child.kill("SIGKILL");
      },
    };
    assert.equal(await withLock(lock, options, async () => "mine now"), "mine now");
    assert.deepEqual(told, [other.child.pid]);
    await other.end();
  });

  it("gives up waiting when it is told to", async () => {
    const lock = join(folders.make(), "a.lock");
    const other = runScript(holder, [lock]);
    await other.printed("held");
    const abort = new AbortController();
    const reason = new Error("no patience");
    const wait = withLock(lock, { signal: abort.signal, onWait: () => abort.abort(reason) }, async () => "never");
    await assert.rejects(wait, (error) => error === reason);
    other.child.kill("SIGKILL");
    await once(other.child, "exit");
  });

  it("lets exactly one in after a dead process, however many find it dead at once", async () => {
    const lock = join(folders.make(), "a.lock");
    const other = runScript(holder, [lock]);
    await other.printed("held");
    other.child.kill("SIGKILL");
    await other.end();
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside--;
    };
    await Promise.all(Array.from({ length: 8 }, () => withLock(lock, { pollMs: 1 }, work)));
    assert.equal(most, 1);
  });

  it("does not take a recycled pid for the process that held it", async function () {
    if (process.platform !== "linux") this.skip();
    const lock = join(folders.make(), "a.lock");
    mkdirSync(lock);
    // This very process is alive, but it did not start in that boot.
    const owner = { pid: process.pid, host: hostname(), started: "another-boot/1", token: "old" };
    writeFileSync(join(lock, "owner.json"), JSON.stringify(owner));
    assert.equal(await withLock(lock, { pollMs: 1 }, async () => "free"), "free");
  });

  it("respects the fresh lock of another machine that shares the folder", async () => {
    const lock = join(folders.make(), "a.lock");
    mkdirSync(lock);
    const owner = { pid: 1, host: "another-machine.invalid", started: null, token: "theirs" };
    writeFileSync(join(lock, "owner.json"), JSON.stringify(owner));
    const abort = new AbortController();
    const wait = withLock(lock, { signal: abort.signal, onWait: () => abort.abort() }, async () => "never");
    await assert.rejects(wait, { name: "AbortError" });
    assert.ok(existsSync(lock));
  });

  it("sweeps what killed waiters left", async () => {
    const folder = folders.make();
    const lock = join(folder, "a.lock");
    const other = runScript("console.log(process.pid)");
    await other.end();
    mkdirSync(`${lock}.waiter`);
    const owner = { pid: other.child.pid, host: hostname(), started: "gone/1", token: "waiter" };
    writeFileSync(join(`${lock}.waiter`, "owner.json"), JSON.stringify(owner));
    await withLock(lock, {}, async () => undefined);
    assert.deepEqual(readdirSync(folder), []);
  });
});
