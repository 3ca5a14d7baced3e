import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { removeDeadLocks, stackLocks } from "../../../../src/core/engine/locks";
import { tempFolders } from "../../../support/tempFolder";

describe("stack locks", () => {
  const temp = tempFolders();
  const lock = (pid: number, host = hostname()) => JSON.stringify({ pid, username: "me", hostname: host, timestamp: "2026-01-01T00:00:00Z" });

  it("removes what a dead process left, and nothing else", async () => {
    const dir = temp.make();
    const folder = join(".pulumi", "locks", "organization", "shop", "dev");
    temp.write(dir, {
      [join(folder, "dead.json")]: lock(1111),
      [join(folder, "dead.json.attrs")]: "{}",
      [join(folder, "live.json")]: lock(process.pid),
      [join(folder, "elsewhere.json")]: lock(1111, "another-machine"),
      [join(folder, "half.json")]: '{"pid": 11',
    });
    const locks = await stackLocks(dir, "shop", "dev", async (pid) => pid === process.pid);
    assert.deepEqual(locks.filter((each) => !each.alive).map((each) => each.pid), [1111]);
    await removeDeadLocks(locks);
    const left = readdirSync(join(dir, folder)).sort();
    assert.deepEqual(left, ["elsewhere.json", "half.json", "live.json"]);
  });

  it("finds none where no operation ever ran", async () => {
    assert.deepEqual(await stackLocks(temp.make(), "shop", "dev"), []);
  });
});
