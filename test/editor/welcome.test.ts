import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "./support/eventually";
import { LabEditor } from "./support/labEditor";

/** Making a lab, and starting an emulator, on a busy machine. */
const LONG_MS = 180_000;

/** One window for all causes: each test ends the emptiness that it begins with, by the button that is offered. */
describe("empty views in the editor", function () {
  this.timeout(300_000);
  const settings = { "pulumiLab.emulator": "ministack" };
  let editor: LabEditor;

  before(async () => {
    editor = await LabEditor.start({ settings: { ...settings, "pulumiLab.pulumiPath": "/nowhere/bin/pulumi" } });
  });

  after(() => editor?.dispose());

  afterEach(async function () {
    if (this.currentTest?.state === "failed" && process.env.PULUMI_LAB_TEST_SHOTS) await editor.session.screenshot(join(process.env.PULUMI_LAB_TEST_SHOTS, "welcome.png"));
  });

  const stacks = () => editor.session.tree("Stacks");
  const says = (words: string, view = stacks()) => eventually(`"${words}" in ${view.title}`, async () => (await view.welcome()).includes(words));

  it("without a folder: opens one", async () => {
    const { session } = editor;
    await session.page.goto(new URL("/?ew=true", session.page.url()).href);
    await session.ready();
    await session.openViewContainer("Pulumi Lab");
    await says("no account, no token, no Docker");
    await stacks().clickWelcome("Open Learning Workspace");
    await session.quickInput.waitFor("Where should your labs lie?");
    const [usual, elsewhere] = (await session.quickInput.rows()).map(({ label }) => label);
    assert.match(usual ?? "", /Open .*pulumi-labs$/);
    await session.quickInput.pick(elsewhere ?? "");
    await eventually("a question for a folder", async () => (await session.quickInput.value()).startsWith("/"));
    mkdirSync(join(session.workspace, "notes"));
    await session.quickInput.type(`${session.workspace}/`);
    // The picker takes what is typed once it has looked there.
    await eventually("what lies in the folder", async () => (await session.quickInput.rows()).some(({ label }) => label === "notes"));
    await session.page.locator(".quick-input-widget").getByRole("button", { name: "Open", exact: true }).click();
    await session.page.waitForURL((url) => url.searchParams.get("folder") === session.workspace);
    await session.ready();
    await session.openViewContainer("Pulumi Lab");
    await says("There is no Pulumi project in this folder yet");
  });

  it("without tools: says the smallest step that helps, and is gone once they are there", async () => {
    const { session } = editor;
    await says("are installed into a folder of their own");
    await stacks().clickWelcome("Install Tools");
    const told = await session.messages.waitForDialog("/nowhere/bin/pulumi");
    assert.match(told, /Set it to the full path of a Pulumi CLI/);
    await session.messages.clickDialogButton("/nowhere/bin/pulumi", "Cancel");
    await stacks().clickWelcome("Check My Setup");
    await eventually("the report", async () => (await session.editorTitles()).some((title) => title.includes("Pulumi Lab Setup")));
    session.writeSettings(settings);
    await session.page.reload();
    await session.ready();
    await eventually("nothing of tools", async () => (await stacks().welcome()).includes("There is no Pulumi project") && !(await stacks().welcome()).includes("folder of their own"), LONG_MS);
  });

  it("without a project: makes a lab", async () => {
    const { session } = editor;
    await stacks().clickWelcome("New Lab from Template");
    await session.quickInput.waitFor("What do you want to build?");
    await session.quickInput.pick("Static website on S3");
    await session.quickInput.waitFor("project name");
    await session.quickInput.accept();
    await eventually("the lab", async () => (await stacks().rows()).some(({ text }) => text === "Nothing deployed yet"), LONG_MS);
    assert.equal(await stacks().welcome(), "");
    // The lesson opens once everything is there, packages included.
    await eventually("the lesson", async () => (await session.editorTitles()).some((title) => title.includes("README.md")), LONG_MS);
  });

  it("without packages: installs them", async () => {
    const { session } = editor;
    rmSync(join(session.workspace, "static-website", "node_modules"), { recursive: true });
    const notice = await stacks().waitForRow("Packages are not installed");
    assert.equal(notice.description, "Install them");
    await stacks().select("Packages are not installed");
    await eventually("a lab that is whole", async () => !(await stacks().rows()).some(({ text }) => text === "Packages are not installed"), LONG_MS);
    await stacks().waitForRow("dev");
  });

  it("without an emulator: starts one", async () => {
    const emulator = editor.session.tree("Emulator");
    await says("No emulator runs. A deployment starts one by itself.", emulator);
    await emulator.clickWelcome("Start Emulator");
    await eventually("the emulator's rows", async () => (await emulator.rows()).some(({ text }) => text.startsWith("MiniStack")), LONG_MS);
    assert.equal(await emulator.welcome(), "");
    assert.deepEqual(editor.session.cspViolations, []);
  });
});
