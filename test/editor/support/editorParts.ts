import type { Frame, Page } from "playwright-core";
import { eventually } from "./eventually";

/** The titles of the open editors, in the order of their tabs. */
export async function editorTitles(page: Page): Promise<string[]> {
  // A file's ending may stand in an element of its own.
  const titles = await page
    .locator(".editor-group-container .tabs-container .tab")
    .evaluateAll((tabs) => tabs.map((tab) => [".label-name", ".label-suffix"].map((part) => tab.querySelector(part)?.textContent ?? "").join("")));
  return titles.map((title) => title.trim());
}

export async function waitForEditor(page: Page, title: string): Promise<void> {
  let last: string[] = [];
  await eventually(
    () => `the editor "${title}"; open are: ${last.join(", ") || "none"}`,
    async () => (last = await editorTitles(page)).includes(title),
  );
}

/** The text of the active text editor, as far as it is in sight. */
export async function editorText(page: Page): Promise<string> {
  const lines = page.locator(".editor-group-container.active .monaco-editor .view-lines").first();
  const texts = await lines.locator(".view-line").evaluateAll((elements) =>
    elements
      .map((element) => ({ top: parseFloat(/top: ?([\d.]+)px/.exec(element.getAttribute("style") ?? "")?.[1] ?? "0"), text: element.textContent ?? "" }))
      .sort((left, right) => left.top - right.top),
  );
  return texts.map(({ text }) => text.replaceAll("\u00a0", " ")).join("\n");
}

/** The items of the status bar: what a screen reader says of them, or their text. */
export async function statusBarTexts(page: Page): Promise<string[]> {
  return page.locator(".statusbar .statusbar-item:visible").evaluateAll((items) =>
    items.map((item) => (item.getAttribute("aria-label") || item.textContent || "").replaceAll("\u00a0", " ").trim()).filter((text) => text !== ""),
  );
}

/** The rows of the list of problems, which has to be open ("Problems: Focus on Problems View"). */
export async function problemTexts(page: Page): Promise<string[]> {
  return page.locator(".markers-panel .monaco-list-row").evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label") ?? row.textContent ?? ""));
}

/** The document of a web view, by the title of its panel: the innermost of three frames. */
export async function webviewFrame(page: Page, title: string): Promise<Frame> {
  let last: string[] = [];
  return eventually(
    () => `the web view "${title}"; there are: ${last.join(", ") || "none"}`,
    async () => {
      last = [];
      for (const frame of page.frames()) {
        if (!frame.parentFrame()?.parentFrame()) continue;
        const element = await frame.frameElement();
        const [id, name] = await Promise.all([element.getAttribute("id"), element.getAttribute("title")]);
        // One whose content is being replaced is called `pending-frame`.
        if (id !== "active-frame") continue;
        last.push(name ?? "");
        if (name === title) return frame;
      }
      return undefined;
    },
  );
}
