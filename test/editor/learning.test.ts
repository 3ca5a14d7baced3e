import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { seriousFindings } from "./support/axe";
import { eventually } from "./support/eventually";
import { LabEditor } from "./support/labEditor";
import { Walkthrough } from "./support/walkthrough";

const LONG_MS = 240_000;
const SECTION = "LocalStack Setup (Local Development)";
const UNDERSTAND = "Understand LocalStack Pro vs Community limitations";

/** The answer of a quiz that is right. */
function rightAnswer(item: string, question: number): string {
  type Quizzes = Record<string, { answers: { text: string; right?: boolean }[] }[]>;
  const quizzes = parse(readFileSync(join(__dirname, "..", "..", "walkthroughs", "quizzes.yaml"), "utf8")) as Quizzes;
  return quizzes[item]?.[question]?.answers.find(({ right }) => right)?.text ?? "";
}

/** One learner, from an empty folder on: each test goes on where the one before has ended. */
describe("learning by the plan", function () {
  this.timeout(400_000);
  let editor: LabEditor;
  let walkthrough: Walkthrough;
  let planFile: string;

  before(async () => {
    editor = await LabEditor.start({ settings: { "pulumiLab.emulator": "ministack", "pulumiLab.confirmDeploy": false, "pulumiLab.openGraphOnOperation": false } });
    walkthrough = new Walkthrough(editor.session.page);
    planFile = join(editor.session.workspace, "learning-plan.md");
    await editor.session.openViewContainer("Pulumi Lab");
    // Rows are looked for where they can be seen.
    for (const view of ["Emulator", "Templates", "Stacks"]) await editor.session.tree(view).close();
  });

  after(() => editor?.dispose());

  afterEach(async function () {
    if (this.currentTest?.state === "failed" && process.env.PULUMI_LAB_TEST_SHOTS) await editor.session.screenshot(join(process.env.PULUMI_LAB_TEST_SHOTS, "learning.png"));
  });

  const plan = () => editor.session.tree("Learning Plan");
  const isTicked = (text: string) => readFileSync(planFile, "utf8").split(/\r?\n/).some((line) => line.startsWith("- [x] ") && line.includes(text));
  /** What a screen reader is told of the rows of the section. */
  const row = (text: string) => plan().waitForRow(text);

  it("begins with Start Here, and writes no file into a folder where nobody has learnt yet", async () => {
    const { session } = editor;
    await row("Phase 1: Foundations");
    await session.runCommand("Pulumi Lab: Start Here");
    await walkthrough.waitForStep("Check your setup");
    await session.runCommand("Pulumi Lab: Check All Items Again");
    await eventually("the plan to be looked at", async () => (await plan().rows()).some(({ description }) => description.includes("next")));
    assert.equal(existsSync(planFile), false);
  });

  it("leads through a section by its buttons: items tick in the step, in the tree and in the file", async () => {
    const { session } = editor;
    await plan().expand(SECTION);
    await plan().inlineAction(SECTION, "Open Lesson");
    await walkthrough.waitForStep(SECTION);
    await walkthrough.press("Try This Program");
    await session.quickInput.waitFor("project name");
    await session.quickInput.accept();
    await eventually("the program", async () => (await session.editorTitles()).includes("index.ts"), LONG_MS);
    await session.runCommand("Pulumi Lab: Deploy to LocalStack");
    await session.waitForNotification("Deployed ", LONG_MS);
    await session.waitForNotification("Verified ");
    for (const item of ["Configure Pulumi to use LocalStack endpoints", "Test your first S3 bucket deployment locally"]) {
      await eventually(`"${item}" to be done in the tree`, async () => (await row(item)).ariaLabel.includes(", done"));
      assert.ok(isTicked(item), item);
    }
    await eventually("five items on the page", async () => (await walkthrough.items()).filter(({ done }) => done).length === 5);
    assert.equal((await walkthrough.items()).length, 6);
    assert.equal(await walkthrough.isDone(), false);
    const evidence = JSON.parse(readFileSync(join(session.workspace, ".pulumi-lab", "evidence.json"), "utf8")) as { evidence: { item: string; what: string }[] };
    assert.match(evidence.evidence.find(({ item }) => item.includes("test-your-first"))?.what ?? "", /bucket .+ in stack dev/);
  });

  it("asks three questions where only a person can know, and the step is done with the last item", async () => {
    const { session } = editor;
    await plan().inlineAction(UNDERSTAND, "Answer Three Questions");
    for (const at of [1, 2, 3]) {
      await session.quickInput.waitFor(`question ${at} of 3`);
      await session.quickInput.pick(rightAnswer("phase-1/localstack-setup-local-development/understand-localstack-pro-vs-community-limitations", at - 1));
      await session.quickInput.waitFor("Right.");
      await session.quickInput.accept();
    }
    await session.waitForNotification("All 3 right");
    assert.ok(isTicked(UNDERSTAND));
    await eventually("the step to be done", () => walkthrough.isDone());
  });

  it("follows the file: what is unticked by hand is open in the tree and on the page, and stays so", async () => {
    const { session } = editor;
    const before = readFileSync(planFile, "utf8");
    const changed = before.replace(/- \[x\] (Test your first)/, "- [ ] $1");
    assert.notEqual(changed, before);
    writeFileSync(planFile, changed);
    await eventually("the tree", async () => (await row("Test your first S3 bucket deployment locally")).ariaLabel.includes("not done"));
    await eventually("the page", async () => (await walkthrough.items()).filter(({ done }) => done).length === 5);
    await session.runCommand("Pulumi Lab: Check All Items Again");
    assert.equal(readFileSync(planFile, "utf8"), changed);
    // Asked for, it is looked at again.
    await plan().inlineAction("Test your first S3 bucket deployment locally", "Check");
    await session.waitForNotification("Verified: ");
    await eventually("the tick", () => Promise.resolve(isTicked("Test your first S3 bucket deployment locally")));
  });

  it("ticks by the boxes of the tree, and says on Check what is missing", async () => {
    const { session } = editor;
    await session.runCommand("Notifications: Clear All Notifications");
    await plan().toggle("Create a Pulumi Cloud account (free tier)");
    await eventually("the tick in the file", () => Promise.resolve(isTicked("Create a Pulumi Cloud account (free tier)")));
    await plan().expand("Configuration & Secrets");
    await plan().inlineAction("Manage secrets with pulumi config set --secret", "Check");
    assert.match(await session.waitForNotification("Not yet: "), /secret/);
  });

  it("shows how far one is, without a serious finding of axe-core, and saves it", async () => {
    const { session } = editor;
    await session.runCommand("Notifications: Clear All Notifications");
    await session.runCommand("Pulumi Lab: Show Progress");
    const page = await session.webview("Learning Progress");
    await page.getByText("of 242 items done").waitFor();
    const rows = await page.locator("tbody tr").allTextContents();
    assert.equal(rows.length, 12);
    assert.match(rows[0] ?? "", /Phase 1: Foundations.*In Progress.*\d{4}-\d\d-\d\d/);
    assert.ok((await page.locator("ul li").allTextContents()).some((text) => text.includes("Test your first S3 bucket")));
    assert.deepEqual(await seriousFindings(page), []);
    session.cspViolations.length = 0;
    await page.getByText("Save as Image").click();
    await eventually("a proposed name", async () => (await session.quickInput.value()).endsWith("progress.svg"));
    await session.quickInput.accept();
    await session.waitForNotification("Saved progress.svg.");
    assert.match(readFileSync(join(session.workspace, "progress.svg"), "utf8"), /^<svg[^]*Phase 1: Foundations[^]*<\/svg>\s*$/);
  });

  it("shows CDK and Pulumi side by side", async () => {
    const { session } = editor;
    await session.runCommand("Pulumi Lab: Compare CDK and Pulumi Side by Side");
    await eventually("the comparison", async () => (await session.editorTitles()).some((title) => title.includes("AWS CDK ↔ Pulumi")));
    await eventually("both texts", async () => {
      const texts = await session.page.locator(".monaco-diff-editor .view-lines").allInnerTexts();
      return texts.some((text) => text.replaceAll("\u00a0", " ").includes("aws-cdk-lib")) && texts.some((text) => text.replaceAll("\u00a0", " ").includes("@pulumi/aws"));
    });
  });

  it("restores nothing but what is true after a reload", async () => {
    const { session } = editor;
    await session.page.reload();
    await session.ready();
    await session.openViewContainer("Pulumi Lab");
    await eventually("the count", async () => /^Phase 1: Foundations [89] of 20/.test((await row("Phase 1: Foundations")).text + " " + (await row("Phase 1: Foundations")).description));
    assert.deepEqual(session.cspViolations, []);
  });
});
