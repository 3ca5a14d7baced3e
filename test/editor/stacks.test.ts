import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "./support/eventually";
import { LabEditor } from "./support/labEditor";
import { writeOwnProject } from "./support/ownProject";

/** A deploy on a busy machine. */
const LONG_MS = 180_000;

/** One window and one project for all tests: each begins where the one before it ended. */
describe("stacks in the editor", function () {
  this.timeout(300_000);
  let workspace: string;
  let project: string;
  let editor: LabEditor;

  before(async () => {
    workspace = realpathSync(mkdtempSync(join(tmpdir(), "stacks-")));
    const program = `
      import * as aws from "@pulumi/aws";
      import * as pulumi from "@pulumi/pulumi";
      if (pulumi.getStack() === "second") throw new Error("the second shelf is broken");
      const config = new pulumi.Config();
      export const password = config.getSecret("password");
      export const size = config.get("size") ?? "unset";
      new aws.s3.Bucket("shelf", { bucket: "shelf", tags: { password: password.apply((text) => text ?? "unset") } });
      new aws.sqs.Queue("mail", { name: "mail" });
    `;
    project = writeOwnProject(workspace, { "index.ts": program });
    editor = await LabEditor.start({ workspace, settings: { "pulumiLab.emulator": "ministack", "pulumiLab.confirmDeploy": false } });
    await editor.session.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await editor.session.openViewContainer("Pulumi Lab");
    for (const other of ["Emulator", "Templates"]) await editor.session.tree(other).close();
  });

  after(async () => {
    await editor?.dispose();
    rmSync(workspace, { recursive: true, force: true, maxRetries: 5 });
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed" && process.env.PULUMI_LAB_TEST_SHOTS) await editor.session.screenshot(join(process.env.PULUMI_LAB_TEST_SHOTS, "stacks.png"));
  });

  const stackFile = (stack: string) => join(project, `Pulumi.${stack}.yaml`);
  const textOf = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : "");
  // Expressions as text: these tests are no browser's code, and know nothing of its types.
  const clipboard = () => editor.session.page.evaluate<string>("navigator.clipboard.readText()");

  async function answer(question: string, text: string): Promise<void> {
    const { quickInput } = editor.session;
    await quickInput.waitFor(question);
    await quickInput.type(text);
    await quickInput.accept();
  }

  /** The editor's own picker: it proposes a folder first, and takes what is typed once it has looked there. */
  async function answerFile(question: string, file: string): Promise<void> {
    const { quickInput } = editor.session;
    const shows = (name: string) => eventually(`${name} in the file picker`, async () => (await quickInput.rows()).some(({ label }) => label === name));
    await quickInput.waitFor(question);
    await shows("package.json");
    await quickInput.type(file);
    await shows("own");
    await quickInput.accept();
  }

  it("sets configuration, plain and secret, for the next deploy", async () => {
    const { session } = editor;
    await session.tree("Stacks").waitForRow("dev");
    await session.runCommand("Pulumi Lab: Set Configuration Value");
    await session.quickInput.waitFor("Configuration of own/dev");
    await session.quickInput.type("two words");
    await eventually("why that is no name", async () => (await session.quickInput.message()).includes("can't be the name"));
    await answer("Configuration of own/dev", "size");
    await answer("Value of size", "large");
    await eventually("the value in the stack's file", () => textOf(stackFile("dev")).includes("own:size: large"));

    await session.runCommand("Pulumi Lab: Set Secret Configuration Value");
    await session.quickInput.waitFor("Secret configuration of own/dev");
    assert.deepEqual((await session.quickInput.rows()).map(({ label, description }) => `${label} ${description}`.trim()), ["own:size large", "Another value…"]);
    await session.quickInput.pick("Another value…");
    await answer("The name, such as size", "password");
    await session.quickInput.waitFor("Value of password");
    assert.equal(await session.page.locator(".quick-input-widget input.input").getAttribute("type"), "password");
    await answer("Value of password", "open sesame");
    await eventually("the secret in the stack's file", () => /own:password:\s+secure: v1:/.test(textOf(stackFile("dev"))));
    assert.doesNotMatch(textOf(stackFile("dev")), /sesame/);

    await session.runCommand("Pulumi Lab: Deploy to LocalStack");
    await session.waitForNotification("Deployed own/dev:", LONG_MS);
    await session.tree("Stacks").waitForRow("shelf");
  });

  it("masks secrets, and shows or copies them only after a question", async () => {
    const { session } = editor;
    await session.page.evaluate('navigator.clipboard.writeText("nothing yet")');
    for (const button of ["Cancel", "Copy Secret"]) {
      await session.runCommand("Pulumi Lab: Show Stack Outputs");
      await session.quickInput.waitFor("Outputs of own/dev");
      const rows = (await session.quickInput.rows()).map(({ label, description }) => `${label} ${description}`);
      assert.deepEqual(rows.sort(), ["password [secret]", "size large"]);
      await session.quickInput.pick("password");
      await session.messages.clickDialogButton("password is a secret", button);
      if (button === "Cancel") assert.equal(await clipboard(), "nothing yet");
    }
    await eventually("the secret on the clipboard", async () => (await clipboard()) === "open sesame");

    const stacks = session.tree("Stacks");
    await stacks.contextAction("shelf", "Reveal Secrets…");
    await session.messages.clickDialogButton("Show the secrets of shelf in the clear?", "Cancel");
    assert.ok(!(await session.editorTitles()).includes("shelf.json"));
    await stacks.contextAction("shelf", "Reveal Secrets…");
    await session.messages.clickDialogButton("Show the secrets of shelf in the clear?", "Show Secrets");
    await session.waitForEditor("shelf.json");
    await eventually("the secret in the clear", async () => (await session.editorText()).includes('"password": "open sesame"'));
    assert.ok(!existsSync(join(project, "shelf.json")));
  });

  it("writes a state into a file, and takes one from a file", async () => {
    const { session } = editor;
    const stacks = session.tree("Stacks");
    const file = join(workspace, "kept.json");
    await session.runCommand("Pulumi Lab: Export State");
    await answerFile("Export the state of own/dev", file);
    await session.waitForNotification("Wrote kept.json. Secrets in it are encrypted.");
    const kept = JSON.parse(readFileSync(file, "utf8")) as { deployment: { resources: { urn: string }[] } };
    assert.ok(kept.deployment.resources.some(({ urn }) => urn.endsWith("::mail")));
    assert.doesNotMatch(JSON.stringify(kept), /sesame/);

    const less = { ...kept, deployment: { ...kept.deployment, resources: kept.deployment.resources.filter(({ urn }) => !urn.endsWith("::mail")) } };
    writeFileSync(join(workspace, "less.json"), JSON.stringify(less));
    for (const name of ["less.json", "kept.json"]) {
      await session.runCommand("Pulumi Lab: Import State");
      await answerFile("Import a state into own/dev", join(workspace, name));
      await session.messages.clickDialogButton(`Import ${name} into own/dev?`, "Import");
      await stacks.waitForRows((rows) => rows.some(({ text }) => text === "shelf") && rows.some(({ text }) => text === "mail") === (name === "kept.json"), `the state of ${name}`);
    }
  });

  it("makes, selects, renames and removes stacks", async () => {
    const { session } = editor;
    const stacks = session.tree("Stacks");
    await session.runCommand("Pulumi Lab: New Stack");
    await answer("New stack of own", "second");
    await stacks.waitForRow("second");
    await session.runCommand("Pulumi Lab: Preview");
    await session.waitForNotification("own/second: the second shelf is broken", LONG_MS);
    assert.ok((await session.problems()).some((text) => text.includes("second shelf")));
    await session.runCommand("View: Hide Panel");

    // What is selected in the tree and what was chosen by the command are one.
    await session.runCommand("Pulumi Lab: Select Stack");
    await session.quickInput.waitFor("The stack that commands are about");
    await session.quickInput.pick("own/dev");
    await session.runCommand("Pulumi Lab: Rename Stack");
    await session.quickInput.waitFor("New name of own/dev");
    await session.quickInput.type("second");
    await eventually("why that is no name", async () => (await session.quickInput.message()).includes("a stack of this name already"));
    await answer("New name of own/dev", "prod");
    await stacks.waitForRows((rows) => rows.some(({ text }) => text === "prod") && !rows.some(({ text }) => text === "dev"), "the new name");
    await stacks.waitForRow("shelf");
    assert.match(textOf(stackFile("prod")), /own:size: large/);
    assert.equal(existsSync(stackFile("dev")), false);

    await stacks.contextAction("prod", "Remove Stack");
    assert.match(await session.messages.waitForDialog("Remove the stack own/prod?"), /still holds 2 resources/);
    await session.messages.clickDialogButton("Remove the stack own/prod?", "Cancel");
    await stacks.contextAction("second", "Remove Stack");
    assert.match(await session.messages.waitForDialog("Remove the stack own/second?"), /Its state is deleted/);
    await session.messages.clickDialogButton("Remove the stack own/second?", "Remove");
    await stacks.waitForRows((rows) => rows.some(({ text }) => text === "prod") && !rows.some(({ text }) => text === "second"), "one stack less");
    await eventually("no problem of a stack that is gone", async () => !(await session.problems()).some((text) => text.includes("second shelf")));
    await session.runCommand("View: Hide Panel");
  });

  it("opens a terminal in which plain pulumi commands work on the lab's stacks", async () => {
    const { session } = editor;
    await session.runCommand("Pulumi Lab: Open Terminal");
    await session.page.locator(".terminal-wrapper.active .xterm-screen").waitFor({ timeout: LONG_MS });
    const said = join(workspace, "said.txt");
    await session.page.keyboard.type(`pulumi stack ls > ${said} && pulumi stack output size >> ${said}\n`);
    const text = await eventually("what the command said", () => textOf(said).includes("large") && textOf(said), LONG_MS);
    assert.match(text, /prod\*/);
    await session.page.keyboard.type("exit\n");
    await session.page.locator(".terminal-wrapper.active").waitFor({ state: "hidden" });
  });

  it("shows its log, also where the editor's own channels stay empty", async () => {
    const { session } = editor;
    await session.runCommand("Pulumi Lab: Show Log");
    await session.waitForEditor("Pulumi Lab.log");
    await eventually("what was done", async () => (await session.editorText()).includes("own/second"));
  });

  it("groups in the next window as it did in the last one", async () => {
    const { session } = editor;
    const stacks = session.tree("Stacks");
    await session.runCommand("Pulumi Lab: Group by Service");
    await stacks.waitForRow("s3");
    await session.page.reload();
    await session.ready();
    await session.openViewContainer("Pulumi Lab");
    await stacks.waitForRow("s3");
    await stacks.waitForRow("shelf");
    assert.deepEqual(session.cspViolations, []);
  });
});
