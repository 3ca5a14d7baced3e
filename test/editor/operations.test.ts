import assert from "node:assert/strict";
import { existsSync, readdirSync, symlinkSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempFolders, writeFiles } from "../support/tempFolder";
import { eventually } from "./support/eventually";
import { LabEditor } from "./support/labEditor";

const root = join(__dirname, "..", "..");
const ours = { "pulumiLab.emulator": "ministack" };

describe("operations in the editor", function () {
  this.timeout(400_000);
  const folders = tempFolders();

  /** A project like a learner's own, with its packages at hand. */
  function project(files: Record<string, string>, name = "own"): string {
    const folder = folders.make();
    const dir = join(folder, name);
    mkdirSync(dir);
    writeFiles(dir, { "Pulumi.yaml": `name: ${name}\nruntime: nodejs\n`, "package.json": '{"name": "p", "private": true}', ...files });
    symlinkSync(join(root, "node_modules"), join(dir, "node_modules"), "junction");
    return folder;
  }

  it("shows a program's error at its line, in the problems and above the graph, and forgets it when it is mended", async () => {
    const program = 'import * as aws from "@pulumi/aws";\nconst made = new aws.s3.Bucket("made");\nthrow new Error("the oven is cold");\n';
    const workspace = project({ "index.ts": program });
    const editor = await LabEditor.start({ workspace, settings: ours });
    const { session } = editor;
    try {
      await session.runCommand("Pulumi Lab: Preview");
      await session.waitForNotification("the oven is cold");
      const problem = await eventually("the problem", async () => (await session.problems()).find((text) => text.includes("the oven is cold")));
      assert.match(problem, /3/);
      const graph = await editor.graph("own/dev");
      await graph.getByText("the oven is cold").first().waitFor();
      // What the program had registered before it failed stays.
      await editor.waitForGraph("own/dev", "the bucket", (rows) => rows.some((row) => row.includes("made")));
      writeFileSync(join(workspace, "own", "index.ts"), program.replace(/throw.*\n/, ""));
      await session.runCommand("Pulumi Lab: Preview");
      await session.waitForNotification("Previewed own/dev");
      await eventually("no problem", async () => !(await session.problems()).some((text) => text.includes("the oven is cold")));
    } finally {
      await editor.dispose();
    }
  });

  it("draws resources while the program still runs, and cancels in the middle without leaving a lock", async () => {
    const workspace = project({
      "index.ts": `
        import * as aws from "@pulumi/aws";
        export = async () => {
          const first = new aws.s3.Bucket("first");
          await new Promise((resolve) => setTimeout(resolve, 3_600_000));
          new aws.s3.Bucket("second", { tags: { of: first.bucket } });
        };
      `,
    });
    const editor = await LabEditor.start({ workspace, settings: { ...ours, "pulumiLab.confirmDeploy": false } });
    const { session } = editor;
    try {
      await session.runCommand("Pulumi Lab: Deploy to LocalStack");
      await editor.waitForGraph("own/dev", "the first bucket, made, while the program waits", (rows) => rows.some((row) => row.includes("first") && row.includes("created")));
      assert.ok(!(await editor.graphRows("own/dev")).some((row) => row.includes("second")));
      await session.runCommand("Pulumi Lab: Cancel Operation");
      await session.waitForNotification("Cancelled");
      const locks = join(workspace, "own", ".pulumi-lab", "state", ".pulumi", "locks", "organization", "own", "dev");
      assert.deepEqual(existsSync(locks) ? readdirSync(locks) : [], []);
      // What was made is known: the tree shows it.
      await session.openViewContainer("Pulumi Lab");
      await session.tree("Stacks").waitForRow("first");
    } finally {
      await editor.dispose();
    }
  });

  it("reads and runs nothing in a folder that is not trusted", async () => {
    const workspace = project({ "index.ts": 'require("fs").writeFileSync(__dirname + "/ran", "");' });
    const editor = await LabEditor.start({ workspace, settings: ours, workspaceTrust: true });
    const { session } = editor;
    try {
      await session.waitForStatus("Restricted Mode");
      await session.openViewContainer("Pulumi Lab");
      const tree = session.tree("Stacks");
      await eventually("the welcome of an untrusted folder", async () => (await tree.welcome()).includes("not trusted"));
      const offered = await session.quickInput.commandsFor("Pulumi Lab: ");
      assert.ok(!offered.some((title) => /Deploy|Preview|(Start|Stop|Reset) Emulator/.test(title)), offered.join(", "));
      assert.equal(existsSync(join(workspace, "own", ".pulumi-lab")), false);
      await session.trustWorkspace();
      await session.openViewContainer("Pulumi Lab");
      await tree.waitForRow("own");
      await session.runCommand("Pulumi Lab: Preview");
      await session.waitForNotification("Previewed own/dev");
      assert.ok(existsSync(join(workspace, "own", "ran")));
    } finally {
      await editor.dispose();
    }
  });

  it("shows, previews and deploys a large project, and has its graph back after a reload", async () => {
    const workspace = project({
      "Pulumi.test.yaml": "config:\n  own:team: testers\n",
      "index.ts": `
        import * as aws from "@pulumi/aws";
        import * as pulumi from "@pulumi/pulumi";
        class Shelf extends pulumi.ComponentResource {
          constructor(name: string, opts: pulumi.ComponentResourceOptions) {
            super("own:index:Shelf", name, {}, opts);
            const dead = new aws.sqs.Queue(name + "-dead", {}, { parent: this });
            for (let at = 0; at < 9; at++) new aws.sqs.Queue(name + "-" + at, { tags: { dead: dead.name } }, { parent: this });
          }
        }
        class Room extends pulumi.ComponentResource {
          constructor(name: string, opts: pulumi.ComponentResourceOptions) {
            super("own:index:Room", name, {}, opts);
            for (let at = 0; at < 3; at++) new Shelf(name + "-shelf" + at, { parent: this });
          }
        }
        class House extends pulumi.ComponentResource {
          constructor(name: string) {
            super("own:index:House", name);
            for (let at = 0; at < 2; at++) new Room(name + "-room" + at, { parent: this });
          }
        }
        new House("left");
        new House("right");
      `,
    });
    const editor = await LabEditor.start({ workspace, settings: { ...ours, "pulumiLab.confirmDeploy": false } });
    const { session } = editor;
    try {
      await session.runCommand("Pulumi Lab: Deploy to LocalStack");
      await session.waitForNotification("Deployed own/test: ", 240_000);
      const deployed = await editor.waitForGraph("own/test", "120 queues, created", (rows) => rows.filter((row) => row.includes("Queue") && row.includes("created")).length === 120 && rows);
      // Two houses, four rooms, twelve shelves.
      assert.equal(deployed.filter((row) => /House|Room|Shelf/.test(row)).length, 18);
      await session.openViewContainer("Pulumi Lab");
      const tree = session.tree("Stacks");
      for (const [component, inside] of [["left", "left-room0"], ["left-room0", "left-room0-shelf0"], ["left-room0-shelf0", "left-room0-shelf0-dead"]] as const) {
        await tree.expand(component);
        await tree.waitForRow(inside);
      }
      await session.runCommand("Pulumi Lab: New Stack");
      await session.quickInput.waitFor("name");
      await session.quickInput.type("second");
      await session.quickInput.accept();
      await tree.waitForRow("second");
      await session.page.reload();
      await session.ready();
      await editor.waitForGraph("own/test", "the recorded graph after the reload", (rows) => rows.length >= deployed.length);
      assert.deepEqual(session.cspViolations, []);
    } finally {
      await editor.dispose();
    }
  });
});
