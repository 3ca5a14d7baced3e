import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import type { StackSession } from "../core/engine/stackSession";
import { type LabShell, openLabShell } from "../core/engine/labShell";
import { errorMessage, UserError } from "../core/errors";
import { type StackRef, stackTitle } from "../core/explorer/stackRef";
import { type Installation, place, type RunningEmulator, type WorkContext } from "../core/lab/installation";
import { COMMANDS, TERMINAL_PROFILE } from "../shared/contributions/ids";
import type { Handlers } from "./commands/registerCommands";
import { withProgress } from "./progress";
import { showError } from "./showError";

export interface TerminalServices {
  installation: Installation;
  log: vscode.LogOutputChannel;
  /** The stack that the terminal is about: the given item's, the current one, or the one that is picked. */
  chooseStack: (item?: unknown) => Promise<StackRef | undefined>;
  hasStack: () => Promise<boolean>;
  session: (ref: StackRef, work: WorkContext) => Promise<StackSession>;
  ensureEmulator: (work: WorkContext) => Promise<RunningEmulator>;
}

/** Tells our terminals from others, whoever made them of our options. */
const MARK = "PULUMI_LAB_TERMINAL";

/** The terminal profile "Pulumi Lab": plain `pulumi` and `pulumi-lab` commands work there, in the guarded environment. */
export class LabTerminals implements vscode.Disposable {
  private readonly open = new Map<string, LabShell>();
  private readonly disposables: vscode.Disposable;
  private disposed = false;

  constructor(private readonly services: TerminalServices) {
    this.disposables = vscode.Disposable.from(
      vscode.window.registerTerminalProfileProvider(TERMINAL_PROFILE, {
        provideTerminalProfile: async () => {
          try {
            const options = await this.prepare();
            return options && new vscode.TerminalProfile(options);
          } catch (error) {
            // The editor would only say that the profile gave nothing.
            void showError(error, services.log);
            return undefined;
          }
        },
      }),
      vscode.window.onDidCloseTerminal((terminal) => {
        const options = terminal.creationOptions as vscode.TerminalOptions;
        const mark = options.env?.[MARK];
        if (mark) void this.close(mark);
      }),
    );
  }

  /** Opens a terminal for a stack and shows it. */
  async show(item?: unknown): Promise<void> {
    const options = await this.prepare(item);
    if (options) vscode.window.createTerminal(options).show();
  }

  /** Resolves once no shell's provider runs any more. */
  async dispose(): Promise<void> {
    this.disposed = true;
    this.disposables.dispose();
    await Promise.all([...this.open.keys()].map((mark) => this.close(mark)));
  }

  private async prepare(item?: unknown): Promise<vscode.TerminalOptions | undefined> {
    if (!vscode.workspace.isTrusted) throw new UserError("untrusted", vscode.l10n.t("The workspace is not trusted."), vscode.l10n.t("Trust it to run programs."));
    const ref = await this.services.chooseStack(item);
    if (!ref) {
      if (!(await this.services.hasStack())) throw new UserError("no-stack", vscode.l10n.t("There is no stack for a terminal."), vscode.l10n.t("Make a lab from a template, or open the folder of a Pulumi project."));
      return undefined;
    }
    const { installation, log, session, ensureEmulator } = this.services;
    const title = vscode.l10n.t("Opening a terminal for {0}", stackTitle(ref));
    return withProgress(title, log, async (work) => {
      const emulator = await ensureEmulator(work);
      const shell = await openLabShell(installation, await session(ref, work), emulator, work);
      const mark = randomUUID();
      this.open.set(mark, shell);
      if (this.disposed || work.signal.aborted) {
        await this.close(mark);
        return undefined;
      }
      return {
        name: `Pulumi Lab: ${ref.stack}`,
        shellPath: shell.command,
        shellArgs: shell.args,
        cwd: shell.cwd,
        env: { ...shell.env, [MARK]: mark },
        // The editor's environment holds what the guarded one leaves out.
        strictEnv: true,
        // After a reload of the window the provider is gone: such a terminal would only fail.
        isTransient: true,
        iconPath: new vscode.ThemeIcon("beaker"),
        message: vscode.l10n.t("{0} on {1}: pulumi and pulumi-lab work here.", stackTitle(ref), place(emulator)),
      };
    });
  }

  private async close(mark: string): Promise<void> {
    const shell = this.open.get(mark);
    this.open.delete(mark);
    try {
      await shell?.close();
    } catch (error) {
      this.services.log.warn(`Closing a terminal: ${errorMessage(error)}`);
    }
  }
}

export function terminalCommands({ terminals }: { terminals: LabTerminals }): Handlers {
  return { [COMMANDS.openTerminal]: (item?: unknown) => terminals.show(item) };
}
