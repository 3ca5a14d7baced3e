import type { Frame, Locator, Page } from "playwright-core";
import { eventually } from "./eventually";

/** The walkthrough that is open: its steps, and the page of the chosen one. */
export class Walkthrough {
  constructor(private readonly page: Page) {}

  /** Waits until a step is the chosen one. */
  async waitForStep(title: string): Promise<void> {
    await this.page.locator(".getting-started-step.expanded", { hasText: title }).waitFor();
  }

  /** Presses a button of the chosen step, beside its page. */
  async press(button: string): Promise<void> {
    await this.chosen().getByRole("button", { name: button }).first().click();
  }

  /** Whether VS Code shows the chosen step as done. */
  async isDone(): Promise<boolean> {
    return (await this.chosen().locator(".codicon-getting-started-step-checked").count()) > 0;
  }

  /** Follows a link of the page that stands beside the steps. */
  async followLink(text: string): Promise<void> {
    await (await this.frame()).getByRole("link", { name: text, exact: true }).first().click();
  }

  /** The items on the page, by whether they are shown as done. */
  async items(): Promise<{ id: string; done: boolean }[]> {
    const boxes = (await this.frame()).locator("checkbox[checked-on]");
    return boxes.evaluateAll((elements) =>
      elements.map((element) => ({ id: (element.getAttribute("checked-on") ?? "").replace(/^pulumiLab\.done\./, ""), done: element.classList.contains("checked") })),
    );
  }

  private chosen(): Locator {
    return this.page.locator(".getting-started-step.expanded");
  }

  /** The document of the page: the innermost frame, which has no title of its own. */
  private frame(): Promise<Frame> {
    return eventually("the walkthrough's page", async () => {
      for (const frame of this.page.frames()) {
        if (!frame.parentFrame()?.parentFrame()) continue;
        if ((await (await frame.frameElement()).getAttribute("id")) !== "active-frame") continue;
        if ((await frame.locator("checkbox[checked-on]").count()) > 0) return frame;
      }
      return undefined;
    });
  }
}
