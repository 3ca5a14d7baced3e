import * as vscode from "vscode";
import { doneContext, type Plan } from "../../shared/learning/plan";
import { doneIds } from "../../shared/learning/progress";

/**
 * Keeps a context for each part of the plan that is done: walkthrough pages show their boxes by it, and their steps
 * complete by it. VS Code never takes a step's tick back; the boxes on its page tell the truth.
 */
export class DoneContexts {
  private set = new Set<string>();

  update(plan: Plan): void {
    const now = doneIds(plan);
    for (const id of now) if (!this.set.has(id)) this.tell(id, true);
    for (const id of this.set) if (!now.has(id)) this.tell(id, false);
    this.set = now;
  }

  private tell(id: string, done: boolean): void {
    void vscode.commands.executeCommand("setContext", doneContext(id), done || undefined);
  }
}
