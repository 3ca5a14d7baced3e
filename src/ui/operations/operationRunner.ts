import * as vscode from "vscode";
import { installDependencies } from "../../core/scaffold/dependencies";
import { missingDependencies } from "../../core/scaffold/missingDependencies";
import { CancelledError, UserError } from "../../core/errors";
import type { StackActivities } from "../../core/explorer/stackActivities";
import { type StackRef, stackTitle } from "../../core/explorer/stackRef";
import type { Installation, RunningEmulator, WorkContext } from "../../core/lab/installation";
import { PRESENT } from "../../core/engine/operationWords";
import type { Operation, OperationOutcome } from "../../core/engine/operations";
import type { StackSession } from "../../core/engine/stackSession";
import { withProgress } from "../progress";
import { settings } from "../settings";

export interface OperationServices {
  installation: Installation;
  activities: StackActivities;
  log: vscode.LogOutputChannel;
  /** The emulator that the settings want, running. */
  ensureEmulator: (work: WorkContext) => Promise<RunningEmulator>;
  /** Called when an operation begins, so that its graph can be shown. */
  onBegin: (ref: StackRef) => void;
}

/** Runs operations with what a person expects around them: packages, emulator, progress, cancel. */
export class OperationRunner {
  constructor(private readonly services: OperationServices) {}

  /** What an operation needs: offers to install the project's packages, starts the emulator, opens the session. */
  async prepare(ref: StackRef, work: WorkContext): Promise<{ session: StackSession; emulator: RunningEmulator }> {
    await this.offerDependencies(ref, work);
    const emulator = await this.services.ensureEmulator(work);
    return { session: await this.session(ref, work), emulator };
  }

  session(ref: StackRef, work: WorkContext): Promise<StackSession> {
    const provider = settings.provider(vscode.Uri.file(ref.projectDir));
    return this.services.installation.session({ folder: ref.projectDir, stack: ref.stack, provider }, work);
  }

  /**
   * One operation with its progress. A failed operation is an outcome; what could not begin is thrown.
   * @throws CancelledError when it was cancelled before there was anything to tell
   */
  async run(ref: StackRef, operation: Operation, removeStaleLock = false): Promise<OperationOutcome> {
    const { activities, log, onBegin } = this.services;
    if (activities.isRunning(ref)) throw new UserError("stack-busy", vscode.l10n.t("{0} is busy with another operation.", stackTitle(ref)), vscode.l10n.t("Wait for it to end, or cancel it first."));
    onBegin(ref);
    try {
      return await withProgress(`${PRESENT[operation]} ${stackTitle(ref)}`, log, (work) =>
        activities.run(ref, operation, (inner) => this.prepare(ref, inner), {
          ...work,
          removeStaleLock,
          onProgramOutput: (text) => log.info(`[${stackTitle(ref)}] ${text.trimEnd()}`),
        }),
      );
    } catch (error) {
      if (error instanceof UserError && error.code === "stale-lock" && !removeStaleLock) {
        const remove = vscode.l10n.t("Remove the Lock");
        if ((await vscode.window.showWarningMessage(error.message, { modal: true }, remove)) !== remove) throw new CancelledError();
        return this.run(ref, operation, true);
      }
      throw error;
    }
  }

  async installPackages(projectDir: string): Promise<void> {
    const { installation, log } = this.services;
    await withProgress(vscode.l10n.t("Installing packages"), log, (work) =>
      installDependencies(projectDir, { store: installation.cacheDir, env: installation.env, ...work }),
    );
  }

  private async offerDependencies(ref: StackRef, work: WorkContext): Promise<void> {
    if (!missingDependencies(ref.projectDir)) return;
    const install = vscode.l10n.t("Install");
    const question = vscode.l10n.t("The packages of {0} are not installed. Install them?", ref.project);
    const detail = vscode.l10n.t("Without them the program can't run. Install scripts of packages are never run.");
    if ((await vscode.window.showInformationMessage(question, { modal: true, detail }, install)) !== install) throw new CancelledError();
    const { installation } = this.services;
    await installDependencies(ref.projectDir, { store: installation.cacheDir, env: installation.env, ...work });
  }
}
