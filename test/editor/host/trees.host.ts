import assert from "node:assert/strict";
import * as vscode from "vscode";
import { loadContents } from "../../../src/core/emulator/contents/load";
import { CATEGORIES } from "../../../src/core/emulator/contents/model";
import { stackNotices } from "../../../src/core/explorer/notices";
import { findProjects } from "../../../src/core/explorer/projects";
import { listProjectStacks } from "../../../src/core/explorer/projectStacks";
import { readStackSnapshot } from "../../../src/core/explorer/stackSnapshot";
import { type Grouping, stackTree, type StackTreeItem } from "../../../src/core/explorer/stackTree";
import { listTemplates } from "../../../src/core/scaffold/manifest";
import { COMMANDS } from "../../../src/shared/contributions/ids";
import { inside, useOwnEmulator, workspaceFolder, writeProject } from "./inside";

/** A row and what lies below it. */
type Row = [name: string, below: Row[]];

describe("the trees of the extension", function () {
  this.timeout(240_000);

  it("give of stacks what core says, by component and by service", async () => {
    await useOwnEmulator();
    writeProject("shop", {
      ".pulumi-lab/deploys.json": JSON.stringify({ "shop/dev": { provider: "embedded", emulator: "MiniStack", endpoint: "http://127.0.0.1:1", bootId: "first", time: "2026-01-02T03:04:05Z" } }),
      ".pulumi-lab/state/.pulumi/stacks/shop/dev.json": state(),
      "Pulumi.prod.yaml": "config: {}\n",
    });
    const { services } = await inside();
    const { stacks, emulator } = services;
    await emulator.refresh();
    await stacks.refresh();
    for (const grouping of ["service", "component"] as const) {
      stacks.setGrouping(grouping);
      const expected = await coreSays(grouping);
      assert.match(JSON.stringify(expected), /"notice emulatorOff".*::files"/);
      assert.deepEqual(await shown(), expected, grouping);
    }

    async function shown(item?: Parameters<typeof stacks.getChildren>[0]): Promise<Row[]> {
      return Promise.all(
        (await stacks.getChildren(item)).map(async (child): Promise<Row> => {
          const name = {
            folder: () => "folder",
            project: () => (child.kind === "project" ? child.model.found.name : ""),
            stack: () => (child.kind === "stack" ? child.ref.stack : ""),
            service: () => (child.kind === "service" ? child.tree.name : ""),
            resource: () => (child.kind === "resource" ? child.urn : ""),
            notice: () => (child.kind === "notice" ? `notice ${child.notice.kind}` : ""),
          }[child.kind]();
          return [name, await shown(child)];
        }),
      );
    }
  });

  async function coreSays(grouping: Grouping): Promise<Row[]> {
    const environment = (await inside()).services.installation.env;
    const item = (each: StackTreeItem): Row => [each.kind === "service" ? each.name : each.node.id, each.children.map(item)];
    return Promise.all(
      (await findProjects(workspaceFolder())).map(async ({ name, project }): Promise<Row> => {
        assert.ok(project);
        const { stacks } = await listProjectStacks(project, { environment });
        const rows = stacks.map(async (info): Promise<Row> => {
          const notices = stackNotices(info, { running: false }).map(({ kind }): Row => [`notice ${kind}`, []]);
          const { graph } = await readStackSnapshot(info.ref, { environment });
          return [info.ref.stack, [...notices, ...stackTree(graph, { grouping, filter: "" }).map(item)]];
        });
        return [name, await Promise.all(rows)];
      }),
    );
  }

  it("give of templates what core lists", async () => {
    const { templates, installation } = (await inside()).services;
    const shown = async (item?: Parameters<typeof templates.getChildren>[0]): Promise<string[]> =>
      (await Promise.all((await templates.getChildren(item)).map(async (child) => (child.kind === "template" ? [child.template.id] : shown(child))))).flat();
    const listed = (await listTemplates(installation.templatesDir)).map(({ id }) => id);
    assert.ok(listed.length > 0);
    assert.deepEqual((await shown()).sort(), listed.sort());
  });

  it("give of the emulator what core finds in it, and nothing when none runs", async () => {
    await useOwnEmulator();
    const { emulator, emulatorView, installation } = (await inside()).services;
    await emulator.refresh();
    assert.deepEqual(await emulatorView.getChildren(), []);
    await vscode.commands.executeCommand(COMMANDS.emulatorStart);
    const endpoint = emulator.running?.endpoint;
    assert.ok(endpoint);
    const contents = loadContents(installation.bundle("emulatorContents.cjs"), endpoint);
    try {
      assert.ok((await fetch(`${endpoint}/made-by-hand`, { method: "PUT" })).ok);
      await emulatorView.refresh();
      const rows = await emulatorView.getChildren();
      assert.deepEqual(rows.flatMap((row) => (row.kind === "category" ? [row.category] : [])), [...CATEGORIES]);
      for (const row of rows) {
        if (row.kind !== "category") continue;
        const found = (await contents.list(row.category)).nodes.map(({ label }) => label);
        const below = (await emulatorView.getChildren(row)).flatMap((child) => (child.kind === "content" ? [child.node.label] : []));
        assert.deepEqual(below, found, row.category);
        if (row.category === "buckets") assert.deepEqual(below, ["made-by-hand"]);
      }
    } finally {
      contents.close();
      await vscode.commands.executeCommand(COMMANDS.emulatorStop);
    }
    assert.deepEqual(await emulatorView.getChildren(), []);
  });
});

function state(): string {
  const urn = (rest: string) => `urn:pulumi:dev::shop::${rest}`;
  const stack = urn("pulumi:pulumi:Stack::shop-dev");
  const web = urn("shop:index:Web::web");
  const resources = [
    { urn: stack, type: "pulumi:pulumi:Stack" },
    { urn: web, type: "shop:index:Web", parent: stack },
    { urn: urn("shop:index:Web$aws:s3/bucket:Bucket::files"), type: "aws:s3/bucket:Bucket", custom: true, id: "files-1", parent: web, inputs: {}, outputs: { bucket: "files-1" } },
    { urn: urn("aws:sqs/queue:Queue::mail"), type: "aws:sqs/queue:Queue", custom: true, id: "mail-1", parent: stack, inputs: {}, outputs: {} },
  ];
  return JSON.stringify({ version: 3, checkpoint: { latest: { resources } } });
}
