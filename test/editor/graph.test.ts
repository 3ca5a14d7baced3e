import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { parseSvg, type SvgElement } from "../fixtures/graph/parseSvg";
import { writeFiles } from "../support/tempFolder";
import { eventually } from "./support/eventually";
import { GraphPage } from "./support/graphPage";
import { LabEditor } from "./support/labEditor";

const root = join(__dirname, "..", "..");
const title = "post/dev";

/** Between its first resource and the others it waits five seconds, and for a file; once the file is there it waits no more. */
const PROGRAM = `import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { existsSync } from "node:fs";
import { join } from "node:path";

class Office extends pulumi.ComponentResource {
  constructor(name: string, inbox: aws.sqs.Queue) {
    super("post:index:Office", name);
    const shelf = new aws.s3.Bucket("shelf", { tags: { inbox: inbox.name } }, { parent: this });
    new aws.sqs.Queue("letters", { tags: { shelf: shelf.bucket, key: pulumi.secret("open-sesame") } }, { parent: this });
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
async function opened(): Promise<void> {
  const gate = join(__dirname, "open");
  if (existsSync(gate)) return;
  await sleep(5000);
  while (!existsSync(gate)) await sleep(50);
}

export = async () => {
  const inbox = new aws.sqs.Queue("inbox");
  await opened();
  new Office("office", inbox);
  new aws.sqs.Queue("lonely");
};
`;
const lineOf = (text: string) => PROGRAM.slice(0, PROGRAM.indexOf(text)).split("\n").length;
const ALL = ["inbox", "office", "shelf", "letters", "lonely"];

