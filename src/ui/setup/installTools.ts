import * as vscode from "vscode";
import { CancelledError, UserError } from "../../core/errors";
import type { Installation } from "../../core/lab/installation";
import { findTools, provision } from "../../core/provision/provision";
import { COMMANDS, CONTEXTS, PREFIX, SETTINGS } from "../../shared/contributions/ids";
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

/** Whether tools are missing, for the welcome content: looked for when asked, and when settings name other tools. */
export class ToolsWatch implements vscode.Disposable {
  private looking = new AbortController();
  private readonly listening: vscode.Disposable;

  constructor(private readonly services: InstallServices) {
    this.listening = vscode.workspace.onDidChangeConfiguration((change) => {
      if ([SETTINGS.pulumiPath, SETTINGS.pythonPath].some((name) => change.affectsConfiguration(`${PREFIX}.${name}`))) void this.look();
    });
  }

  /** Never rejects: what can't be known is nothing to be told about. */
  async look(): Promise<void> {
    // Looking runs tools that the machine's own settings name, yet nothing is run in a folder that is not trusted.
    if (!vscode.workspace.isTrusted) return;
    this.looking.abort();
    const { signal } = (this.looking = new AbortController());
    try {
      const missing = await toolsMissing(this.services.installation, signal);
      if (!signal.aborted) await vscode.commands.executeCommand("setContext", CONTEXTS.toolsMissing, missing);
    } catch (error) {
      if (!signal.aborted) this.services.log.warn(`What is installed is not known: ${String(error)}`);
    }
  }

  dispose(): void {
    this.looking.abort();
    this.listening.dispose();
  }
}

export function installCommands(services: InstallServices, tools: ToolsWatch): Handlers {
  return { [COMMANDS.installTools]: () => installTools(services, tools) };
}

/** Everything that labs need, with one progress; what fails is told with the smallest step that helps. */
async function installTools(services: InstallServices, tools: ToolsWatch): Promise<void> {
  const { installation, log } = services;
  try {
    await withProgress(vscode.l10n.t("Installing the lab's tools"), log, (work) =>
      provision({ ...installation.provisioning(work), want: ["node", "pulumi", "ministack", "labs"] }),
    );
  } catch (error) {
    if (!(error instanceof UserError) || error instanceof CancelledError) throw error;
    log.error(`${error.code}: ${error.message}`);
    await tellFailure(services, tools, error);
    return;
  } finally {
    await tools.look();
  }
  void vscode.window.showInformationMessage(vscode.l10n.t("Everything that labs need is installed. They work without a network now."));
}

async function tellFailure(services: InstallServices, tools: ToolsWatch, { message, hint }: UserError): Promise<void> {
  const again = vscode.l10n.t("Try Again");
  const check = vscode.l10n.t("Check My Setup");
  // The step that helps first: it is what the person came for.
  const answer = await vscode.window.showErrorMessage(hint ?? message, { modal: true, detail: hint && message }, again, check);
  if (answer === again) await installTools(services, tools);
  if (answer === check) await vscode.commands.executeCommand(COMMANDS.doctor);
}
