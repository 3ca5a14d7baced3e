import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../../src/core/files";
import { tempFolders } from "../../support/tempFolder";

describe("writing a file whole", () => {
  const folders = tempFolders();

  it("makes the folders that it needs, and leaves nothing else beside the file", async () => {
    const folder = folders.make();
    await writeWhole(join(folder, "deep", "er", "a.txt"), "new");
    assert.equal(readFileSync(join(folder, "deep", "er", "a.txt"), "utf8"), "new");
    assert.deepEqual(readdirSync(join(folder, "deep", "er")), ["a.txt"]);
  });

  for (const when of ["before it begins", "while it writes"]) {
    it(`leaves the old file when it is stopped ${when}`, async () => {
      const folder = folders.make();
      const file = join(folder, "a.txt");
      writeFileSync(file, "old");
      const reason = new Error("stopped");
      const controller = new AbortController();
      if (when === "before it begins") controller.abort(reason);
      const writing = writeWhole(file, "new", { signal: controller.signal });
      controller.abort(reason);
      await assert.rejects(writing, reason);
      assert.equal(readFileSync(file, "utf8"), "old");
      assert.deepEqual(readdirSync(folder), ["a.txt"]);
    });
  }
});
