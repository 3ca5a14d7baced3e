import type * as vscode from "vscode";
import type { StackSession } from "../../core/engine/stackSession";
import { errorMessage } from "../../core/errors";
import type { StackActivities, StackActivity } from "../../core/explorer/stackActivities";
import { type StackRef, stackKey, stackTitle } from "../../core/explorer/stackRef";
import { checkLab } from "../../core/lab/checkLab";
import type { Installation, RunningEmulator, WorkContext } from "../../core/lab/installation";
import { labManifest } from "../../core/scaffold/manifest";
import { itemsOf } from "../../shared/learning/progress";
import type { LearningService } from "./learningService";

export interface LabCheckServices {
  installation: Installation;
  activities: StackActivities;
  learning: LearningService;
  log: vscode.LogOutputChannel;
  session: (ref: StackRef, work: WorkContext) => Promise<StackSession>;
  /** The emulator as it runs; a check starts none. */
  running: () => RunningEmulator | undefined;
}

/**
 * A green deploy is not a working system: once a lab is deployed, the check of its template runs beside everything else,
 * while items of the plan wait for what it finds.
 */
export class LabChecks implements vscode.Disposable {
  private readonly checking = new Map<string, { abort: AbortController; ended: Promise<void> }>();
  private readonly stopListening: () => void;

  constructor(private readonly services: LabCheckServices) {
    this.stopListening = services.activities.onDidChange(({ activity }) => this.follow(activity));
  }

  dispose(): void {
    this.stopListening();
    for (const { abort } of this.checking.values()) abort.abort();
  }

  /** Ends what runs and waits for it. */
  async end(): Promise<void> {
    this.dispose();
    await Promise.all([...this.checking.values()].map(({ ended }) => ended));
  }

  private follow({ ref, operation, phase }: StackActivity): void {
    const key = stackKey(ref);
    if (phase === "running") {
      // What is being changed can't be checked.
      this.checking.get(key)?.abort.abort();
      return;
    }
    if (phase !== "succeeded" || operation !== "deploy" || this.checking.has(key)) return;
    const abort = new AbortController();
    const ended = this.check(ref, abort.signal)
      .catch((error: unknown) => {
        if (!abort.signal.aborted) this.services.log.warn(`The check of ${stackTitle(ref)} could not run: ${errorMessage(error)}`);
      })
      .finally(() => this.checking.delete(key));
    this.checking.set(key, { abort, ended });
  }

  private async check(ref: StackRef, signal: AbortSignal): Promise<void> {
    const { installation, learning, log, session, running } = this.services;
    const manifest = await labManifest(ref.projectDir);
    const open = new Set(itemsOf(await learning.plan()).filter(({ done }) => !done).map(({ text }) => text));
    const emulator = running();
    if (!manifest?.items.some((item) => open.has(item)) || !emulator) return;
    const { report } = await checkLab(installation, await session(ref, { signal }), emulator, signal);
    for (const { ok, name, detail } of report.checks) log.info(`${stackTitle(ref)}: ${ok ? "✓" : "✗"} ${name}${detail ? `: ${detail}` : ""}`);
    if (!signal.aborted) learning.verifySoon();
  }
}
