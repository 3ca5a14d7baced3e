import * as vscode from "vscode";
import { stepId } from "../../shared/contributions/walkthroughs";
import { doneContext, type Plan } from "../../shared/learning/plan";
import { doneIds } from "../../shared/learning/progress";

/**
 * Keeps a context for each part of the plan that is done: walkthrough pages show their boxes by it, and their steps
 * complete by it. VS Code remembers a completed step for the whole profile and takes no tick back by a context, so steps
 * of sections that are not done in this workspace are taken back by a command of its own.
 */
export class DoneContexts {
  private set = new Set<string>();
  private open: Set<string> | undefined;

  /** @param extensionId publisher.name */
  constructor(private readonly extensionId: string) {}

  update(plan: Plan): void {
    const now = doneIds(plan);
    for (const id of now) if (!this.set.has(id)) this.tell(id, true);
    for (const id of this.set) if (!now.has(id)) this.tell(id, false);
    const open = new Set(plan.groups.flatMap(({ sections }) => sections).filter(({ id, items }) => items.length > 0 && !now.has(id)).map(({ id }) => id));
    for (const id of open) if (!this.open?.has(id)) void this.takeBack(id);
    this.set = now;
    this.open = open;
  }

  private tell(id: string, done: boolean): void {
    void vscode.commands.executeCommand("setContext", doneContext(id), done || undefined);
  }

  /** The command is VS Code's own and not promised to stay: without it the page's boxes still tell the truth. */
  private async takeBack(section: string): Promise<void> {
    const [group] = section.split("/");
    await vscode.commands.executeCommand("welcome.markStepIncomplete", `${this.extensionId}#${group}#${stepId(section)}`).then(undefined, () => undefined);
  }
}