/** One editor and one deployed stack for all of it, in this order. */
describe("the resource graph in the editor", function () {
  this.timeout(150_000);
  let folder: string;
  let project: string;
  let editor: LabEditor;
  let page: GraphPage;

  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-lab-test-")));
    project = join(folder, "post");
    mkdirSync(project);
    writeFiles(project, { "Pulumi.yaml": "name: post\nruntime: nodejs\n", "Pulumi.dev.yaml": "config: {}\n", "package.json": '{"name": "post", "private": true}', "index.ts": PROGRAM });
    symlinkSync(join(root, "node_modules"), join(project, "node_modules"), "junction");
    editor = await LabEditor.start({ workspace: folder, settings: { "pulumiLab.emulator": "ministack", "pulumiLab.confirmDeploy": false } });
    await editor.session.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  });
  after(async () => {
    await editor?.dispose();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  afterEach(async function () {
    const shots = process.env.PULUMI_LAB_TEST_SHOTS;
    if (shots && this.currentTest?.state === "failed") await editor.session.screenshot(join(shots, `graph-${this.currentTest.title.slice(0, 30).replaceAll(" ", "-")}.png`));
  });

  it("draws what a preview has registered while the program waits five seconds to go on", async () => {
    await editor.session.runCommand("Pulumi Lab: Preview");
    await editor.waitForGraph(title, "the first queue", (rows) => rows.some((row) => row.startsWith("inbox")));
    page = await GraphPage.of(editor, title);
    await page.waitForDrawn(["inbox"]);
    await page.frame.getByText("Previewing…").first().waitFor();
    writeFileSync(join(project, "open"), "");
    await page.waitForDrawn(ALL);
    await editor.session.waitForNotification(`Previewed ${title}`);
  });

  it("searches by words, and goes from match to match", async () => {
    const { session } = editor;
    await session.runCommand("Pulumi Lab: Deploy to LocalStack");
    await session.waitForNotification(`Deployed ${title}:`, 120_000);
    await editor.waitForGraph(title, "everything created", (rows) => rows.length >= 5 && rows.every((row) => row.includes("created")));
    await session.runCommand("Notifications: Clear All Notifications");
    await page.search.click();
    await session.page.keyboard.type("sqs queue");
    await page.frame.getByText("3 found").waitFor();
    // The frame around a resource stays with it.
    await page.waitForDrawn(["inbox", "letters", "lonely", "office"], { clear: true });
    await session.page.keyboard.press("Enter");
    await page.waitForSelected("inbox");
    await session.page.keyboard.press("Enter");
    await page.waitForSelected("letters");
    await session.page.keyboard.press("Shift+Enter");
    await page.waitForSelected("inbox");
    await session.page.keyboard.press("Escape");
    await page.waitForDrawn(ALL, { clear: true });
  });

  it("filters by service and by operation, and says when nothing is left", async () => {
    await page.filter("service", "s3");
    await page.waitForDrawn(["office", "shelf"]);
    await page.press("Clear filters");
    await page.waitForDrawn(ALL);
    await page.filter("operation", "created");
    await page.waitForDrawn(ALL);
    await page.filter("service", "sqs");
    await page.waitForDrawn(["inbox", "letters", "lonely", "office"]);
    await page.filter("component", "office (post.Office)");
    await page.waitForDrawn(["letters", "office"]);
    await page.press("Clear filters");
    await page.waitForDrawn(ALL);
  });

  it("fades what a resource does not need, and what stands without it", async () => {
    await page.select("shelf");
    await page.press("What this needs");
    await page.waitForDrawn(["inbox", "shelf", "office"], { clear: true });
    await page.press("What breaks without it");
    await page.waitForDrawn(["shelf", "letters", "office"], { clear: true });
    await page.press("What breaks without it");
    await page.waitForDrawn(ALL, { clear: true });
  });

  it("folds a component at a double click, and all of them with a button", async () => {
    await page.click("office", { double: true });
    await page.waitForDrawn(["inbox", "lonely", "office"]);
    await page.click("office", { double: true });
    await page.waitForDrawn(ALL);
    await page.press("Collapse all components");
    await page.waitForDrawn(["inbox", "lonely", "office"]);
    await page.press("Expand all components");
    await page.waitForDrawn(ALL);
  });

  it("shows inputs and outputs with their secrets masked, until a person has agreed to see them", async () => {
    const { session } = editor;
    await page.select("letters");
    const inputs = await page.openTab("Inputs");
    await inputs.getByText("tags").first().waitFor();
    assert.ok(!(await inputs.innerText()).includes("open-sesame"));
    const outputs = await page.openTab("Outputs");
    await outputs.getByText("arn:aws:sqs:").first().waitFor();
    assert.ok(!(await outputs.innerText()).includes("open-sesame"));
    await page.press("Reveal Secrets…");
    await session.messages.clickDialogButton("secrets in the clear", "Cancel");
    await page.details.getByText("The secrets stay masked.").waitFor();
    assert.ok(!(await page.details.innerText()).includes("open-sesame"));
    await page.press("Reveal Secrets…");
    await session.messages.clickDialogButton("secrets in the clear", "Show Secrets");
    await page.details.getByText("open-sesame").first().waitFor();
    // Another resource is selected: they are masked again.
    await page.select("inbox");
    await page.select("letters");
    await page.details.getByText("Reveal Secrets…").waitFor();
    assert.ok(!(await page.details.innerText()).includes("open-sesame"));
  });

  it("has no serious finding of axe-core", async () => {
    assert.deepEqual(await page.seriousFindings(), []);
    // axe-core sets styles of its own, which the page's policy refuses and reports.
    editor.session.cspViolations.length = 0;
    editor.session.consoleErrors.length = 0;
  });

  it("exports through the save dialog: each format names every resource", async () => {
    const { session } = editor;
    const dialog = async (entry: string) => {
      await page.exportAs(entry);
      await session.quickInput.waitFor("Export the graph");
    };
    const exported = async (entry: string, ending: string): Promise<Buffer> => {
      const file = join(project, `post-dev.${ending}`);
      await dialog(entry);
      await eventually("the proposed name", async () => (await session.quickInput.value()) === file);
      await session.quickInput.accept();
      await session.waitForNotification(`Wrote post-dev.${ending}.`);
      await session.runCommand("Notifications: Clear All Notifications");
      return readFileSync(file);
    };
    await dialog("SVG picture…");
    await session.quickInput.cancel();
    assert.equal(existsSync(join(project, "post-dev.svg")), false);

    const svg = parseSvg((await exported("SVG picture…", "svg")).toString("utf8"));
    const said = textsOf(svg);
    for (const name of ALL) assert.ok(said.some((text) => text.includes(name)), `${name} in the SVG`);
    const png = await exported("PNG picture…", "png");
    assert.equal(png.subarray(1, 4).toString("latin1"), "PNG");
    const dot = (await exported("Graphviz DOT…", "dot")).toString("utf8");
    const drawnByGraphviz = (await Graphviz.load()).layout(dot, "svg", "dot");
    const mermaid = (await exported("Mermaid diagram…", "mmd")).toString("utf8");
    for (const name of ALL) for (const text of [drawnByGraphviz, mermaid]) assert.ok(text.includes(name), `${name} in ${text.slice(0, 20)}`);

    await page.press("Copy as Mermaid");
    await eventually("the diagram on the clipboard", async () => (await session.page.evaluate<string>("navigator.clipboard.readText()")) === mermaid);
  });

  it("goes from the graph to the source, and from the source's lenses to the graph", async () => {
    const { session } = editor;
    await page.select("shelf");
    await page.openTab("Overview");
    await page.details.getByRole("button", { name: `index.ts:${lineOf("const shelf")}` }).click();
    await session.waitForStatus(`Ln ${lineOf("const shelf")}, Col`);
    const lens = (text: string) => session.page.locator(".codelens-decoration a", { hasText: text });
    await lens("created · letters (dev)").waitFor();
    for (const name of ["shelf", "inbox", "office", "lonely"]) assert.equal(await lens(`created · ${name} (dev)`).count(), 1, name);
    await lens("created · letters (dev)").click();
    await page.waitForSelected("letters");
    await page.details.getByRole("heading", { name: "letters", exact: true }).waitFor();
    assert.deepEqual(session.cspViolations, []);
    assert.deepEqual(session.consoleErrors, []);
  });
});

function textsOf({ text, children }: SvgElement): string[] {
  return [text, ...children.flatMap(textsOf)];
}
