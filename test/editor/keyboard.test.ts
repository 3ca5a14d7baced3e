import assert from "node:assert/strict";
import { join } from "node:path";
import { eventually } from "./support/eventually";
import { GraphPage } from "./support/graphPage";
import { KeyboardOnly } from "./support/keyboardOnly";
import { LabEditor } from "./support/labEditor";

const title = "static-website/dev";

describe("the keyboard alone", function () {
  this.timeout(400_000);

  it("leads from an empty folder to a deployed lab, through its graph and its tree, to the source", async () => {
    const editor = await LabEditor.start({ settings: { "pulumiLab.emulator": "ministack" } });
    const { session } = editor;
    try {
      const keys = await KeyboardOnly.at(session);
      await keys.runCommand("Pulumi Lab: Deploy to LocalStack");
      await session.quickInput.waitFor("What do you want to build?");
      await keys.choose("Static website on S3");
      await session.quickInput.waitFor("project name");
      await keys.press("Enter");
      await editor.waitForGraph(title, "what the preview has planned", (rows) => rows.some((row) => row.startsWith("site")), 120_000);
      await session.messages.waitForDialog("new resources to MiniStack on 127.0.0.1:");
      await eventually("the dialog's first button to have the focus", async () => (await keys.focused()) === "Deploy");
      await keys.press("Enter");
      await session.waitForNotification(`Deployed ${title}:`, 120_000);

      await keys.runCommand("Pulumi Lab: Show Resource Graph");
      const page = await GraphPage.of(editor, title);
      await page.arranged();
      // The panel has the focus: a slash searches at once.
      await keys.press("/");
      await keys.type("site");
      await page.frame.locator(".found", { hasText: "found" }).waitFor();
      await keys.press("Enter");
      await page.waitForSelected("site");
      await keys.press("Escape");
      assert.equal(await page.search.inputValue(), "");
      await keys.press("ArrowUp");
      const above = await eventually("another resource along an edge", async () => {
        const name = await page.selected();
        return name !== "site" && name;
      });
      const needs = await page.frame.locator("table tbody tr[aria-current=true] td").last().textContent();
      assert.match(needs ?? "", /\bsite\b/, `${above} needs the bucket`);
      await keys.press("ArrowDown");
      await page.waitForSelected("site");
      await keys.press("Enter");
      await page.details.getByRole("heading", { name: "site", exact: true }).waitFor();
      await keys.press("ArrowRight", "ArrowRight");
      await page.details.getByText("arn:aws:s3:::site").first().waitFor();
      await keys.press("Escape");
      await page.details.waitFor({ state: "hidden" });
      await keys.press("Escape");
      await eventually("nothing to be selected", async () => (await page.selected()) === undefined);

      await keys.runCommand("Pulumi Lab: Focus on Stacks View");
      await keys.goDownTo("Stacks", "site");
      await keys.press("Shift+F10");
      await session.page.locator(".monaco-menu").getByText("Go to Source", { exact: true }).waitFor();
      const entry = session.page.locator(".monaco-menu .action-item.focused", { hasText: "Go to Source" });
      await eventually("the menu's entry to have the focus", async () => {
        if (await entry.isVisible()) return true;
        await keys.press("ArrowDown");
        return false;
      });
      await keys.press("Enter");
      await eventually("the bucket's line", async () => (await session.editorText()).includes('new aws.s3.Bucket("site")'));

      assert.deepEqual(await keys.pointerUses(), []);
      assert.deepEqual(session.cspViolations, []);
      // The editor's own sign-in gives up after a while on a slow machine; nothing of ours asks for it.
      assert.deepEqual(session.consoleErrors.filter(({ text }) => !text.includes("authentication provider 'github'")), []);
    } catch (error) {
      if (process.env.PULUMI_LAB_TEST_SHOTS) await session.screenshot(join(process.env.PULUMI_LAB_TEST_SHOTS, "keyboard.png"));
      throw error;
    } finally {
      await editor.dispose();
    }
  });
});
