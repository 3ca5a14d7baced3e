import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { resolveBackend } from "../../../../src/core/engine/backend";
import { loadProject } from "../../../../src/core/engine/project";
import { findWorkspace, ensureWorkspace, passphraseFile, readPassphrase, workspaceAt } from "../../../../src/core/engine/workspace";
import { tempFolders } from "../../../support/tempFolder";
import { readFileSync, renameSync, statSync } from "node:fs";

describe("the state backend", () => {
  const temp = tempFolders();

  async function project(settings = "") {
    const dir = temp.make();
    temp.write(dir, { "Pulumi.yaml": `name: a\nruntime: nodejs\n${settings}` });
    return loadProject(dir);
  }

  it("lies in the workspace unless somebody says otherwise", async () => {
    const it_ = await project();
    const workspace = findWorkspace(it_.dir);
    const backend = await resolveBackend(it_, workspace, {}, temp.make());
    assert.deepEqual(backend, { url: pathToFileURL(workspace.stateDir).href, source: "workspace", dir: join(it_.dir, ".pulumi-lab", "state") });
  });

  it("is the one that the project names, then the environment's, then a local login's", async () => {
    const home = temp.make();
    temp.write(home, { ".pulumi/credentials.json": JSON.stringify({ current: "file://~" }) });
    const named = await project("backend: {url: 'file://./mine'}\n");
    const environment = { PULUMI_BACKEND_URL: "file:///elsewhere" };
    assert.equal((await resolveBackend(named, findWorkspace(named.dir), environment, home)).dir, join(named.dir, "mine"));
    const plain = await project();
    assert.equal((await resolveBackend(plain, findWorkspace(plain.dir), environment, home)).source, "environment");
    assert.deepEqual(await resolveBackend(plain, findWorkspace(plain.dir), {}, home), { url: pathToFileURL(home).href, source: "login", dir: home });
  });

  it("refuses a remote one that the project names, without showing its password, and leaves a cloud login alone", async () => {
    const remote = await project("backend: {url: 's3://user:hunter2@state'}\n");
    await assert.rejects(resolveBackend(remote, findWorkspace(remote.dir), {}, temp.make()), (error: Error) => /not on this machine/.test(error.message) && !/hunter2/.test(error.message));
    const home = temp.make();
    temp.write(home, { ".pulumi/credentials.json": JSON.stringify({ current: "https://api.example.invalid" }) });
    const plain = await project();
    assert.equal((await resolveBackend(plain, findWorkspace(plain.dir), {}, home)).source, "workspace");
  });

  it("shares the nearest workspace above, which keeps itself out of git", async () => {
    const root = temp.make();
    await ensureWorkspace(workspaceAt(root));
    temp.write(root, { "a/b/Pulumi.yaml": "" });
    assert.equal(findWorkspace(join(root, "a", "b")).root, root);
    assert.match(readFileSync(join(root, ".pulumi-lab", ".gitignore"), "utf8"), /^\*$/m);
  });

  it("is shared by projects side by side, so that their stacks can refer to each other, unless their names collide", () => {
    const root = temp.make();
    temp.write(root, { "set/network/Pulumi.yaml": "name: network", "set/app/Pulumi.yaml": "name: app", "set/notes/readme.md": "" });
    assert.equal(findWorkspace(join(root, "set", "app")).root, join(root, "set"));
    temp.write(root, { "same/a/Pulumi.yaml": "name: x", "same/b/Pulumi.yaml": "name: x", "alone/a/Pulumi.yaml": "name: x" });
    assert.equal(findWorkspace(join(root, "same", "a")).root, join(root, "same", "a"));
    assert.equal(findWorkspace(join(root, "alone", "a")).root, join(root, "alone", "a"));
  });

  it("has one passphrase a workspace, whoever asks first, readable by its user alone", async () => {
    const home = temp.make();
    const workspace = workspaceAt(join(home, "first"));
    await ensureWorkspace(workspace);
    const data = temp.make();
    const files = await Promise.all(Array.from({ length: 8 }, () => passphraseFile(workspace, data)));
    assert.equal(new Set(files).size, 1);
    const file = files[0] as string;
    assert.equal((await readPassphrase(file)).length, 32);
    if (process.platform !== "win32") assert.equal(statSync(file).mode & 0o777, 0o600);
    const other = workspaceAt(join(home, "other"));
    await ensureWorkspace(other);
    assert.notEqual(await passphraseFile(other, data), file);
    renameSync(workspace.root, join(home, "moved"));
    assert.equal(await passphraseFile(workspaceAt(join(home, "moved")), data), file);
  });
});
