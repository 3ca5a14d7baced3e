import { basename, join } from "node:path";
import * as vscode from "vscode";
import { checkStackName } from "../../../core/engine/project";
import { exportState, importState, newStack, removeStack, renameStack } from "../../../core/engine/stackAdmin";
import type { StackSession } from "../../../core/engine/stackSession";
import { CancelledError, UserError } from "../../../core/errors";
import { type StackRef, stackTitle } from "../../../core/explorer/stackRef";
import type { WorkContext } from "../../../core/lab/installation";
import { COMMANDS } from "../../../shared/contributions/ids";
import type { Handlers } from "../../commands/registerCommands";
import { withProgress } from "../../progress";
import { setConfigValue } from "./configInput";
import type { ProjectModel } from "./stackModel";
import { showOutputs } from "./outputsPick";
import type { StacksView } from "./stacksView";

export interface StackCommandServices {
  log: vscode.LogOutputChannel;
  view: Pick<StacksView, "model" | "shown" | "refresh" | "reveal">;
  /** The stack that a command is about; undefined when the person changed their mind. */
  choose: (item?: unknown) => Promise<StackRef | undefined>;
  session: (ref: StackRef, work: WorkContext) => Promise<StackSession>;
  /** Makes a stack the one that commands are about. */
  remember: (ref: StackRef) => Promise<void>;
  isRunning: (ref: StackRef) => boolean;
  /** Whatever this window knows of a stack from operations is old: its state was taken away or replaced. */
  forget: (ref: StackRef) => void;
}

export function stackCommands(services: StackCommandServices): Handlers {
  const on =
    (act: (services: StackCommandServices, ref: StackRef) => Promise<void>) =>
    async (item?: unknown): Promise<void> => {
      const ref = await services.choose(item);
      if (ref) await act(services, ref);
    };
  return {
    [COMMANDS.newStack]: (item?: unknown) => makeStack(services, item),
    [COMMANDS.renameStack]: on(rename),
    [COMMANDS.removeStack]: on(remove),
    [COMMANDS.exportState]: on(exportTo),
    [COMMANDS.importState]: on(importFrom),
    [COMMANDS.setConfig]: on((all, ref) => setConfigValue(all, ref, false)),
    [COMMANDS.setSecret]: on((all, ref) => setConfigValue(all, ref, true)),
    [COMMANDS.showOutputs]: on(showOutputs),
  };
}

async function makeStack(services: StackCommandServices, item: unknown): Promise<void> {
  const project = await chooseProject(services, item);
  if (!project) return;
  const taken = project.stacks.filter((stack) => stack.exists).map((stack) => stack.ref.stack);
  const stack = await askName(vscode.l10n.t("New stack of {0}", project.found.name), taken, taken.length === 0 ? "dev" : "");
  if (!stack) return;
  const ref: StackRef = { projectDir: project.found.dir, project: project.found.name, stack };
  await withProgress(vscode.l10n.t("Making {0}", stackTitle(ref)), services.log, async (work) => newStack(await services.session(ref, work), work.signal));
  await services.remember(ref);
  await services.view.refresh();
  await services.view.reveal(ref);
}

async function chooseProject({ view }: StackCommandServices, item: unknown): Promise<ProjectModel | undefined> {
  const usable = (await view.model.ensure()).filter((project) => project.found.project !== undefined);
  const carried = item as { projectDir?: string; ref?: StackRef } | undefined;
  const given = carried?.projectDir ?? carried?.ref?.projectDir;
  const named = usable.find((project) => project.found.dir === given);
  if (named) return named;
  if (usable.length <= 1) return usable[0];
  const items = usable.map((project) => ({ label: project.found.name, description: project.path, project }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t("Which project?") }))?.project;
}

function askName(title: string, taken: readonly string[], value: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title,
    value,
    prompt: vscode.l10n.t("A name such as dev, test or prod"),
    validateInput: (name) => {
      if (taken.includes(name)) return vscode.l10n.t("There is a stack of this name already.");
      try {
        checkStackName(name);
        return undefined;
      } catch (error) {
        return error instanceof UserError ? (error.hint ?? error.message) : String(error);
      }
    },
  });
}

