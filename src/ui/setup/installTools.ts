import * as vscode from "vscode";
import { CancelledError, UserError } from "../../core/errors";
import type { Installation } from "../../core/lab/installation";
import { findTools, provision } from "../../core/provision/provision";
import { COMMANDS, CONTEXTS } from "../../shared/contributions/ids";
import type { Handlers } from "../commands/registerCommands";
import { withProgress } from "../progress";

export interface InstallServices {
  installation: Installation;
  log: vscode.LogOutputChannel;
}

/** Whether something that deployments need is not here yet. It looks, and installs nothing. */
export async function toolsMissing(installation: Installation, signal?: AbortSignal): Promise<boolean> {
  const { node, pulumi, ministack } = await findTools(installation.provisioning({ signal }));
  return !node || !pulumi.found || !ministack;
}

/** Looks, and sets the context key that the welcome content waits for. */
export async function tellToolsMissing(installation: Installation, signal?: AbortSignal): Promise<void> {
  await vscode.commands.executeCommand("setContext", CONTEXTS.toolsMissing, await toolsMissing(installation, signal));
}

export function installCommands(services: InstallServices): Handlers {
  return { [COMMANDS.installTools]: () => installTools(services) };
}

/** Everything that labs need, with one progress; what fails is told with the smallest step that helps. */
async function installTools(services: InstallServices): Promise<void> {
  const { installation, log } = services;
  try {
    await withProgress(vscode.l10n.t("Installing the lab's tools"), log, (work) =>
      provision({ ...installation.provisioning(work), want: ["node", "pulumi", "ministack", "labs"] }),
    );
  } catch (error) {
    if (!(error instanceof UserError) || error instanceof CancelledError) throw error;
    log.error(`${error.code}: ${error.message}`);
    await tellFailure(services, error);
    return;
  } finally {
    await tellToolsMissing(installation);
  }
  void vscode.window.showInformationMessage(vscode.l10n.t("Everything that labs need is installed. They work without a network now."));
}

async function tellFailure(services: InstallServices, { message, hint }: UserError): Promise<void> {
  const again = vscode.l10n.t("Try Again");
  const check = vscode.l10n.t("Check My Setup");
  // The step that helps first: it is what the person came for.
  const answer = await vscode.window.showErrorMessage(hint ?? message, { modal: true, detail: hint && message }, again, check);
  if (answer === again) await installTools(services);
  if (answer === check) await vscode.commands.executeCommand(COMMANDS.doctor);
}
