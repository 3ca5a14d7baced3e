import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { CancelledError } from "../../../../src/core/errors";
import { publish, readRecord } from "../../../../src/core/provision/publish";
import { runScript } from "../../../support/childScript";
import { tempFolders } from "../../../support/tempFolder";

const record = z.object({ version: z.string() });
const publishModule = JSON.stringify(join(__dirname, "../../../../src/core/provision/publish.ts"));

/** Publishes argv[1], writing a line into argv[2] for each build; with `hang` it never finishes one. */
const publisher = `
const { appendFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { z } = require("zod");
const { publish } = require(${publishModule});
const [target, builds, mode] = process.argv.slice(1);
publish({
  target,
  inPlace: mode === "hangInPlace",
  record: z.object({ version: z.string() }),
  onWait: () => console.log("waiting"),
  build: async (folder) => {
    appendFileSync(builds, "built\\n");
    writeFileSync(join(folder, "half"), "");
    console.log("building");
    if (mode?.startsWith("hang")) await new Promise(() => setInterval(() => {}, 1000));
    await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync(join(folder, "whole"), "");
    return { version: "1" };
  },
}).then(({ version }) => console.log("got " + version));
`;

describe("publishing a folder", () => {
  const folders = tempFolders();

  it("builds once, and reads the record afterwards", async () => {
    const target = join(folders.make(), "tool", "1.0");
    let builds = 0;
    const options = {
      target,
      record,
      build: async (folder: string) => {
        builds++;
        assert.notEqual(folder, target);
        writeFileSync(join(folder, "program"), "");
        return { version: "1.0" };
      },
    };
    assert.deepEqual(await publish(options), { version: "1.0" });
    assert.deepEqual(await publish(options), { version: "1.0" });
    assert.equal(builds, 1);
    assert.ok(existsSync(join(target, "program")));
    assert.deepEqual(readdirSync(join(target, "..")), ["1.0"]);
  });

  it("leaves nothing of a build that failed, and builds again next time", async () => {
    const target = join(folders.make(), "tool");
    for (const inPlace of [false, true]) {
      const failing = {
        target,
        record,
        inPlace,
        build: async (folder: string): Promise<{ version: string }> => {
          writeFileSync(join(folder, "half"), "");
          throw new Error("no space");
        },
      };
      await assert.rejects(publish(failing), /no space/);
      assert.deepEqual(readdirSync(join(target, "..")), []);
    }
    assert.deepEqual(await publish({ target, record, build: async () => ({ version: "2" }) }), { version: "2" });
  });

  it("does not believe a folder without a record, with a broken one, or one that is no good any more", async () => {
    const target = join(folders.make(), "tool");
    const build = async () => ({ version: "new" });
    for (const content of [undefined, "{", '{"version":7}']) {
      mkdirSync(target, { recursive: true });
      if (content !== undefined) writeFileSync(join(target, "ready.json"), content);
      assert.equal(await readRecord(target, record), undefined);
      assert.deepEqual(await publish({ target, record, build }), { version: "new" });
      writeFileSync(join(target, "ready.json"), '{"version":"old"}');
      assert.deepEqual(await publish({ target, record, build, stillGood: async ({ version }) => version === "new" }), { version: "new" });
    }
  });

  for (const mode of ["hang", "hangInPlace"]) {
    it(`starts afresh after a process was killed half-way (${mode})`, async () => {
      const folder = folders.make();
      const [target, builds] = [join(folder, "tools", "a"), join(folder, "builds")];
      const killed = runScript(publisher, [target, builds, mode]);
      await killed.printed("building");
      killed.child.kill("SIGKILL");
      await killed.end();
      assert.equal(await readRecord(target, record), undefined);
      const made = await publish({ target, record, inPlace: mode === "hangInPlace", build: async () => ({ version: "2" }) });
      assert.deepEqual(made, { version: "2" });
      assert.deepEqual(readdirSync(join(folder, "tools")), ["a"]);
      assert.deepEqual(readdirSync(target), ["ready.json"]);
    });
  }

  it("is done by one of the processes that want it at the same time; the others get the same", async function () {
    this.timeout(30_000);
    const folder = folders.make();
    const [target, builds] = [join(folder, "a"), join(folder, "builds")];
    const children = Array.from({ length: 4 }, () => runScript(publisher, [target, builds]));
    for (const child of children) await child.end();
    for (const child of children) assert.ok(child.lines.includes("got 1"), child.lines.join("\n"));
    assert.equal(readFileSync(builds, "utf8"), "built\n");
    assert.deepEqual(readdirSync(folder).sort(), ["a", "builds"]);
  });

  it("stops waiting for another process when it is cancelled", async () => {
    const folder = folders.make();
    const [target, builds] = [join(folder, "a"), join(folder, "builds")];
    const other = runScript(publisher, [target, builds, "hang"]);
    await other.printed("building");
    const abort = new AbortController();
    const wait = publish({ target, record, signal: abort.signal, onWait: () => abort.abort(), build: async () => ({ version: "mine" }) });
    await assert.rejects(wait, CancelledError);
    other.child.kill("SIGKILL");
    await other.end();
  });
});
