import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join, sep } from "node:path";
import { UserError } from "../../../../src/core/errors";
import { checkStackName, loadProject, stackFileName } from "../../../../src/core/engine/project";
import { scratchSettings } from "../../../../src/core/engine/scratch";
import { tempFolders } from "../../../support/tempFolder";

describe("loadProject", () => {
  const temp = tempFolders();
  const withCode = (code: string) => (error: unknown) => error instanceof UserError && error.code === code;

  it("finds the project in a folder above, and its program", async () => {
    const dir = temp.make();
    temp.write(dir, { "Pulumi.yaml": "name: shop\nruntime:\n  name: nodejs\nmain: infra/index.ts\n", "infra/index.ts": "" });
    const project = await loadProject(join(dir, "infra"));
    assert.deepEqual([project.dir, project.name, project.main], [dir, "shop", join(dir, "infra", "index.ts")]);
  });

  it("says what to do when there is none, and which line is wrong when it can't be read", async () => {
    const dir = temp.make();
    await assert.rejects(loadProject(dir), withCode("no-project"));
    await assert.rejects(loadProject(join(dir, "missing")), withCode("no-folder"));
    temp.write(dir, { "Pulumi.yaml": "name: [unclosed" });
    await assert.rejects(loadProject(dir), withCode("bad-project"));
    temp.write(dir, { "Pulumi.yaml": "runtime: nodejs" });
    await assert.rejects(loadProject(dir), /name/);
    temp.write(dir, { "Pulumi.yaml": "name: a\nruntime: python" });
    await assert.rejects(loadProject(dir), withCode("unsupported-runtime"));
  });

  it("makes relative paths absolute for a copy that lies elsewhere", async () => {
    const dir = temp.make();
    mkdirSync(join(dir, "config"));
    temp.write(dir, {
      "Pulumi.yaml": "name: a\nruntime: nodejs\nstackConfigDir: config\nbackend: {url: 'file://./state'}\nplugins: {providers: [{name: x, path: ./bin}]}\n",
    });
    const project = await loadProject(dir);
    assert.equal(project.configDir, join(dir, "config"));
    assert.deepEqual(scratchSettings(project), {
      name: "a",
      runtime: "nodejs",
      main: dir + sep,
      plugins: { providers: [{ name: "x", path: join(dir, "bin") }] },
    });
  });

  it("checks stack names before anything is made", () => {
    assert.equal(checkStackName("dev"), "dev");
    assert.equal(checkStackName("organization/shop/dev"), "organization/shop/dev");
    for (const bad of ["", "..", "a b", "../../etc", "a/b/c/d", "x;rm"]) assert.throws(() => checkStackName(bad), withCode("bad-stack-name"));
    assert.equal(stackFileName("organization/shop/dev"), "Pulumi.dev.yaml");
  });
});
