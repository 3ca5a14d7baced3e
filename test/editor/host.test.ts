import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Test } from "mocha";
import { runInExtensionHost } from "./support/hostRun";
import { labVsix } from "./support/labVsix";

/** The suite of test/editor/host, run once inside the editor; each of its tests is one of ours. */
describe("inside VS Code", function () {
  this.timeout(480_000);
  let count = 0;

  before(async function () {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "host-")));
    try {
      const results = await runInExtensionHost(await labVsix(), folder);
      count = results.length;
      for (const { title, error } of results) this.test!.parent!.addTest(new Test(title, () => error && assert.fail(error)));
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  });

  it("has tests", () => assert.ok(count > 0));
});
