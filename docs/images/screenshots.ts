// Takes the pictures of the editor that the README shows: npm run screenshots [light|dark|contrast …]
// Everything in them is real: VS Code with the packaged extension, the emulator, a deployed lab.
import { join } from "node:path";
import { LabEditor } from "../../test/editor/support/labEditor";
import { eventually } from "../../test/editor/support/eventually";

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

async function main(names: string[]): Promise<void> {
  for (const name of names.length > 0 ? names : Object.keys(THEMES)) {
    const theme = THEMES[name];
    if (!theme) throw new Error(`"${name}" is none of ${Object.keys(THEMES).join(", ")}.`);
    await take(name, theme);
    console.log(`Took ${name}.`);
  }
}

void main(process.argv.slice(2));
