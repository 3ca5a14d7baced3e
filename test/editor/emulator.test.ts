import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SQS } from "@aws-sdk/client-sqs";
import { clientOptions } from "../support/awsInventory";
import { eventually } from "./support/eventually";
import { LabEditor } from "./support/labEditor";
import { writeOwnProject } from "./support/ownProject";

/** A deploy, and waiting for a call that nobody answers, on a busy machine. */
const LONG_MS = 180_000;

/** One window and one stack for all tests: each begins where the one before it ended. */
describe("the emulator in the editor", function () {
  this.timeout(300_000);
  const region = "eu-west-1";
  let workspace: string;
  let project: string;
  let editor: LabEditor;

  before(async () => {
    workspace = realpathSync(mkdtempSync(join(tmpdir(), "emulator-")));
    // Waits for the test in the middle, and makes the rest afterwards.
    const program = `
      import * as aws from "@pulumi/aws";
      import { existsSync } from "node:fs";
      import { join } from "node:path";
      export = async () => {
        const shelf = new aws.s3.Bucket("shelf", { bucket: "shelf" });
        const mail = new aws.sqs.Queue("mail", { name: "mail" });
        await new Promise<void>((resolve) => mail.url.apply(() => resolve()));
        while (!existsSync(join(__dirname, "go"))) await new Promise((resolve) => setTimeout(resolve, 50));
        new aws.s3.BucketObjectv2("note", { bucket: shelf.bucket, key: "notes/hello.txt", content: "A note on the shelf." });
      };
    `;
    project = writeOwnProject(workspace, { "index.ts": program, "Pulumi.dev.yaml": `config:\n  aws:region: ${region}\n` });
    editor = await LabEditor.start({ workspace, settings: { "pulumiLab.emulator": "ministack", "pulumiLab.confirmDeploy": false } });
    await editor.session.openViewContainer("Pulumi Lab");
  });

  after(async () => {
    await editor?.dispose();
    rmSync(workspace, { recursive: true, force: true, maxRetries: 5 });
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed" && process.env.PULUMI_LAB_TEST_SHOTS) await editor.session.screenshot(join(process.env.PULUMI_LAB_TEST_SHOTS, "emulator.png"));
  });

  async function status() {
    return (await editor.installation().emulator("ministack")).status();
  }

  it("says what to do when the emulator is killed in the middle of a deploy, and goes on once it is started again", async () => {
    const { session } = editor;
    const [stacks, emulator] = [session.tree("Stacks"), session.tree("Emulator")];
    await eventually("an empty Emulator view that offers to start one", async () => (await emulator.welcome()).includes("No emulator runs"));
    await session.runCommand("Pulumi Lab: Deploy to LocalStack");
    await editor.waitForGraph("own/dev", "the queue, made", (rows) => rows.some((row) => row.includes("mail") && row.includes("created")), LONG_MS);
    const { pid } = await status();
    assert.ok(pid);
    process.kill(pid, "SIGKILL");
    writeFileSync(join(project, "go"), "");

    const message = await session.waitForNotification("stopped answering", LONG_MS);
    assert.match(message, /own\/dev: MiniStack on 127\.0\.0\.1:\d+ .*Start Emulator/);
    await session.waitForStatus("Emulator off");
    const locks = join(project, ".pulumi-lab", "state", ".pulumi", "locks", "organization", "own", "dev");
    assert.deepEqual(existsSync(locks) ? readdirSync(locks) : [], []);
    // What was made is known, and so is what was not.
    await stacks.waitForRow("shelf");
    await stacks.waitForRow("Last operation failed");
    await editor.waitForGraph("own/dev", "what is known", (rows) => rows.some((row) => row.includes("shelf") && row.includes("created")) && rows.some((row) => row.includes("note") && row.includes("failed")));
    await eventually("an Emulator view that knows it", async () => (await emulator.welcome()).includes("No emulator runs"));

    await stacks.select("The emulator is off");
    await stacks.waitForRow("The emulator was emptied since the last deploy");
    await stacks.select("The emulator was emptied since the last deploy");
    await session.waitForNotification("Deployed own/dev:", LONG_MS);
    await stacks.waitForRows((rows) => rows.some(({ text }) => text === "note") && !rows.some(({ text }) => /emptied|failed/.test(text)), "the stack, whole again");
  });

  it("shows what lies in the emulator, in the region that the stack uses, and opens it as a document to read", async () => {
    const { session } = editor;
    const { endpoint = "" } = await status();
    const sqs = new SQS(clientOptions(endpoint, region));
    const { QueueUrl } = await sqs.getQueueUrl({ QueueName: "mail" });
    await sqs.sendMessage({ QueueUrl, MessageBody: '{"order": "two shelves"}' });
    sqs.destroy();
    await session.tree("Templates").close();
    const emulator = session.tree("Emulator");
    await emulator.waitForRows((rows) => rows.some(({ text, description }) => text === "SQS" && description === "1"), "the queue's service");
    for (const row of ["S3", "shelf", "notes/"]) await emulator.expand(row);
    await emulator.select("hello.txt");
    await session.waitForEditor("hello.txt");
    await eventually("the object's text", async () => (await session.editorText()).includes("A note on the shelf."));
    await session.page.keyboard.type("x");
    await eventually("a document that can't be written", async () => (await session.page.locator(".monaco-editor .message").allTextContents()).some((text) => /read-only/.test(text)));
    await emulator.collapse("S3");
    for (const row of ["SQS", "mail"]) await emulator.expand(row);
    await emulator.select('{"order": "two shelves"}');
    await eventually("the message's document", async () => (await session.editorText()).includes('"order": "two shelves"'));
  });

  it("names what a reset empties before it does so, says so afterwards, and offers to deploy again", async () => {
    const { session } = editor;
    const stacks = session.tree("Stacks");
    const before = await status();
    await session.runCommand("Pulumi Lab: Reset Emulator");
    const question = await session.messages.waitForDialog("Remove everything in MiniStack on 127.0.0.1:");
    assert.match(question, /• own\/dev/);
    await session.messages.clickDialogButton("Remove everything", "Cancel");
    assert.equal((await status()).bootId, before.bootId);

    await session.runCommand("Pulumi Lab: Reset Emulator");
    await session.messages.clickDialogButton("Remove everything", "Reset Emulator");
    const notice = await stacks.waitForRow("The emulator was emptied since the last deploy");
    assert.equal(notice.description, "Redeploy?");
    assert.notEqual((await status()).bootId, before.bootId);
    await session.tree("Emulator").waitForRows((rows) => rows.some(({ text, description }) => text === "SQS" && description === "none"), "nothing in the emulator");

    await session.runCommand("Notifications: Clear All Notifications");
    await stacks.select("The emulator was emptied since the last deploy");
    const done = await session.waitForNotification("Deployed own/dev:", LONG_MS);
    assert.match(done, /3 created/);
    await stacks.waitForRows((rows) => rows.some(({ text }) => text === "note") && !rows.some(({ text }) => text.includes("emptied")), "the stack, deployed again");
  });

  it("asks before a stop that loses stacks", async () => {
    const { session } = editor;
    await session.runCommand("Pulumi Lab: Stop Emulator");
    assert.match(await session.messages.waitForDialog("Stop MiniStack on 127.0.0.1:"), /• own\/dev/);
    await session.messages.clickDialogButton("Stop MiniStack", "Stop Emulator");
    await session.tree("Stacks").waitForRow("The emulator is off");
    assert.equal((await status()).running, false);
    assert.deepEqual(session.cspViolations, []);
  });
});
