import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { OperationOptions, OperationOutcome, runOperation } from "../../../src/core/engine/operations";
import type { StackSession } from "../../../src/core/engine/stackSession";
import { StackActivities } from "../../../src/core/explorer/stackActivities";
import type { EmulatorBoot } from "../../../src/core/explorer/notices";
import { GraphBuilder } from "../../../src/shared/graphBuilder";
import type { Memento } from "vscode";
import type { Item, ResourceItem } from "../../../src/ui/views/stacks/stackItems";
import type { StacksView } from "../../../src/ui/views/stacks/stacksView";
import { FakeEditor, withVscode } from "../../fakes/vscode";
import { tempFolders } from "../../support/tempFolder";

describe("StacksView", () => {
  const temp = tempFolders();
  const editor = new FakeEditor();
  let View: typeof StacksView;
  before(() => {
    const load = createRequire(__filename);
    View = withVscode(editor, () => (load("../../../src/ui/views/stacks/stacksView") as { StacksView: typeof StacksView }).StacksView);
  });

  let view: StacksView | undefined;
  afterEach(() => {
    view?.dispose();
    view = undefined;
    assert.deepEqual(editor.watchers.splice(0).filter((watcher) => !watcher.disposed), []);
  });

  function open(options: { activities?: StackActivities; boot?: EmulatorBoot; trusted?: boolean; memory?: Memento } = {}): StacksView {
    view = new View({
      installation: { env: { PULUMI_HOME: "/no-such-folder" } },
      activities: options.activities ?? new StackActivities(),
      log: { error: (text: string) => assert.fail(text) } as never,
      trusted: () => options.trusted ?? true,
      emulatorBoot: () => options.boot ?? { running: true, bootId: "first" },
      memory: options.memory ?? memory(),
    });
    return view;
  }

  function memory(): Memento {
    const values = new Map<string, unknown>();
    return { get: (key: string) => values.get(key), update: async (key: string, value: unknown) => void values.set(key, value), keys: () => [...values.keys()] } as Memento;
  }

  const STACK = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";
  const WEB = "urn:pulumi:dev::shop::shop:index:Web::web";
  const FILES = "urn:pulumi:dev::shop::shop:index:Web$aws:s3/bucket:Bucket::files";

  function lab(): string {
    const dir = temp.make();
    temp.write(dir, {
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      ".pulumi-lab/deploys.json": JSON.stringify({ "shop/dev": { provider: "embedded", emulator: "MiniStack", endpoint: "http://127.0.0.1:4566", bootId: "first", time: "2026-01-02T03:04:05Z" } }),
      ".pulumi-lab/state/.pulumi/stacks/shop/dev.json": JSON.stringify({
        version: 3,
        checkpoint: {
          latest: {
            resources: [
              { urn: STACK, type: "pulumi:pulumi:Stack" },
              { urn: WEB, type: "shop:index:Web", parent: STACK },
              {
                urn: FILES, type: "aws:s3/bucket:Bucket", custom: true, id: "files-1a2b3c4", parent: WEB, sourcePosition: "project:///index.ts#3,1",
                inputs: { tags: { token: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "x" }, note: "**not bold**" } },
                outputs: { bucket: "files-1a2b3c4" },
              },
            ],
          },
        },
      }),
    });
    editor.folders = [dir];
    return dir;
  }

  async function rows(of: StacksView, item?: Item, depth = 0): Promise<string[]> {
    const found: string[] = [];
    for (const child of await of.getChildren(item)) {
      assert.equal(of.getParent(child), item);
      const { label, contextValue } = await of.getTreeItem(child);
      found.push(`${"  ".repeat(depth)}${String(label)} (${contextValue})`, ...(await rows(of, child, depth + 1)));
    }
    return found;
  }

  async function resource(of: StacksView, urn: string, item?: Item): Promise<ResourceItem> {
    for (const child of await of.getChildren(item)) {
      if (child.kind === "resource" && child.urn === urn) return child;
      if (child.kind === "notice") continue;
      const found = await resource(of, urn, child).catch(() => undefined);
      if (found) return found;
    }
    throw new Error(`no ${urn}`);
  }

  it("shows projects, stacks, components and resources, each with what can be done with it", async () => {
    lab();
    assert.deepEqual(await rows(open()), [
      "shop (project)",
      "  dev (stack exists)",
      "    web (resource component recorded)",
      "      files (resource custom hasSource hasId recorded)",
    ]);
  });

  it("reads nothing in a folder that is not trusted", async () => {
    lab();
    assert.deepEqual(await rows(open({ trusted: false })), []);
    assert.deepEqual([view?.model.hasProject, view?.model.hasStack], [false, false]);
  });

  it("says what is missing where it is missing, with the command that ends it", async () => {
    const dir = lab();
    temp.write(dir, { "package.json": "{}" });
    const of = open({ boot: { running: true, bootId: "second" } });
    const [project] = await of.getChildren();
    const [packages, stack] = await of.getChildren(project);
    const [emptied] = await of.getChildren(stack);
    const commands = await Promise.all([packages, emptied].map(async (item) => (await of.getTreeItem(item as Item)).command?.command));
    assert.deepEqual(commands, ["pulumiLab.installDependencies", "pulumiLab.deploy"]);
  });

  it("explains a resource with its secrets masked, and takes nothing of it as Markdown", async () => {
    lab();
    const of = open();
    const item = await resource(of, FILES);
    const { tooltip } = await of.resolveTreeItem(await of.getTreeItem(item), item);
    const { value, blocks } = tooltip as unknown as { value: string; blocks: string[] };
    assert.match(blocks.join("\n"), /"token": "\[secret\]"/);
    assert.match(blocks.join("\n"), /\*\*not bold\*\*/);
    assert.doesNotMatch(value, /not bold|files/);
  });

  it("filters, groups and reveals", async () => {
    const dir = lab();
    const of = open();
    of.setGrouping("service");
    assert.deepEqual((await rows(of)).slice(2).map((row) => row.trim().split(" ")[0]), ["s3", "files", "components", "web"]);
    of.setGrouping("component");
    of.setFilter("nothing like it");
    assert.deepEqual((await rows(of)).slice(2), ["    Nothing matches the filter (notice)"]);
    assert.equal(editor.contexts["pulumiLab.filtered"], true);
    of.setFilter("");
    await of.reveal({ projectDir: dir, project: "shop", stack: "dev" }, FILES);
    const revealed = editor.reveals.at(-1) as ResourceItem;
    assert.deepEqual([revealed.urn, revealed.parent.kind === "resource" && revealed.parent.urn], [FILES, WEB]);
  });

  it("groups in the next window as it did in the last one", async () => {
    lab();
    const kept = memory();
    open({ memory: kept }).setGrouping("service");
    view?.dispose();
    delete editor.contexts["pulumiLab.byService"];
    assert.equal((await rows(open({ memory: kept })))[2]?.trim(), "s3 (service)");
    assert.equal(editor.contexts["pulumiLab.byService"], true);
  });

  it("looks again when a file comes that it waits for", async () => {
    const dir = lab();
    const of = open();
    await of.load();
    temp.write(dir, { "Pulumi.prod.yaml": "config: {}\n" });
    const looked = new Promise<void>((resolve) => of.onDidLoad(resolve));
    editor.created(dir, "Pulumi*.{yaml,yml,json}", join(dir, "Pulumi.prod.yaml"));
    await looked;
    assert.deepEqual((await of.load()).map((ref) => ref.stack), ["dev", "prod"]);
  });

  it("follows an operation while it runs, a burst of events as one, and shows what is recorded after it", async () => {
    const dir = lab();
    const ref = { projectDir: dir, project: "shop", stack: "dev" };
    const engine = new EventEmitter();
    let end: ((outcome: OperationOutcome) => void) | undefined;
    const operate = ((_session: unknown, _operation: unknown, options: OperationOptions) => {
      engine.emit("begun", options);
      return new Promise<OperationOutcome>((resolve) => (end = resolve));
    }) as unknown as typeof runOperation;
    const activities = new StackActivities(operate);
    const of = open({ activities });
    await rows(of);
    const begun = once(engine, "begun");
    const run = activities.run(ref, "preview", () => Promise.resolve({ session: {} as StackSession, emulator: {} as OperationOptions["emulator"] }));
    const [options] = (await begun) as [OperationOptions];
    const builder = new GraphBuilder({ stack: "dev", project: "shop" });
    options.onGraph?.(builder);
    let redraws = 0;
    const redrawn = new Promise<void>((resolve) =>
      of.onDidChangeTreeData(() => {
        redraws += 1;
        resolve();
      }),
    );
    for (const name of ["a", "b", "c"]) {
      builder.register({ type: "aws:s3/bucket:Bucket", name, custom: true, dependencies: [], propertyDependencies: {} } as never);
    }
    await redrawn;
    assert.equal(redraws, 1);
    assert.deepEqual((await rows(of)).slice(1).map((row) => row.trim()), ["dev (stack exists running)", "a (resource custom)", "b (resource custom)", "c (resource custom)"]);
    const looked = new Promise<void>((resolve) => of.onDidLoad(resolve));
    end?.({ ok: true, operation: "preview", project: "shop", stack: "dev", summary: {}, outputs: {}, graph: builder.snapshot(), diagnostics: [], durationMs: 1 });
    await Promise.all([run, looked]);
    assert.equal((await rows(of))[1], "  dev (stack exists)");
  });
});
