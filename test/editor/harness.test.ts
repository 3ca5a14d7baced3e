import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { tempFolders } from "../support/tempFolder";
import { eventually } from "./support/eventually";
import { EditorSession } from "./support/editorSession";
import { runInExtensionHost } from "./support/hostRun";
import { writeVsix } from "./support/vsix";

const program = readFileSync(join(__dirname, "..", "fixtures", "editor", "extension.cjs"), "utf8");
const manifest = {
  name: "fixture",
  publisher: "editor-tests",
  version: "0.0.1",
  engines: { vscode: "^1.90.0" },
  main: "./main.cjs",
  activationEvents: ["onStartupFinished"],
  capabilities: { untrustedWorkspaces: { supported: false, description: "It runs programs." } },
  contributes: {
    commands: [
      { command: "fixture.greet", title: "Greet", category: "Fixture" },
      { command: "fixture.panel", title: "Open Panel", category: "Fixture" },
      { command: "fixture.rename", title: "Rename Row", category: "Fixture" },
    ],
    viewsContainers: { activitybar: [{ id: "fixture", title: "Fixture Box", icon: "icon.svg" }] },
    views: { fixture: [{ id: "fixture.tree", name: "Fixture Tree" }] },
    menus: { "view/item/context": [{ command: "fixture.rename", when: "view == fixture.tree" }] },
  },
};
const icon = `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24"><circle cx="12" cy="12" r="9"/></svg>`;

describe("the editor that tests drive", function () {
  this.timeout(180_000);
  const folders = tempFolders();
  const packaged = () => {
    const vsix = join(folders.make(), "fixture.vsix");
    writeVsix(vsix, manifest, { "main.cjs": program, "icon.svg": icon });
    return vsix;
  };

  it("runs an extension: commands, questions, notifications, trees, web views, problems", async () => {
    const session = await EditorSession.start({ vsix: [packaged()], files: { "a.txt": "first\nsecond" }, env: { FIXTURE_NAME: "Ada" } });
    try {
      await session.runCommand("Fixture: Greet");
      await session.quickInput.waitFor("Which greeting?");
      assert.deepEqual((await session.quickInput.rows()).map(({ label }) => label), ["Hello", "Hello again"]);
      await session.quickInput.pick("Hello");
      await session.quickInput.waitFor("To whom?");
      assert.equal(await session.quickInput.value(), "Ada");
      await session.quickInput.type("Grace");
      await session.quickInput.accept();
      await session.clickNotificationButton("Hello, Grace!", "Thanks");
      await session.waitForNotification("You are welcome.");

      await session.openViewContainer("Fixture Box");
      const tree = session.tree("Fixture Tree");
      await tree.waitForRow("web");
      assert.deepEqual(
        (await tree.rows()).map(({ text, description, level, expanded }) => ({ text, description, level, expanded })),
        [
          { text: "web", description: "two", level: 1, expanded: false },
          { text: "web-site", description: "", level: 1, expanded: undefined },
        ],
      );
      await tree.expand("web");
      assert.equal((await tree.waitForRow("child")).level, 2);
      await tree.contextAction("child", "Rename Row");
      await tree.waitForRow("renamed");

      await session.runCommand("Fixture: Open Panel");
      await session.waitForEditor("Fixture Panel");
      const frame = await session.webview("Fixture Panel");
      await frame.getByRole("button", { name: "Count" }).click();
      await frame.getByText("1 click, said the extension").waitFor();
      await eventually("the blocked script", () => session.cspViolations.length > 0);

      assert.ok((await session.problems()).some((text) => text.includes("A made-up problem")));
      await session.waitForStatus("Fixture is here");
    } finally {
      await session.dispose();
    }
    assert.equal(existsSync(session.workspace), false);
  });

  it("keeps an untrusted folder untrusted until it is trusted", async () => {
    const session = await EditorSession.start({ vsix: [packaged()], files: { "a.txt": "first\nsecond" }, workspaceTrust: true });
    try {
      await session.waitForStatus("Restricted Mode");
      assert.deepEqual(await session.quickInput.commandsFor("Fixture: Greet"), ["No matching commands"]);
      await session.trustWorkspace();
      await session.runCommand("Fixture: Greet");
      await session.quickInput.waitFor("Which greeting?");
    } finally {
      await session.dispose();
    }
  });

  it("runs tests in the extension host, and knows which of them failed", async () => {
    const contributes = { commands: ["first", "second"].map((command) => ({ command, title: command })) };
    const program = `exports.activate = () => require("vscode").commands.registerCommand("first", () => {});`;
    const folder = folders.make();
    const lab = { ...manifest, name: "pulumi-learning-lab", publisher: "pulumi-learning-lab", contributes };
    writeVsix(join(folder, "lab.vsix"), lab, { "main.cjs": program });
    const results = await runInExtensionHost(join(folder, "lab.vsix"), folder);
    const verdict = (words: string) => results.find(({ title }) => title.includes(words))?.error;
    assert.equal(verdict("is there and starts"), undefined);
    assert.match(verdict("registers every command") ?? "", /'second'/);
  });
});
