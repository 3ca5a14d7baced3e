import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { CancelledError } from "../../../../src/core/errors";
import { holderFileName, parseHolderFileName, withFileLock } from "../../../../src/core/process/fileLock";
import { identifyProcess } from "../../../../src/core/process/processIdentity";

describe("file lock", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "file-lock-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("lets one in at a time and leaves nothing behind, also when the action throws", async () => {
    const lock = join(folder, "new", "x.lock");
    let inside = 0;
    let most = 0;
    const action = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await appendFile(join(folder, "log"), "x");
      inside--;
    };
    await Promise.all(Array.from({ length: 8 }, () => withFileLock(lock, action)));
    assert.equal(most, 1);
    assert.equal(await readFile(join(folder, "log"), "utf8"), "xxxxxxxx");
    await assert.rejects(withFileLock(lock, () => Promise.reject(new Error("inside"))), /inside/);
    assert.deepEqual(await readdir(lock), []);
  });

  it("holds between processes", async function () {
    this.timeout(60_000);
    const module = resolve("src/core/process/fileLock.ts");
    // Read, wait a turn, write: increments get lost unless they exclude each other.
    const program = `
      const { withFileLock } = require(${JSON.stringify(module)});
      const { readFile, writeFile } = require("node:fs/promises");
      const file = ${JSON.stringify(join(folder, "count"))};
      (async () => {
        for (let i = 0; i < 10; i++) {
          await withFileLock(${JSON.stringify(join(folder, "lock"))}, async () => {
            const count = Number(await readFile(file, "utf8"));
            await new Promise(setImmediate);
            await writeFile(file, String(count + 1));
          });
        }
      })();`;
    await writeFile(join(folder, "count"), "0");
    const exits = Array.from({ length: 3 }, async () => {
      const child = spawn(process.execPath, ["--require", "tsx/cjs", "-e", program], { stdio: ["ignore", "ignore", "inherit"] });
      const [code] = (await once(child, "exit")) as [number];
      return code;
    });
    assert.deepEqual(await Promise.all(exits), [0, 0, 0]);
    assert.equal(await readFile(join(folder, "count"), "utf8"), "30");
  });

  it("takes over from a dead holder and from a recycled pid, never from a live one", async () => {
    const lock = join(folder, "lock");
    await mkdir(lock);
    const self = await identifyProcess(process.pid);
    assert.ok(self);
    await writeFile(join(lock, holderFileName({ pid: self.pid, started: "another life" }, "t1")), "");
    await writeFile(join(lock, holderFileName({ pid: 2 ** 22 + 1, started: "x" }, "t2")), "");
    await writeFile(join(lock, "not a holder"), "");
    assert.equal(await withFileLock(lock, async () => "mine"), "mine");
    assert.deepEqual(await readdir(lock), ["not a holder"]);

    const live = holderFileName(self, "t3");
    await writeFile(join(lock, live), "");
    const stop = new AbortController();
    const waitedFor: number[] = [];
    const waiting = withFileLock(lock, async () => "stolen", {
      signal: stop.signal,
      onWait: (pid) => {
        waitedFor.push(pid);
        stop.abort();
      },
    });
    await assert.rejects(waiting, CancelledError);
    assert.deepEqual(waitedFor, [process.pid]);
    assert.deepEqual((await readdir(lock)).sort(), [live, "not a holder"].sort());
  });

  it("writes the holder into the file name and reads it back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), fc.string({ minLength: 1, unit: "binary-ascii" }), fc.uuid(), (pid, started, token) => {
        fc.pre(!started.includes("~"));
        const name = holderFileName({ pid, started }, token);
        assert.ok(!name.includes("/") && !name.includes("\0"));
        assert.deepEqual(parseHolderFileName(name), { pid, started });
      }),
    );
    for (const name of ["", "~~", "0~a~b", "1~a", "1~%~b", "x~a~b"]) assert.equal(parseHolderFileName(name), undefined, name);
  });
});
