import type { Locator, Page } from "playwright-core";
import { eventually } from "./eventually";

/** What the editor tells a person: notifications at the bottom right, and modal dialogs. */
export class Messages {
  constructor(private readonly page: Page) {}

  /** The texts of the notifications that can be seen. */
  async notifications(): Promise<string[]> {
    return this.items().locator(".notification-list-item-message").allTextContents();
  }

  /** Waits for a notification that contains `text`, and returns all that it says. */
  async waitForNotification(text: string, patienceMs?: number): Promise<string> {
    let last: string[] = [];
    return eventually(
      () => `a notification with "${text}"; there are: ${JSON.stringify(last)}`,
      async () => {
        last = await this.notifications();
        return last.find((message) => message.includes(text));
      },
      patienceMs,
    );
  }

  /** Presses a button of the notification that contains `text`. */
  async clickNotificationButton(text: string, button: string): Promise<void> {
    await this.waitForNotification(text);
    const item = this.items().filter({ hasText: text }).first();
    await item.hover();
    await item.getByRole("button", { name: button, exact: true }).click();
  }

  async waitForDialog(text: string): Promise<string> {
    return eventually(`a dialog with "${text}"`, async () => {
      const said = await this.dialog().innerText({ timeout: 2000 });
      return said.includes(text) && said;
    });
  }

  async clickDialogButton(text: string, button: string): Promise<void> {
    await this.waitForDialog(text);
    await this.dialog().getByRole("button", { name: button }).first().click();
    await this.dialog().filter({ hasText: text }).waitFor({ state: "hidden" });
  }

  private items(): Locator {
    return this.page.locator(".notifications-toasts, .notifications-center").locator(".notification-list-item:visible");
  }

  private dialog(): Locator {
    return this.page.locator(".monaco-dialog-box");
  }
}
