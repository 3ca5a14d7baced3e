import assert from "node:assert/strict";
import { join } from "node:path";
import { runScript } from "../../support/childScript";

const childModule = JSON.stringify(join(__dirname, "../../../tools/lib/child.mjs"));

/** A launcher with argv[1] as its child's program; it prints its child's exit code and ends with it. */
const launcher = `
const { runInForeground } = require(${childModule});
runInForeground(process.execPath, ["-e", process.argv[1]], { stdio: ["ignore", "inherit", "inherit"] })
  .then((code) => { console.log("code " + code); process.exitCode = code; });
`;

describe("handing the terminal to a child", function () {
  before(function () {
    if (process.platform === "win32") this.skip();
  });

  it("ends with the child's exit code, or 128 and the signal that ended it", async () => {
    assert.equal(await runScript(launcher, ["process.exit(7)"]).end(), 7);
    assert.equal(await runScript(launcher, ["process.kill(process.pid, 'SIGTERM')"]).end(), 143);
  });

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`leaves ${signal} to the child, and ends after it`, async () => {
      const listening = `
        process.on("${signal}", () => { console.log("heard"); clearInterval(life); process.exitCode = 3; });
        const life = setInterval(() => {}, 1000);
        console.log("up");`;
      const outer = runScript(launcher, [listening]);
      await outer.printed("up");
      outer.child.kill(signal);
      assert.equal(await outer.end(), 3);
      assert.deepEqual(outer.lines, ["up", "heard", "code 3"]);
    });
  }

  it("rejects when the program does not exist", async () => {
    const missing = `
      const { runInForeground } = require(${childModule});
      runInForeground("/nowhere/at/all", [], {}).catch((error) => console.log(error.code));`;
    const outer = runScript(missing);
    assert.equal(await outer.end(), 0);
    assert.deepEqual(outer.lines, ["ENOENT"]);
  });
});
