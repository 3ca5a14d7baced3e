// Takes the pictures of the editor that the README shows: npm run screenshots [light|dark|contrast …]
// Everything in them is real: VS Code with the packaged extension, the emulator, a deployed lab.
import { join } from "node:path";
import { LabEditor } from "../../test/editor/support/labEditor";
import { eventually } from "../../test/editor/support/eventually";
import { Walkthrough } from "../../test/editor/support/walkthrough";

const THEMES: Record<string, string> = { light: "Default Light Modern", dark: "Default Dark Modern", contrast: "Default High Contrast" };
const LAB = "lambda-api/dev";

async function take(name: string, theme: string): Promise<void> {
  const editor = await LabEditor.start({
    settings: { "workbench.colorTheme": theme, "window.autoDetectHighContrast": false, "pulumiLab.emulator": "ministack" },
    viewport: { width: 1440, height: 900 },
  });
  const { session } = editor;
  const picture = async (view: string): Promise<void> => {
    // The mouse is somewhere, and nobody wants to see what it hovers over.
    await session.page.mouse.move(720, 5);
    await session.screenshot(join(__dirname, `${view}-${name}.png`));
  };
  try {
    await session.openViewContainer("Pulumi Lab");
    await session.tree("Templates").waitForRow("Beginner");
    await editor.deployFirst("Lambda function behind an HTTP API");
    await session.messages.waitForDialog("new resources");
    await session.messages.clickDialogButton("new resources", "Cancel");
    await editor.waitForGraph(LAB, "the preview", (rows) => rows.length > 8);
    await session.runCommand("Notifications: Clear All Notifications");
    await picture("preview");
    await session.runCommand("Pulumi Lab: Deploy to LocalStack");
    await session.messages.clickDialogButton("new resources", "Deploy");
    await session.waitForNotification(`Deployed ${LAB}:`, 120_000);
    await session.runCommand("Notifications: Clear All Notifications");
    await session.tree("Stacks").waitForRow("notes");
    const frame = await editor.graph(LAB);
    await frame.locator("body").press("/");
    await frame.locator("body").press("Escape");
    await session.tree("Stacks").inlineAction("notes", "Show in Graph");
    await eventually("the details", async () => (await frame.getByRole("tab", { name: "Inputs" }).count()) > 0);
    await picture("deployed");
  } finally {
    await editor.dispose();
  }
}

/** The plan and its lessons, as a learner sees them after the first lab. */
async function takePlan(name: string, theme: string): Promise<void> {
  const editor = await LabEditor.start({
    settings: { "workbench.colorTheme": theme, "window.autoDetectHighContrast": false, "pulumiLab.emulator": "ministack", "pulumiLab.confirmDeploy": false, "pulumiLab.openGraphOnOperation": false },
    viewport: { width: 1440, height: 900 },
  });
  const { session } = editor;
  const walkthrough = new Walkthrough(session.page);
  const plan = session.tree("Learning Plan");
  const picture = async (view: string): Promise<void> => {
    await session.runCommand("Notifications: Clear All Notifications");
    await session.page.mouse.move(720, 5);
    await session.screenshot(join(__dirname, `${view}-${name}.png`));
  };
  try {
    await session.openViewContainer("Pulumi Lab");
    for (const view of ["Emulator", "Templates", "Stacks"]) await session.tree(view).close();
    await editor.deployFirst("Static website on S3");
    await session.waitForNotification("Deployed static-website/dev:", 120_000);
    await session.waitForNotification("Verified", 60_000);
    await session.runCommand("View: Close All Editors");
    await plan.inlineAction("Getting Started", "Open Lesson");
    await walkthrough.waitForStep("Getting Started");
    await eventually("items on the page", async () => (await walkthrough.items()).some(({ done }) => done));
    await picture("plan");
    await plan.expand("Phase 2: Intermediate Skills");
    await plan.inlineAction("Resource Dependencies", "Open Lesson");
    await walkthrough.waitForStep("Resource Dependencies");
    await eventually("the lesson", async () => (await walkthrough.items()).length === 4);
    await picture("lesson");
    await plan.inlineAction("Phase 1.5: CDK to Pulumi Transition", "Open Walkthrough");
    await walkthrough.waitForStep("Key Differences to Internalize");
    await eventually("the lesson", async () => (await walkthrough.items()).length === 5);
    await picture("cdk");
    await session.runCommand("Pulumi Lab: Show Progress");
    const page = await session.webview("Learning Progress");
    await page.getByText("of 242 items done").waitFor();
    await picture("progress");
  } finally {
    await editor.dispose();
  }
}

async function main(names: string[]): Promise<void> {
  for (const name of names.length > 0 ? names : Object.keys(THEMES)) {
    const theme = THEMES[name];
    if (!theme) throw new Error(`"${name}" is none of ${Object.keys(THEMES).join(", ")}.`);
    await take(name, theme);
    await takePlan(name, theme);
    console.log(`Took ${name}.`);
  }
}

void main(process.argv.slice(2));
