import assert from "node:assert/strict";
import { join } from "node:path";
import { type DeployRecord, DeployRecords } from "../../../../src/core/engine/deployRecords";
import { writeShims } from "../../../../src/core/engine/shims";
import { tempFolders } from "../../../support/tempFolder";

describe("what the stacks of a workspace share", () => {
  const temp = tempFolders();
  const record: DeployRecord = { provider: "embedded", emulator: "MiniStack", endpoint: "http://127.0.0.1:4566", time: "2026-01-02T03:04:05Z" };

  it("keeps the records of operations that end at once", async () => {
    const file = join(temp.make(), "deploys.json");
    const stacks = ["one", "two", "three", "four"];
    await Promise.all(stacks.map((stack) => new DeployRecords(file).set("shop", stack, record)));
    const read = await Promise.all(stacks.map((stack) => new DeployRecords(file).get("shop", stack)));
    assert.deepEqual(read, stacks.map(() => record));
    await new DeployRecords(file).set("shop", "one", undefined);
    assert.equal(await new DeployRecords(file).get("shop", "one"), undefined);
  });

  it("writes launchers for operations that begin at once", async () => {
    const bin = join(temp.make(), "bin");
    const shim = { name: "tool", text: "#!/bin/sh\n" };
    await Promise.all([1, 2, 3, 4].map(() => writeShims(bin, [shim])));
  });
});
