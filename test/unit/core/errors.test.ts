import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { tempFolders } from "../../support/tempFolder";
import { CancelledError, UserError } from "../../../src/core/errors";

describe("errors for people", () => {
  const folders = tempFolders();

  it("are told from bugs and from each other", () => {
    assert.ok(new UserError("no-stack", "There is none.") instanceof UserError);
    assert.ok(new CancelledError() instanceof UserError);
    assert.ok(new CancelledError() instanceof CancelledError);
    assert.equal(new UserError("no-stack", "There is none.") instanceof CancelledError, false);
    for (const other of [new Error("bug"), { code: "cancelled" }, undefined, "text"]) {
      assert.equal((other as unknown) instanceof UserError, false);
      assert.equal((other as unknown) instanceof CancelledError, false);
    }
  });

  it("are known as such when they come out of another bundle", () => {
    const folder = folders.make();
    const root = join(__dirname, "..", "..", "..");
    const bundle = join(folder, "errors.cjs");
    const build = `require("esbuild").buildSync({ entryPoints: ["src/core/errors.ts"], bundle: true, platform: "node", format: "cjs", outfile: process.argv[1] })`;
    execFileSync(process.execPath, ["-e", build, bundle], { cwd: root });
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the bundle was made just now
    const other = require(bundle) as { UserError: typeof UserError; CancelledError: typeof CancelledError };
    assert.notEqual(other.UserError, UserError);
    assert.ok(new other.UserError("no-stack", "There is none.") instanceof UserError);
    assert.ok(new other.CancelledError() instanceof CancelledError);
  });
});
