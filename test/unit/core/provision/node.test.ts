import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../../../src/core/errors";
import { findNode, nodePackageFor, provisionNode } from "../../../../src/core/provision/node";
import type { ProvisionContext } from "../../../../src/core/provision/tools";
import { isRecent, versions } from "../../../../src/core/provision/versions";
import { tempFolders } from "../../../support/tempFolder";

const root = join(__dirname, "../../../..");

describe("Node", () => {
  const folders = tempFolders();
  const context = (changes: Partial<ProvisionContext> = {}): ProvisionContext => ({
    root,
    cacheDir: folders.make(),
    env: {},
    platform: "linux",
    arch: "x64",
    onProgress: () => {},
    ...changes,
  });
  const running = (version: string, electron = false) => ({ path: "/opt/node", version, electron });

  it("has a pinned package, recent enough and with a checksum, for every desktop platform", () => {
    const text = readFileSync(join(root, "tools/node/package-lock.json"), "utf8");
    const { packages } = JSON.parse(text) as { packages: Record<string, { version: string; integrity: string }> };
    for (const platform of ["linux", "darwin", "win32"] as const) {
      for (const arch of ["x64", "arm64"]) {
        const name = nodePackageFor(text, platform, arch)?.name;
        assert.ok(name, `${platform} ${arch}`);
        const entry = packages[`node_modules/${name}`]!;
        assert.match(entry.integrity, /^sha512-/);
        assert.ok(isRecent(entry.version, versions.node.minimum), `${name} ${entry.version}`);
      }
    }
    assert.equal(nodePackageFor(text, "linux", "ppc64"), undefined);
  });

  it("is the running one when that is of the preferred age, without looking any further", async () => {
    const tool = await provisionNode(context({ root: "/nowhere" }), running("24.1.0"));
    assert.deepEqual(tool, { path: "/opt/node", version: "24.1.0", source: "running", env: {} });
  });

  it("is the editor's own where ours can't be had, told to be Node", async () => {
    const progress: string[] = [];
    const nowhere = context({ platform: "freebsd", onProgress: (line) => progress.push(line) });
    const tool = await provisionNode(nowhere, running("22.15.1", true));
    assert.deepEqual(tool, { path: "/opt/node", version: "22.15.1", source: "running", env: { ELECTRON_RUN_AS_NODE: "1" } });
    assert.ok(progress.some((line) => line.startsWith("Going on with Node 22.15.1")), progress.join("\n"));
  });

  it("is a running one of the minimum age where npm has none for the platform", async () => {
    const tool = await provisionNode(context({ platform: "freebsd", env: process.env }), running("22.15.0"));
    assert.equal(tool.source, "running");
  });

  it("is a matter for the person when the running one is too old and ours can't be had", async () => {
    const attempt = provisionNode(context({ platform: "freebsd" }), running("20.11.0"));
    await assert.rejects(attempt, (error) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.code, "node-not-found");
      assert.match(error.message, /20\.11\.0.*freebsd/s);
      return true;
    });
  });

  it("is not found before it is fetched, and nothing is fetched to find out", async () => {
    assert.equal(await findNode(context(), running("20.11.0")), undefined);
    assert.equal((await findNode(context(), running("22.20.0")))?.source, "running");
  });
});
