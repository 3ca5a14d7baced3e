import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fc from "fast-check";
import {
  identifyProcess,
  isAlive,
  parseFileTime,
  parseProcStat,
  parsePsStart,
  signalProcess,
} from "../../../../src/core/process/processIdentity";

describe("process identity", () => {
  it("names a running process until it ends, and never one with another start time", async () => {
    const child = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] });
    const identity = await identifyProcess(child.pid!);
    assert.ok(identity);
    assert.deepEqual(await identifyProcess(child.pid!), identity);
    assert.equal(await isAlive(identity), true);
    const recycled = { pid: identity.pid, started: `${identity.started}0` };
    assert.equal(await isAlive(recycled), false);
    assert.equal(await signalProcess(recycled, "SIGKILL"), false);
    assert.equal(await isAlive(identity), true);

    const exited = once(child, "exit");
    assert.equal(await signalProcess(identity, "SIGTERM"), true);
    await exited;
    assert.equal(await isAlive(identity), false);
    assert.equal(await identifyProcess(identity.pid), undefined);
    assert.equal(await signalProcess(identity, "SIGTERM"), false);
  });

  it("reads Linux's stat, whatever the command is called", () => {
    const rest = "S 1 4242 4242 0 -1 4194560 2057 0 0 0 4 1 0 0 20 0 1 0 987654 12345678 500 18446744073709551615";
    assert.equal(parseProcStat(`4242 (node) ${rest}`), "987654");
    assert.equal(parseProcStat(`4242 (a) Z 1 (b) c) ${rest}\n`), "987654");
    assert.equal(parseProcStat(`4242 (node) ${rest.replace("S", "Z")}`), undefined);
    const threadsLeft = rest.replace("S", "Z").replace("20 0 1 0 987654", "20 0 3 0 987654");
    assert.equal(parseProcStat(`4242 (node) ${threadsLeft}`), "987654");
    assert.equal(parseProcStat(""), undefined);
    assert.equal(parseProcStat("4242 (node) S 1"), undefined);
    fc.assert(fc.property(fc.string(), (name) => parseProcStat(`4242 (${name}) ${rest}`) === "987654"));
  });

  it("reads macOS's ps", () => {
    assert.equal(parsePsStart("Ss   Tue Nov 24 03:22:18 2026\n"), "Tue Nov 24 03:22:18 2026");
    assert.equal(parsePsStart("S+   Tue Nov  3 03:22:18 2026    \n"), "Tue Nov 3 03:22:18 2026");
    assert.equal(parsePsStart("Z    Tue Nov 24 03:22:18 2026\n"), undefined);
    assert.equal(parsePsStart(""), undefined);
    assert.equal(parsePsStart("error: process ID list syntax error"), undefined);
  });

  it("reads Windows's file time", () => {
    assert.equal(parseFileTime("133456789012345678\r\n"), "133456789012345678");
    assert.equal(parseFileTime(""), undefined);
    assert.equal(parseFileTime("Get-Process : Cannot find a process with the process identifier 99."), undefined);
  });
});
