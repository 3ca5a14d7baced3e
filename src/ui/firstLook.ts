import * as vscode from "vscode";
import { takeOpenRequest } from "../core/lab/openRequest";
import { VIEWS } from "../shared/contributions/ids";
import type { Services } from "./services";
import type { ToolsWatch } from "./setup/installTools";
import type { ProjectModel } from "./views/stacks/stackModel";

/** What commands and views depend on; nobody waits for it. */
export function firstLook(made: Services, tools: ToolsWatch): void {
  const { stacks, emulator } = made;
  void stacks.model.ensure().then((projects) => showWhatWasAskedFor(made, projects));
  emulator.refreshQuietly();
  void tools.look();
}

/** Whoever opened the window from outside may have left word what to show in it. */
async function showWhatWasAskedFor({ graphs, stacks }: Services, projects: readonly ProjectModel[]): Promise<void> {
  for (const { place } of projects) {
    const asked = place && (await takeOpenRequest(place.workspace));
    if (!asked) continue;
    await vscode.commands.executeCommand(`${VIEWS.stacks}.focus`);
    await graphs.show(asked);
    await stacks.reveal(asked);
    return;
  }
}

