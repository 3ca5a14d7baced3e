import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { stopWebsiteFront } from "../../src/core/emulator/website";
import { dataDir } from "../../src/core/paths";
import { listTemplates } from "../../src/core/scaffold/manifest";
import { cliJson } from "../support/cliRun";
import { sharedMinistack } from "../support/ministack";
import { tempFolders } from "../support/tempFolder";

const templates = join(__dirname, "..", "..", "templates");

interface Operation {
  ok: boolean;
  summary: Record<string, number>;
  error?: unknown;
  resources: { type: string; op: string }[];
}

/** No registry, no proxy, no vendor: whatever a lab needs must be on the machine already. */
const NO_NETWORK = {
  npm_config_registry: "http://127.0.0.1:9/",
  npm_config_offline: "true",
  HTTP_PROXY: "http://127.0.0.1:9",
  HTTPS_PROXY: "http://127.0.0.1:9",
  http_proxy: "http://127.0.0.1:9",
  https_proxy: "http://127.0.0.1:9",
  NO_PROXY: "127.0.0.1,localhost",
};

describe("every lab, with the network cut off", function () {
  this.timeout(600_000);
  const temp = tempFolders();
  // The front of the labs' website belongs to an emulator that these tests did not start: nobody else ends it at once.
  after(async () => stopWebsiteFront(join(dataDir(), "emulator"), (await sharedMinistack()).endpoint));

  it("is made, deployed, proved, deployed again without a change, and destroyed to nothing", async () => {
    const emulator = ["--emulator", (await sharedMinistack()).endpoint];
    const cwd = temp.make();
    const all = await listTemplates(templates);
    assert.ok(all.length >= 4);
    for (const { id, resourceTypes } of all) {
      const env = NO_NETWORK;
      const made = await cliJson<{ ok: boolean; directory: string }>(["new", id], { cwd, env });
      assert.deepEqual([made.code, made.document.directory], [0, join(cwd, id)], made.stderr);
      const folder = made.document.directory;
      const deployed = await cliJson<Operation>(["deploy", folder, "--yes", ...emulator], { env });
      assert.equal(deployed.document.ok, true, `${id}: ${JSON.stringify(deployed.document.error)}`);
      const types = new Set(deployed.document.resources.map((each) => each.type).filter((type) => type.startsWith("aws:")));
      assert.deepEqual([...types].sort(), [...resourceTypes].sort(), id);
      const check = await cliJson<{ ok: boolean; checks: { name: string; ok: boolean; detail?: string }[] }>(["check", folder, ...emulator], { env });
      assert.deepEqual(check.document.checks.filter((each) => !each.ok), [], id);
      assert.ok(check.document.checks.length > 0);
      const again = await cliJson<Operation>(["deploy", folder, "--yes", ...emulator], { env });
      assert.deepEqual(Object.keys(again.document.summary), ["same"], id);
      const destroyed = await cliJson<Operation>(["destroy", folder, "--yes", ...emulator], { env });
      assert.equal(destroyed.document.ok, true, id);
      const stacks = await cliJson<{ stacks: { resources: number }[] }>(["stacks", folder]);
      assert.deepEqual(stacks.document.stacks.map((each) => each.resources), [0], id);
    }
    assert.ok(existsSync(join(cwd, ".pulumi-lab")), "labs made side by side share one workspace");
  });
});
