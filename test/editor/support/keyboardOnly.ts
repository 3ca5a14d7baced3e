import { basename } from "node:path";
import type { EditorSession } from "./editorSession";
import { eventually } from "./eventually";

declare global {
  // What the guard has seen, in the document of each frame.
  var pointerWasUsed: boolean | undefined;
}

/** Notes that a pointer was used, in whatever frame it was. Runs in the page. */
const GUARD = `addEventListener("pointerdown", () => (globalThis.pointerWasUsed = true), true);`;

/** A person without a mouse: keys alone, and what is focused. */
export class KeyboardOnly {
  private constructor(private readonly session: EditorSession) {}

  static async at(session: EditorSession): Promise<KeyboardOnly> {
    await session.page.addInitScript(GUARD);
    await session.page.evaluate(GUARD);
    return new KeyboardOnly(session);
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.session.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.session.page.keyboard.type(text);
  }

  /** Runs a command through the palette, once it is the one that Enter would run. */
  async runCommand(title: string): Promise<void> {
    await eventually(`the command "${title}" in the palette`, async () => {
      await this.press("F1");
      await this.session.page.locator(".quick-input-widget input.input").waitFor({ timeout: 5000 });
      await this.type(title);
      try {
        await this.focusedChoice(title, 3000);
      } catch {
        await this.session.quickInput.cancel();
        return false;
      }
      await this.press("Enter");
      return true;
    });
  }

  /** Narrows the choices down to this one, and takes it. */
  async choose(label: string): Promise<void> {
    await this.type(label);
    await this.focusedChoice(label);
    await this.press("Enter");
  }

  /** Goes down the view that has the focus, from its first row to this one; unfolds what it passes by. At the end it begins anew. */
  async goDownTo(view: string, text: string): Promise<void> {
    const pane = this.session.page.locator(".pane", { has: this.session.page.locator(`.pane-header[aria-label^="${view}"]`) });
    const tree = pane.locator(".monaco-list:focus");
    await tree.waitFor();
    await this.press("Home");
    const row = tree.locator(".monaco-list-row.focused");
    // A tree that was never in use has no row with the focus yet.
    const name = async () => ((await row.count()) === 0 ? "" : ((await row.locator(".label-name").first().textContent({ timeout: 1000 })) ?? ""));
    let last = "";
    await eventually(
      () => `the row "${text}" below; "${last}" has the focus`,
      async () => {
        last = await name();
        if (last === text) return true;
        const folded = last !== "" && (await row.getAttribute("aria-expanded")) === "false";
        await this.press(folded ? "ArrowRight" : "ArrowDown");
        if (!folded && last !== "" && (await name()) === last) await this.press("Home");
        return false;
      },
    );
  }

  /** What the focused element of the window is called, in its innermost frame. */
  async focused(): Promise<string> {
    return this.session.page.evaluate<string>("document.activeElement?.textContent?.trim() ?? ''");
  }

  /** Whether a pointer was used in any frame. Names the frames. */
  async pointerUses(): Promise<string[]> {
    const uses = await Promise.all(
      this.session.page.frames().map(async (frame) => ((await frame.evaluate(() => globalThis.pointerWasUsed)) ? [basename(frame.url())] : [])),
    );
    return uses.flat();
  }

  private async focusedChoice(label: string, timeout?: number): Promise<void> {
    const name = new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*$`);
    const row = this.session.page.locator(".quick-input-widget .monaco-list-row.focused .label-name", { hasText: name });
    await row.first().waitFor(timeout === undefined ? {} : { timeout });
  }
}
