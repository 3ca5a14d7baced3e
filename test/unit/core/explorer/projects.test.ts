import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { findProjects } from "../../../../src/core/explorer/projects";
import { listProjectStacks } from "../../../../src/core/explorer/projectStacks";
import { watchedPaths } from "../../../../src/core/explorer/watch";
import type { Project } from "../../../../src/core/engine/project";
import { tempFolders } from "../../../support/tempFolder";

describe("projects and their stacks", () => {
  const temp = tempFolders();
  const yaml = (name: string) => `name: ${name}\nruntime: nodejs\n`;

  it("finds projects at every depth, and passes over what is installed or hidden", async () => {
    const dir = temp.make();
    temp.write(dir, {
      "Pulumi.yaml": yaml("top"),
      "labs/site/Pulumi.yml": yaml("site"),
      "labs/json/Pulumi.json": '{"name": "json", "runtime": "nodejs"}',
      "node_modules/x/Pulumi.yaml": yaml("installed"),
      "labs/.git/Pulumi.yaml": yaml("hidden"),
      ".pulumi-lab/run/Pulumi.yaml": yaml("scratch"),
      "a/b/c/d/e/f/g/Pulumi.yaml": yaml("too-deep"),
    });
    assert.deepEqual((await findProjects(dir)).map(({ name, file }) => [name, file]), [["top", "Pulumi.yaml"], ["json", "Pulumi.json"], ["site", "Pulumi.yml"]]);
    assert.deepEqual(await findProjects(join(dir, "no-such-folder")), []);
    await assert.rejects(findProjects(dir, AbortSignal.abort()));
  });

  it("lists projects that it can't use, with the reason", async () => {
    const dir = temp.make();
    temp.write(dir, { "broken/Pulumi.yaml": "name: [", "python/Pulumi.yaml": "name: snake\nruntime: python\n" });
    const found = await findProjects(dir);
    assert.deepEqual(found.map(({ name, error }) => [name, error?.code]), [["broken", "bad-project"], ["python", "unsupported-runtime"]]);
    assert.ok(found.every(({ error }) => error?.hint));
  });

  const only = async (dir: string): Promise<Project> => {
    const project = (await findProjects(dir))[0]?.project;
    assert.ok(project);
    return project;
  };
  const state = (resources: object[]) =>
    JSON.stringify({ version: 3, checkpoint: { latest: { manifest: { time: "2026-01-02T03:04:05Z" }, resources } } });

  it("lists deployed and configured stacks, and offers dev where there is none, writing nothing", async () => {
    const dir = temp.make();
    temp.write(dir, { "Pulumi.yaml": yaml("shop") });
    const project = await only(dir);
    const list = () => listProjectStacks(project, { environment: {}, home: dir });
    assert.deepEqual((await list()).stacks.map(({ ref, exists }) => [ref, exists]), [[{ projectDir: dir, project: "shop", stack: "dev" }, false]]);
    assert.deepEqual(readdirSync(dir), ["Pulumi.yaml"]);

    temp.write(dir, {
      "Pulumi.prod.yaml": "config: {}\n",
      "Pulumi.test.yaml": "config: {}\n",
      ".pulumi-lab/state/.pulumi/stacks/shop/test.json": state([
        { urn: "urn:pulumi:test::shop::pulumi:pulumi:Stack::shop-test", type: "pulumi:pulumi:Stack" },
        { urn: "urn:pulumi:test::shop::pulumi:providers:aws::default_7_48_0", type: "pulumi:providers:aws", inputs: { region: "eu-west-1" } },
        { urn: "urn:pulumi:test::shop::aws:s3/bucket:Bucket::a", type: "aws:s3/bucket:Bucket", outputs: { region: "us-west-2" } },
      ]),
      ".pulumi-lab/state/.pulumi/stacks/shop/test.json.bak": "{}",
      ".pulumi-lab/state/.pulumi/stacks/shop/odd.json": "not JSON",
      ".pulumi-lab/deploys.json": JSON.stringify({
        "shop/test": { provider: "embedded", emulator: "MiniStack", endpoint: "http://127.0.0.1:4566", bootId: "b", time: "2026-01-02T03:04:05Z" },
      }),
    });
    const { stacks } = await list();
    assert.deepEqual(
      stacks.map(({ ref, exists, resourceCount, lastUpdate, record }) => [ref.stack, exists, resourceCount, lastUpdate, record?.bootId]),
      [["odd", true, 0, undefined, undefined], ["prod", false, 0, undefined, undefined], ["test", true, 1, "2026-01-02T03:04:05Z", "b"]],
    );
    assert.deepEqual(stacks.map(({ regions }) => regions), [[], [], ["eu-west-1", "us-west-2"]]);
  });

  it("knows the last operation of a stack until somebody else changes its state", async () => {
    const dir = temp.make();
    const last = {
      version: 1, operation: "preview", planned: true, time: "2026-01-02T03:04:05Z", result: "failed", summary: {}, stateHash: "",
      emulator: "MiniStack on 127.0.0.1:4566", graph: { nodes: [], edges: [] }, diagnostics: [], error: { code: "program-error", message: "boom" },
    };
    temp.write(dir, { "Pulumi.yaml": yaml("shop"), ".pulumi-lab/last/shop/dev.json": JSON.stringify(last) });
    const project = await only(dir);
    const read = async () => (await listProjectStacks(project, { environment: {}, home: dir })).stacks[0]?.lastOperation?.error?.message;
    assert.equal(await read(), "boom");
    temp.write(dir, { ".pulumi-lab/state/.pulumi/stacks/shop/dev.json": state([]) });
    assert.equal(await read(), undefined);
  });

  it("says why the stacks of a remote backend can't be listed", async () => {
    const dir = temp.make();
    temp.write(dir, { "Pulumi.yaml": `${yaml("shop")}backend: {url: "s3://team"}\n` });
    const { stacks, error } = await listProjectStacks(await only(dir), { environment: {}, home: dir });
    assert.deepEqual([stacks, error?.code], [[], "remote-backend"]);
  });

  it("watches what the tree shows, and no more", async () => {
    const dir = temp.make();
    temp.write(dir, { "Pulumi.yaml": `${yaml("shop")}stackConfigDir: config\n` });
    const project = await only(dir);
    const { place } = await listProjectStacks(project, { environment: {}, home: dir });
    const lab = join(dir, ".pulumi-lab");
    assert.deepEqual(watchedPaths(project, place).map(({ base, glob }) => [base, glob]), [
      [dir, "Pulumi*.{yaml,yml,json}"],
      [dir, "node_modules"],
      [join(dir, "config"), "Pulumi.*.{yaml,yml,json}"],
      [lab, "deploys.json"],
      [join(lab, "last"), "**/*.json"],
      [join(lab, "state", ".pulumi", "stacks", "shop"), "*.json"],
    ]);
  });
});
