import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { findMinistack } from "../../../src/core/provision/ministack";
import { provisionNode } from "../../../src/core/provision/node";
import { contextOf, findTools, provision, provisionAll } from "../../../src/core/provision/provision";
import { UserError } from "../../../src/core/errors";
import { tempFolders } from "../../support/tempFolder";

const execute = promisify(execFile);
const root = join(__dirname, "../../..");

describe("provisioning", function () {
  this.timeout(10 * 60_000);
  const folders = tempFolders();

  it("has nothing to do the second time: no tool, no network, no word", async () => {
    const first = await provisionAll({ root });
    const said: string[] = [];
    const { HOME, XDG_CACHE_HOME } = process.env;
    const env = { PATH: "/nowhere", PULUMI_LAB_PULUMI: first.pulumi.path, HOME, XDG_CACHE_HOME };
    const second = await provisionAll({ root, env, onProgress: (line) => said.push(line) });
    assert.deepEqual(said, []);
    assert.deepEqual({ ...second, pulumi: second.pulumi.path }, { ...first, pulumi: first.pulumi.path });
    const found = await findTools({ root, env });
    assert.deepEqual(found.ministack, first.ministack);
    assert.deepEqual(found.labs.missing, []);
  });

  it("gives tools that run", async () => {
    const { node, pulumi, ministack } = await provision({ root, want: ["node", "pulumi", "ministack"] });
    assert.equal((await execute(node.path, ["--version"])).stdout.trim(), `v${node.version}`);
    assert.equal((await execute(pulumi.path, ["version"])).stdout.trim(), `v${pulumi.version}`);
    const { stdout } = await execute(ministack.python, ["-I", "-c", "import ministack.app, cryptography; print('both')"]);
    assert.equal(stdout.trim(), "both");
    assert.ok(statSync(ministack.command).isFile());
  });

  it("fetches Node for a machine whose own is too old, once, and without what nobody needs", async () => {
    const said: string[] = [];
    const context = contextOf({ root, cacheDir: folders.make(), onProgress: (line) => said.push(line) });
    const old = { path: "/usr/bin/node", version: "18.20.0", electron: false };
    const node = await provisionNode(context, old);
    assert.equal(node.source, "cache");
    assert.equal((await execute(node.path, ["-p", "process.version"])).stdout.trim(), `v${node.version}`);
    assert.equal(said.length, 1);
    assert.deepEqual(await provisionNode({ ...context, env: { PATH: "/nowhere" } }, old), node);
    assert.equal(said.length, 1);
    const [folder] = readdirSync(join(context.cacheDir, "node"));
    assert.deepEqual(readdirSync(join(context.cacheDir, "node", folder!)).sort(), ["LICENSE", "bin", "ready.json"]);
  });

  it("refuses a package whose content is not the pinned one", async () => {
    const forged = folders.make();
    const lockFile = readFileSync(join(root, "tools/node/package-lock.json"), "utf8").replaceAll(/sha512-..../g, "sha512-AAAA");
    mkdirSync(join(forged, "tools", "node"), { recursive: true });
    cpSync(join(root, "tools/node/package.json"), join(forged, "tools/node/package.json"));
    writeFileSync(join(forged, "tools/node/package-lock.json"), lockFile);
    const context = contextOf({ root: forged, cacheDir: folders.make() });
    const attempt = provisionNode(context, { path: "/usr/bin/node", version: "18.20.0", electron: false });
    await assert.rejects(attempt, (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /EINTEGRITY|integrity/i);
      return true;
    });
    assert.deepEqual(readdirSync(join(context.cacheDir, "node")), []);
  });

  it("ends the other steps when one fails, and says what failed", async () => {
    const options = { root, cacheDir: folders.make(), env: { PATH: "/nowhere", PULUMI_LAB_PULUMI: "/nowhere/pulumi" } };
    await assert.rejects(provision({ ...options, want: ["ministack", "pulumi"] }), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.code, /^(pulumi-not-found|python-not-found)$/);
      return true;
    });
  });

  it("is cancelled as a whole", async () => {
    const abort = new AbortController();
    const options = { root, cacheDir: folders.make(), signal: abort.signal, onProgress: () => abort.abort() };
    await assert.rejects(provision({ ...options, want: ["ministack"] }), { code: "cancelled" });
  });

  it("does not trust an environment whose Python has gone", async function () {
    if (process.platform === "win32") this.skip();
    const context = contextOf({ root, cacheDir: folders.make() });
    const real = await findMinistack(contextOf({ root }));
    assert.ok(real);
    const name = readdirSync(join(contextOf({ root }).cacheDir, "ministack")).find((entry) => real.command.includes(entry))!;
    const copy = join(context.cacheDir, "ministack", name);
    mkdirSync(join(copy, "bin"), { recursive: true });
    symlinkSync(realpathSync(real.python), join(copy, "bin", "python"));
    cpSync(join(real.python, "..", "..", "ready.json"), join(copy, "ready.json"));
    assert.equal((await findMinistack(context))?.version, real.version);
    rmSync(join(copy, "bin", "python"));
    symlinkSync("/nowhere/python3.11", join(copy, "bin", "python"));
    assert.equal(await findMinistack(context), undefined);
  });
});
