import * as vscode from "vscode";
import { CancelledError, errorMessage, UserError } from "../core/errors";
import { COMMANDS } from "../shared/contributions/ids";

/** What to do next, where core's own hint speaks of the command line. */
const HINTS: Record<string, () => string> = {
  "no-project": () => vscode.l10n.t("Make a lab from a template, or open the folder of a Pulumi project."),
  "no-stack": () => vscode.l10n.t("Deploy it first, or select another stack."),
  "provider-mixed": () => vscode.l10n.t("Destroy the stack first, or use another one."),
  "dependencies-missing": () => vscode.l10n.t('Run "Pulumi Lab: Install Packages".'),
  "provider-failed": () => vscode.l10n.t('Run "Pulumi Lab: Check My Setup".'),
  "emulator-start-failed": () => vscode.l10n.t("Its log says more: Show Emulator Logs."),
  "emulator-died": () => vscode.l10n.t('Run "Pulumi Lab: Start Emulator", then deploy again.'),
  "emulator-not-running": () => vscode.l10n.t('Start it, or set "pulumiLab.emulator" to auto.'),
};

/** An error's message and what to do next, for a notification. */
export function describeError(error: { code?: string; message: string; hint?: string }): string {
  const hint = (error.code && HINTS[error.code]?.()) || error.hint;
  return hint ? `${error.message} ${hint}` : error.message;
}

/**
 * Shows a failure once, with a way to the log. A cancelled operation is nothing to be told about; what is not a
 * UserError is a bug of ours, and says so.
 */
export async function showError(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  if (error instanceof CancelledError || error instanceof vscode.CancellationError) return;
  const showLog = vscode.l10n.t("Show Log");
  if (error instanceof UserError) {
    log.error(`${error.code}: ${error.message}${error.hint ? `\n${error.hint}` : ""}`);
    const chosen = await vscode.window.showErrorMessage(describeError(error), showLog);
    if (chosen === showLog) log.show();
    return;
  }
  log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const chosen = await vscode.window.showErrorMessage(vscode.l10n.t("A bug in Pulumi Learning Lab: {0}", errorMessage(error)), showLog);
  if (chosen === showLog) await vscode.commands.executeCommand(COMMANDS.showLog);
}
