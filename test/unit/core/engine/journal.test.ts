import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { DeployRecords } from "../../../../src/core/engine/deployRecords";
import { appendJournal, readJournal } from "../../../../src/core/engine/journal";
import { tempFolders } from "../../../support/tempFolder";

describe("the journal and the deploy records", () => {
  const temp = tempFolders();
  const entry = (operation: string) => ({ time: new Date(0).toISOString(), project: "p", stack: "dev", operation, result: "succeeded" as const, summary: { create: 1 }, durationMs: 5 });

  it("keeps every entry of two writers, and survives a torn line", async () => {
    const file = join(temp.make(), "journal.jsonl");
    assert.deepEqual(await readJournal(file), []);
    await Promise.all(Array.from({ length: 20 }, (_, index) => appendJournal(file, entry(`op${index}`))));
    appendFileSync(file, '{"time": "20\n');
    await appendJournal(file, entry("last"));
    const entries = await readJournal(file);
    assert.equal(entries.length, 21);
    assert.equal(entries.at(-1)?.operation, "last");
  });

  it("remembers by project and stack, and forgets", async () => {
    const records = new DeployRecords(join(temp.make(), "deploys.json"));
    const record = { provider: "embedded" as const, emulator: "MiniStack", endpoint: "http://127.0.0.1:4566", bootId: "b1", time: new Date(0).toISOString() };
    assert.equal(await records.get("p", "dev"), undefined);
    await records.set("p", "dev", record);
    await records.set("p", "prod", { ...record, bootId: "b2" });
    assert.deepEqual(await records.get("p", "dev"), record);
    await records.set("p", "dev", undefined);
    assert.equal(await records.get("p", "dev"), undefined);
    assert.equal((await records.get("p", "prod"))?.bootId, "b2");
  });
});