async function rename(services: StackCommandServices, ref: StackRef): Promise<void> {
  requireIdle(services, ref);
  const taken = services.view.model.stacks.filter((stack) => stack.ref.projectDir === ref.projectDir).map((stack) => stack.ref.stack);
  const name = await askName(vscode.l10n.t("New name of {0}", stackTitle(ref)), taken, ref.stack);
  if (!name) return;
  await withProgress(vscode.l10n.t("Renaming {0}", stackTitle(ref)), services.log, async (work) => renameStack(await services.session(ref, work), name, work.signal));
  services.forget(ref);
  const renamed = { ...ref, stack: name };
  await services.remember(renamed);
  await services.view.refresh();
  await services.view.reveal(renamed);
}

async function remove(services: StackCommandServices, ref: StackRef): Promise<void> {
  requireIdle(services, ref);
  const count = services.view.model.find(ref)?.resourceCount ?? 0;
  const button = vscode.l10n.t("Remove");
  const detail =
    count > 0
      ? vscode.l10n.t("It still holds {0} resources. They stay in the emulator, and no stack knows of them any more. Destroy the stack first to delete them.", count)
      : vscode.l10n.t("Its state is deleted. The program and the stack's configuration file stay.");
  const chosen = await vscode.window.showWarningMessage(vscode.l10n.t("Remove the stack {0}?", stackTitle(ref)), { modal: true, detail }, button);
  if (chosen !== button) throw new CancelledError();
  await withProgress(vscode.l10n.t("Removing {0}", stackTitle(ref)), services.log, async (work) =>
    // Resources that came since the question are not given up unasked.
    removeStack(await services.session(ref, work), { force: count > 0, signal: work.signal }),
  );
  services.forget(ref);
  await services.view.refresh();
}

const STATE_FILES = { JSON: ["json"] };

async function exportTo(services: StackCommandServices, ref: StackRef): Promise<void> {
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t("Export the state of {0}", stackTitle(ref)),
    defaultUri: vscode.Uri.file(join(ref.projectDir, `${ref.project}-${ref.stack}-state.json`)),
    filters: STATE_FILES,
  });
  if (!target) return;
  await withProgress(vscode.l10n.t("Exporting the state of {0}", stackTitle(ref)), services.log, async (work) =>
    exportState(await services.session(ref, work), target.fsPath, work.signal),
  );
  const open = vscode.l10n.t("Open");
  // Not awaited: the command is over, though its message may stand for long.
  void vscode.window.showInformationMessage(vscode.l10n.t("Wrote {0}. Secrets in it are encrypted.", basename(target.fsPath)), open).then((chosen) => {
    if (chosen === open) void vscode.commands.executeCommand("vscode.open", target);
  });
}

async function importFrom(services: StackCommandServices, ref: StackRef): Promise<void> {
  requireIdle(services, ref);
  const [source] = (await vscode.window.showOpenDialog({ title: vscode.l10n.t("Import a state into {0}", stackTitle(ref)), filters: STATE_FILES, defaultUri: vscode.Uri.file(ref.projectDir) })) ?? [];
  if (!source) return;
  const button = vscode.l10n.t("Import");
  const detail = vscode.l10n.t("The stack's own state is replaced. What lies in the emulator stays as it is.");
  const question = vscode.l10n.t("Import {0} into {1}?", basename(source.fsPath), stackTitle(ref));
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) !== button) return;
  await withProgress(vscode.l10n.t("Importing a state into {0}", stackTitle(ref)), services.log, async (work) =>
    importState(await services.session(ref, work), source.fsPath, work.signal),
  );
  services.forget(ref);
  await services.view.refresh();
}

function requireIdle({ isRunning }: StackCommandServices, ref: StackRef): void {
  if (!isRunning(ref)) return;
  throw new UserError("stack-busy", vscode.l10n.t("{0} is busy with another operation.", stackTitle(ref)), vscode.l10n.t("Wait for it to end, or cancel it first."));
}
