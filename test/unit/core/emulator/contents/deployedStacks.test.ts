import assert from "node:assert/strict";
import { join } from "node:path";
import { deployedStacks, stacksInEmulator } from "../../../../../src/core/emulator/contents/deployedStacks";
import { workspaceAt } from "../../../../../src/core/engine/workspace";
import { tempFolders } from "../../../../support/tempFolder";

describe("the stacks that a reset empties", () => {
  const folders = tempFolders();
  const record = (endpoint: string, bootId?: string) => ({ provider: "embedded" as const, emulator: "MiniStack", endpoint, bootId, time: "2026-01-01T00:00:00.000Z" });
  const at = "http://127.0.0.1:4566";

  it("are those of the boot that runs", () => {
    const deployed = [
      { title: "shop/dev", record: record(at, "now") },
      { title: "shop/old", record: record(at, "before") },
      { title: "site/dev", record: record("http://localhost:4566") },
      { title: "site/elsewhere", record: record("http://127.0.0.1:4567") },
    ];
    assert.deepEqual(stacksInEmulator(deployed, { endpoint: at, bootId: "now" }), ["shop/dev", "site/dev"]);
    assert.deepEqual(stacksInEmulator(deployed, { endpoint: at }), ["shop/dev", "shop/old", "site/dev"], "without a marker the place tells");
    assert.deepEqual(stacksInEmulator([], { endpoint: at, bootId: "now" }), []);
  });

  it("come from all workspaces, each read once", async () => {
    const [one, two, none] = [folders.make(), folders.make(), folders.make()];
    folders.write(one, { ".pulumi-lab/deploys.json": JSON.stringify({ "shop/dev": record(at, "now") }) });
    folders.write(two, { ".pulumi-lab/deploys.json": JSON.stringify({ "site/dev": record(at, "now") }) });
    const found = await deployedStacks([one, two, one, join(none, "missing")].map(workspaceAt));
    assert.deepEqual(found.map(({ title }) => title), ["shop/dev", "site/dev"]);
  });
});
