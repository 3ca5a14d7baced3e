import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import { listProcesses } from "../../../src/core/process/processList";
import { COMMANDS } from "../../../src/shared/contributions/ids";
import { extension, inside, useOwnEmulator, workspaceFolder, writeProject } from "./inside";

/** The last file of the suite: afterwards the extension is gone. */
describe("the end of the extension", function () {
  this.timeout(240_000);

  it("leaves no process, no watcher and no command, whatever was under way", async function () {
    // Nobody lists processes there.
    if (process.platform === "win32") this.skip();
    await useOwnEmulator();
    const { services, unload } = await inside();
    const { activities, installation, stacks } = services;
    const projectDir = writeProject("endless", {
      "index.ts": `
        import * as aws from "@pulumi/aws";
        export = async () => {
          new aws.s3.Bucket("first");
          await new Promise((resolve) => setTimeout(resolve, 3_600_000));
        };
      `,
    });
    await stacks.refresh();
    const ref = { projectDir, project: "endless", stack: "dev" };
    const fileWatchers = () => process.getActiveResourcesInfo().filter((kind) => kind === "FSEventWrap").length;
    const [watched, before] = [fileWatchers(), await ours()];
    assert.deepEqual(before, []);

    await vscode.commands.executeCommand(COMMANDS.emulatorStart);
    await vscode.commands.executeCommand(COMMANDS.emulatorLogs);
    assert.ok(fileWatchers() > watched);
    await vscode.commands.executeCommand(COMMANDS.openTerminal, ref);
    const begun = new Promise<void>((resolve) => {
      const stop = activities.onDidChange(({ activity }) => {
        if (!activity.graph.nodes.some(({ name }) => name === "first")) return;
        stop();
        resolve();
      });
    });
    void vscode.commands.executeCommand(COMMANDS.preview, ref);
    await begun;
    // The terminal's provider, the preview's, the program's host and the program.
    const during = await ours();
    assert.ok(during.length >= 3, during.join("\n"));

    try {
      await unload();
      assert.deepEqual(await ours(), []);
      assert.deepEqual(activities.active(), []);
      await until("no watcher of files", () => fileWatchers() <= watched);
      const contributed = (extension().packageJSON as { contributes: { commands: { command: string }[] } }).contributes.commands.map(({ command }) => command);
      const left = new Set(await vscode.commands.getCommands(true));
      assert.deepEqual(contributed.filter((command) => left.has(command)), []);
    } finally {
      // It outlives windows on purpose.
      await (await installation.emulator("ministack")).stop();
    }
  });

  /** Processes of the extension's own scripts, or at work in the opened folder, but for the terminal's shell. */
  async function ours(): Promise<string[]> {
    const [scripts, folder] = [extension().extensionPath, workspaceFolder()];
    return (await listProcesses()).filter(({ pid, commandLine }) => pid !== process.pid && (commandLine.includes(scripts) || commandLine.includes(folder))).map(({ commandLine }) => commandLine);
  }

  /** The editor closes what was disposed a moment later. */
  async function until(what: string, done: () => boolean): Promise<void> {
    for (let attempt = 0; attempt < 100 && !done(); attempt++) await sleep(100);
    assert.ok(done(), what);
  }
});
