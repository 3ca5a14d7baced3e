import assert from "node:assert/strict";
import * as vscode from "vscode";

interface Contributed {
  contributes?: { commands?: { command: string }[] };
}

describe("the extension in its host", () => {
  const extension = vscode.extensions.getExtension("pulumi-learning-lab.pulumi-learning-lab");

  it("is there and starts", async () => {
    assert.ok(extension);
    await extension.activate();
    assert.ok(extension.isActive);
  });

  it("registers every command that its manifest contributes", async () => {
    assert.ok(extension);
    await extension.activate();
    const contributed = ((extension.packageJSON as Contributed).contributes?.commands ?? []).map(({ command }) => command);
    assert.ok(contributed.length > 0);
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(contributed.filter((command) => !registered.has(command)), []);
  });
});
