import * as vscode from "vscode";
import { deployedStacks, stacksInEmulator } from "../../core/emulator/contents/deployedStacks";
import type { Workspace } from "../../core/engine/workspace";
import { CancelledError, UserError } from "../../core/errors";
import type { StackActivities } from "../../core/explorer/stackActivities";
import { stackTitle } from "../../core/explorer/stackRef";
import { place } from "../../core/lab/installation";
import { COMMANDS } from "../../shared/contributions/ids";
import type { Handlers } from "../commands/registerCommands";
import { withProgress } from "../progress";
import type { EmulatorView } from "../views/emulator/emulatorView";
import type { EmulatorRow } from "../views/emulator/rows";
import type { EmulatorLog } from "./emulatorLog";
import type { EmulatorService } from "./emulatorService";
import { emulatorPage } from "./emulatorPage";

export interface EmulatorCommandServices {
  service: EmulatorService;
  view: EmulatorView;
  emulatorLog: EmulatorLog;
  activities: StackActivities;
  log: vscode.LogOutputChannel;
  /** The workspaces whose stacks may lie in the emulator. */
  workspaces: () => readonly Workspace[] | Promise<readonly Workspace[]>;
}

export function emulatorCommands(services: EmulatorCommandServices): Handlers {
  const { service, view, emulatorLog, log } = services;
  return {
    [COMMANDS.emulatorStart]: async () => {
      const running = await withProgress(vscode.l10n.t("Starting the emulator"), log, (work) => service.start(work));
      vscode.window.setStatusBarMessage(vscode.l10n.t("{0} is ready", place(running)), 5000);
    },
    [COMMANDS.emulatorStop]: async () => {
      requireIdle(services.activities);
      if (await keepsWhatItHolds(services)) await withProgress(vscode.l10n.t("Stopping the emulator"), log, (work) => service.stop(work));
    },
    [COMMANDS.emulatorReset]: () => reset(services),
    [COMMANDS.emulatorLogs]: () => withProgress(vscode.l10n.t("Reading the emulator's log"), log, (work) => emulatorLog.show(work)),
    [COMMANDS.emulatorRefresh]: () => view.refresh(),
    [COMMANDS.emulatorOpen]: async (row?: EmulatorRow) => {
      if (row?.kind === "more") await view.loadMore(row.parent);
      else if (row?.kind === "content" && row.node.ref.kind !== "folder") await view.open(row.node.ref);
    },
    [COMMANDS.emulatorOpenBrowser]: async () => {
      const page = await withProgress(vscode.l10n.t("Looking for the emulator's page"), log, async ({ signal }) => {
        await service.refresh(signal);
        if (!service.running) throw notRunning();
        return emulatorPage(service.running, signal);
      });
      await vscode.env.openExternal(await vscode.env.asExternalUri(vscode.Uri.parse(page, true)));
    },
  };
}

/** Says first which stacks it empties. */
async function reset(services: EmulatorCommandServices): Promise<void> {
  const { service, view, activities, log } = services;
  requireIdle(activities);
  await service.refresh();
  const running = service.running;
  if (!running) throw notRunning();
  const stacks = stacksInEmulator(await deployedStacks(await services.workspaces()), running);
  const detail = [
    ...(stacks.length === 0 ? [vscode.l10n.t("No stack of this window is deployed to it.")] : [vscode.l10n.t("These stacks lose all their resources:"), ...listed(stacks), ""]),
    vscode.l10n.t("Whatever else lies in it is removed as well. Programs and stacks stay, and can be deployed again."),
  ].join("\n");
  const confirm = vscode.l10n.t("Reset Emulator");
  const answer = await vscode.window.showWarningMessage(vscode.l10n.t("Remove everything in {0}?", place(running)), { modal: true, detail }, confirm);
  if (answer !== confirm) throw new CancelledError();
  // Somebody may have begun to deploy while the question stood.
  requireIdle(activities);
  await withProgress(vscode.l10n.t("Emptying {0}", place(running)), log, (work) => service.reset(work));
  view.contentsChanged();
}

/** Asks before a stop that loses stacks. False when the person would rather not. */
async function keepsWhatItHolds({ service, workspaces }: EmulatorCommandServices): Promise<boolean> {
  await service.refresh();
  const running = service.running;
  if (!running || running.persistent) return true;
  const stacks = stacksInEmulator(await deployedStacks(await workspaces()), running);
  if (stacks.length === 0) return true;
  const detail = [vscode.l10n.t("What it holds is lost when it stops. These stacks lose all their resources:"), ...listed(stacks)].join("\n");
  const confirm = vscode.l10n.t("Stop Emulator");
  return (await vscode.window.showWarningMessage(vscode.l10n.t("Stop {0}?", place(running)), { modal: true, detail }, confirm)) === confirm;
}

/** So many names fit into a question. */
const LISTED = 12;

function listed(stacks: readonly string[]): string[] {
  const names = stacks.slice(0, LISTED).map((title) => `• ${title}`);
  return stacks.length > LISTED ? [...names, vscode.l10n.t("… and {0} more", stacks.length - LISTED)] : names;
}

function requireIdle(activities: StackActivities): void {
  const [busy] = activities.active();
  if (!busy) return;
  throw new UserError(
    "stack-busy",
    vscode.l10n.t("{0} is busy: {1}.", stackTitle(busy.ref), busy.message),
    vscode.l10n.t("Wait for the operation to end, or cancel it first."),
  );
}

function notRunning(): UserError {
  return new UserError("emulator-not-running", vscode.l10n.t("No emulator runs."), vscode.l10n.t("Start one first."));
}
