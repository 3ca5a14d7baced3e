import type { Locator, Page } from "playwright-core";
import { eventually } from "./eventually";

export interface TreeRow {
  text: string;
  description: string;
  /** From 1. */
  level: number;
  ariaLabel: string;
  /** Undefined for one without children. */
  expanded?: boolean;
}

/** Opens a view container of the activity bar by its title, unless it is open. */
export async function openViewContainer(page: Page, title: string): Promise<void> {
  const item = page.locator(".activitybar .action-item", { has: page.locator(`.action-label[aria-label^="${title}"]`) }).first();
  await item.waitFor();
  await eventually(`the view container ${title}`, async () => {
    if (await item.evaluate((element) => element.classList.contains("checked"))) return true;
    await item.click({ timeout: 2000 });
    return false;
  });
}

/** A tree view of the side bar, by its title. Rows are those that are in sight. */
export class TreeView {
  private readonly pane: Locator;

  constructor(
    private readonly page: Page,
    readonly title: string,
  ) {
    this.pane = page.locator(".pane", { has: page.locator(`.pane-header[aria-label^="${title}"]`) });
  }

  /** Unfolds the whole view. */
  async open(): Promise<void> {
    const header = this.pane.locator(".pane-header");
    await header.waitFor({ state: "attached" });
    if ((await header.getAttribute("aria-expanded")) === "false") await header.click();
  }

  /** Folds the whole view: the others get its room. */
  async close(): Promise<void> {
    const header = this.pane.locator(".pane-header");
    await header.waitFor({ state: "attached" });
    if ((await header.getAttribute("aria-expanded")) === "true") await header.click();
  }

  async rows(): Promise<TreeRow[]> {
    const rows = await this.pane.locator(".monaco-list-row[role=treeitem]").evaluateAll((elements) =>
      elements
        .map((element) => ({
          index: Number(element.getAttribute("data-index")),
          text: element.querySelector(".label-name")?.textContent ?? "",
          description: element.querySelector(".label-description")?.textContent ?? "",
          level: Number(element.getAttribute("aria-level")),
          ariaLabel: element.getAttribute("aria-label") ?? "",
          expanded: element.getAttribute("aria-expanded"),
        }))
        .sort((left, right) => left.index - right.index),
    );
    return rows.map(({ index: _, expanded, ...row }) => (expanded === null ? row : { ...row, expanded: expanded === "true" }));
  }

  /** Waits for a row with this text. */
  async waitForRow(text: string): Promise<TreeRow> {
    return this.waitForRows((rows) => rows.find((row) => row.text === text), `the row "${text}" in ${this.title}`);
  }

  /** Waits until the rows are what `look` wants to see. */
  async waitForRows<T>(look: (rows: TreeRow[]) => T | undefined | false, what = `the rows of ${this.title}`): Promise<T> {
    let last: TreeRow[] = [];
    const describe = () => `${what}; there are: ${last.map(({ text, description }) => `${text} ${description}`.trim()).join(", ") || "none"}`;
    return eventually(describe, async () => look((last = await this.rows())));
  }

  async expand(text: string): Promise<void> {
    await this.fold(text, true);
  }

  async collapse(text: string): Promise<void> {
    await this.fold(text, false);
  }

  async select(text: string): Promise<void> {
    await this.waitForRow(text);
    await this.row(text).click();
  }

  /** Ticks or unticks the row's box. */
  async toggle(text: string): Promise<void> {
    await this.waitForRow(text);
    await this.row(text).locator(".custom-view-tree-node-item-checkbox").click();
  }

  /** Chooses an entry of the row's context menu. */
  async contextAction(text: string, action: string): Promise<void> {
    await this.openContextMenu(text);
    const menu = this.page.locator(".monaco-menu").first();
    await this.menuItem(action).waitFor();
    // A menu that has just opened lets clicks pass for a moment.
    await eventually(`the menu's "${action}" to be taken`, async () => {
      if (!(await menu.isVisible())) return true;
      await this.menuItem(action).click({ timeout: 2000 });
      return false;
    });
  }

  /** The entries of the row's context menu. */
  async contextActions(text: string): Promise<string[]> {
    await this.openContextMenu(text);
    const names = await this.page.locator(".monaco-menu .action-item .action-label:visible").allTextContents();
    await this.page.keyboard.press("Escape");
    return names.filter((name) => name !== "");
  }

  /** Presses a button on the row itself. */
  async inlineAction(text: string, action: string): Promise<void> {
    await this.waitForRow(text);
    await this.row(text).hover();
    await this.row(text).locator(`.actions .action-label[aria-label^="${action}"]`).click();
  }

  /** Presses a button on the view's title. */
  async titleAction(action: string): Promise<void> {
    await this.pane.locator(".pane-header").hover();
    await this.pane.locator(`.pane-header .action-label[aria-label^="${action}"]`).click();
  }

  /** What the view says while it is empty. */
  async welcome(): Promise<string> {
    const welcome = this.pane.locator(".welcome-view-content");
    return (await welcome.isVisible()) ? welcome.innerText() : "";
  }

  async clickWelcome(button: string): Promise<void> {
    await this.pane.locator(".welcome-view-content").getByText(button, { exact: true }).click();
  }

  private row(text: string): Locator {
    // Texts are compared whole: "web" is not "web-site".
    const exact = new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
    return this.pane.locator(".monaco-list-row[role=treeitem]", { has: this.page.locator(".label-name", { hasText: exact }) }).first();
  }

  private async fold(text: string, open: boolean): Promise<void> {
    await eventually(`"${text}" to ${open ? "unfold" : "fold"}`, async () => {
      const row = await this.waitForRow(text);
      if (row.expanded === open) return true;
      await this.row(text).locator(".monaco-tl-twistie").click({ timeout: 2000 });
      return false;
    });
  }

  private async openContextMenu(text: string): Promise<void> {
    await this.waitForRow(text);
    await this.row(text).click({ button: "right" });
    await this.page.locator(".monaco-menu").first().waitFor();
  }

  private menuItem(action: string): Locator {
    return this.page.locator(".monaco-menu .action-item", { has: this.page.getByText(action, { exact: true }) }).first();
  }
}
