import assert from "node:assert/strict";
import { ensureWorkspace, workspaceAt } from "../../../../src/core/engine/workspace";
import { takeOpenRequest, writeOpenRequest } from "../../../../src/core/lab/openRequest";
import { tempFolders } from "../../../support/tempFolder";

describe("the word left for the next editor", () => {
  const folders = tempFolders();

  it("is taken once", async () => {
    const workspace = workspaceAt(folders.make());
    await ensureWorkspace(workspace);
    const ref = { projectDir: "/labs/site", project: "site", stack: "dev" };
    await writeOpenRequest(workspace, ref);
    assert.deepEqual(await takeOpenRequest(workspace), ref);
    assert.equal(await takeOpenRequest(workspace), undefined);
  });

  it("is passed over, and gone, when it can't be read", async () => {
    const folder = folders.make();
    const workspace = workspaceAt(folder);
    folders.write(folder, { ".pulumi-lab/open.json": '{"stack": 1}' });
    assert.equal(await takeOpenRequest(workspace), undefined);
    assert.equal(await takeOpenRequest(workspace), undefined);
  });
});
