import type { Locator, Page } from "playwright-core";
import { eventually } from "./eventually";

export interface QuickPickRow {
  label: string;
  description: string;
  /** What a screen reader says: label, description and detail. */
  ariaLabel: string;
}

/** The box at the top of the window: command palette, quick picks and input boxes. */
export class QuickInput {
  private readonly widget: Locator;
  private readonly input: Locator;

  constructor(private readonly page: Page) {
    this.widget = page.locator(".quick-input-widget");
    this.input = this.widget.locator("input.input");
  }

  /**
   * Runs a command through the palette, by its title with its category ("View: Toggle Terminal"). Waits for the
   * command to be offered: extensions and context keys come when they come.
   */
  async runCommand(title: string): Promise<void> {
    await eventually(
      `the command "${title}" in the palette`,
      async () => {
        if (!(await this.isOpen())) await this.page.keyboard.press("F1");
        await this.input.waitFor({ state: "visible", timeout: 5000 });
        await this.input.fill(`>${title}`, { timeout: 5000 });
        // The palette filters a moment after typing, and knows only the commands of when it was opened.
        const row = this.exactRow(title);
        const offered = await row.waitFor({ timeout: 2000 }).then(
          () => true,
          () => false,
        );
        if (!offered) {
          await this.cancel();
          return false;
        }
        await row.click({ timeout: 5000 });
        return true;
      },
    );
  }

  /** The titles of the commands that the palette offers for a text. */
  async commandsFor(text: string): Promise<string[]> {
    await this.page.keyboard.press("F1");
    await this.input.waitFor();
    await this.input.fill(`>${text}`);
    await this.widget.locator(".monaco-list-row").first().waitFor();
    const rows = await this.rows();
    await this.cancel();
    return rows.map(({ label }) => label);
  }

  /** Waits until the box asks something that contains `text`: in its title, placeholder or message. */
  async waitFor(text: string): Promise<void> {
    await eventually(
      `a question with "${text}"`,
      async () => (await this.isOpen()) && (await this.words()).includes(text),
    );
  }

  async type(text: string): Promise<void> {
    await this.input.fill(text);
  }

  async value(): Promise<string> {
    return this.input.inputValue();
  }

  /** What is said below the box: the prompt, or why a value is refused. */
  async message(): Promise<string> {
    return (await this.widget.locator(".quick-input-message").textContent()) ?? "";
  }

  async accept(): Promise<void> {
    await this.input.press("Enter");
  }

  async cancel(): Promise<void> {
    await this.page.keyboard.press("Escape");
    await this.widget.waitFor({ state: "hidden" });
  }

  async rows(): Promise<QuickPickRow[]> {
    return this.widget.locator(".monaco-list-row:visible").evaluateAll((rows) =>
      rows.map((row) => ({
        label: row.querySelector(".label-name")?.textContent ?? "",
        description: row.querySelector(".label-description")?.textContent ?? "",
        ariaLabel: row.getAttribute("aria-label") ?? "",
      })),
    );
  }

  /** Chooses the row with this label, when it is there. */
  async pick(label: string): Promise<void> {
    await eventually(`the choice "${label}"`, async () => {
      await this.exactRow(label).click({ timeout: 2000 });
      return true;
    });
  }

  async isOpen(): Promise<boolean> {
    return this.widget.isVisible();
  }

  private exactRow(label: string): Locator {
    const name = this.page.locator(".label-name", { hasText: new RegExp(`^\\s*${escape(label)}\\s*$`) });
    return this.widget.locator(".monaco-list-row", { has: name }).first();
  }

  private async words(): Promise<string> {
    const title = await this.widget.locator(".quick-input-title").textContent();
    return [title, await this.input.getAttribute("placeholder"), await this.message()].join("\n");
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
