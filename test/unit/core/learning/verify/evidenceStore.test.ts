import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EvidenceStore } from "../../../../../src/core/learning/verify/evidenceStore";
import { tempFolders } from "../../../../support/tempFolder";

describe("the store of evidence", () => {
  const temp = tempFolders();
  const evidence = (item: string, what = "bucket site-1a2b3c4 in stack dev") => ({ item, what, time: "2026-11-25T14:05:00.000Z", project: "site", stack: "dev" });

  it("keeps what an item was first verified by, and says what is new", async () => {
    const folder = temp.make();
    const store = new EvidenceStore(folder);
    assert.deepEqual(await store.add([evidence("a"), evidence("a", "again")]), [evidence("a")]);
    assert.deepEqual(await store.add([evidence("a", "something else"), evidence("b")]), [evidence("b")]);
    assert.deepEqual([...(await new EvidenceStore(folder).all()).values()], [evidence("a"), evidence("b")]);
  });

  it("loses nothing when several windows write at once", async () => {
    const folder = temp.make();
    const items = Array.from({ length: 12 }, (_, index) => `item-${index}`);
    await Promise.all(items.map((item) => new EvidenceStore(folder).add([evidence(item)])));
    assert.deepEqual([...(await new EvidenceStore(folder).all()).keys()].sort(), [...items].sort());
  });

  it("forgets what is removed, and leaves the rest", async () => {
    const store = new EvidenceStore(temp.make());
    await store.add([evidence("a"), evidence("b")]);
    await store.remove(["a", "c"]);
    assert.deepEqual([...(await store.all()).keys()], ["b"]);
  });

  it("puts a file that can't be read aside instead of writing over it", async () => {
    const folder = temp.make();
    temp.write(folder, { ".pulumi-lab/evidence.json": "<<<<<<< mine" });
    const store = new EvidenceStore(folder);
    assert.equal((await store.all()).size, 0);
    await store.add([evidence("a")]);
    assert.deepEqual([...(await store.all()).keys()], ["a"]);
    assert.equal(readFileSync(join(folder, ".pulumi-lab", "evidence.damaged.json"), "utf8"), "<<<<<<< mine");
  });
});
