import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join, matchesGlob, relative } from "node:path";
import { suites } from "../../support/suites";

const root = join(__dirname, "../../..");
const skipped = new Set(["node_modules", "dist", "fixtures", ".git", ".lab", "templates"]);

function* testFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && !skipped.has(entry.name)) yield* testFiles(join(folder, entry.name));
    else if (/\.(test|spec)\.[cm]?[jt]sx?$/.test(entry.name)) yield relative(root, join(folder, entry.name));
  }
}

describe("the test runner", () => {
  const globs = suites.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === "mocha" ? step.globs : [])));

  it("lists every test file once: one that no runner knows is never red", () => {
    const files = [...testFiles(root)];
    assert.ok(files.length > 10);
    for (const file of files) {
      assert.equal(globs.filter((glob) => matchesGlob(file, glob)).length, 1, file);
    }
  });
});
