import * as vscode from "vscode";
import type { EmulatorStatus } from "../../core/emulator/emulator";
import { CancelledError, UserError } from "../../core/errors";
import type { Installation, RunningEmulator, WorkContext } from "../../core/lab/installation";
import { CONTEXTS, PREFIX, SETTINGS } from "../../shared/contributions/ids";

export interface EmulatorServiceOptions {
  installation: Installation;
  log: vscode.LogOutputChannel;
  settings: () => { emulator: string; persist: boolean };
}

/** Back in the window, people want to see what happened meanwhile; a window that flickers asks for nothing. */
const FOCUS_PATIENCE_MS = 2000;

/** The emulator that the settings choose, for all of the window: what is known of it, and what can be done with it. */
export class EmulatorService implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<EmulatorStatus | undefined>();
  /** Fires when it starts, stops, is emptied, or turns out to be another one. */
  readonly onDidChange = this.changed.event;
  private last: EmulatorStatus | undefined;
  private failure: UserError | undefined;
  private looking: Promise<EmulatorStatus | undefined> | undefined;
  private lookedAt = 0;
  /** Counts what we did to it: a look that began before tells nothing new. */
  private deeds = 0;
  private readonly ending = new AbortController();
  private readonly subscriptions: vscode.Disposable;

  constructor(private readonly options: EmulatorServiceOptions) {
    void this.tellContext();
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused && this.lookedAt > 0 && Date.now() - this.lookedAt > FOCUS_PATIENCE_MS) this.refreshQuietly();
      }),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(`${PREFIX}.${SETTINGS.emulator}`) && this.lookedAt > 0) this.refreshQuietly();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.refreshQuietly()),
    );
  }

  /** What was last known; undefined before the first look. */
  get status(): EmulatorStatus | undefined {
    return this.last;
  }

  /** Why nothing can be known, such as a setting that names no emulator. */
  get problem(): UserError | undefined {
    return this.failure;
  }

  /** The running emulator, as far as is known. */
  get running(): RunningEmulator | undefined {
    const { last } = this;
    return last?.running && last.endpoint ? { ...last, endpoint: last.endpoint } : undefined;
  }

  /** Which boot runs; another one than a stack was deployed to holds nothing of it. */
  get bootId(): string | undefined {
    return this.last?.running ? this.last.bootId : undefined;
  }

  /** Looks now. Who asks while one looks gets the same answer. */
  async refresh(signal?: AbortSignal): Promise<EmulatorStatus | undefined> {
    this.looking ??= this.look().finally(() => (this.looking = undefined));
    return signal ? abandoned(this.looking, signal) : this.looking;
  }

  /** For what nobody waits for: a failure is in `problem` and in the log. */
  refreshQuietly(): void {
    this.refresh().catch((error: unknown) => {
      if (!(error instanceof CancelledError)) this.options.log.warn(`The emulator's state is not known: ${String(error)}`);
    });
  }

  start(work: WorkContext = {}): Promise<RunningEmulator> {
    return this.ensureRunning(work);
  }

  /** The emulator that the settings want, running: started when it is not. */
  async ensureRunning(work: WorkContext = {}): Promise<RunningEmulator> {
    const { emulator, persist } = this.options.settings();
    const running = await this.doing(work, (own) => this.options.installation.runningEmulator(emulator, { ...own, persist }));
    this.know(running);
    return running;
  }

  async stop(work: WorkContext = {}): Promise<void> {
    const status = await this.doing(work, async ({ signal }) => {
      const emulator = await this.choose(work);
      await emulator.stop(signal);
      return emulator.status(signal);
    });
    this.know(status);
  }

  /** Removes everything in it. */
  async reset(work: WorkContext = {}): Promise<EmulatorStatus> {
    const status = await this.doing(work, async ({ signal }) => (await this.choose(work)).reset(signal));
    this.know(status);
    return status;
  }

  /** The last lines of its log. */
  async logs(lines: number, work: WorkContext = {}): Promise<string> {
    return (await this.choose(work)).logs(lines);
  }

  dispose(): void {
    this.ending.abort();
    this.subscriptions.dispose();
  }

  private choose(work: WorkContext): ReturnType<Installation["emulator"]> {
    return this.options.installation.emulator(this.options.settings().emulator, work);
  }

  private async look(): Promise<EmulatorStatus | undefined> {
    // Looking may run Docker's client, and the setting may be the folder's own.
    if (!vscode.workspace.isTrusted) return undefined;
    const signal = this.ending.signal;
    for (;;) {
      const before = this.deeds;
      try {
        const status = await (await this.choose({ signal })).status(signal);
        if (before === this.deeds) this.know(status);
      } catch (error) {
        if (signal.aborted || !(error instanceof UserError)) throw error;
        if (before === this.deeds) {
          this.know(undefined, error);
          throw error;
        }
      }
      if (before === this.deeds) return this.last;
    }
  }

  private async doing<T>(work: WorkContext, deed: (work: WorkContext) => Promise<T>): Promise<T> {
    const signal = work.signal ? AbortSignal.any([work.signal, this.ending.signal]) : this.ending.signal;
    try {
      return await deed({ ...work, signal });
    } catch (error) {
      // Half of it may be done.
      this.refreshSoon();
      throw error;
    } finally {
      this.deeds++;
    }
  }

  private refreshSoon(): void {
    queueMicrotask(() => this.refreshQuietly());
  }

  private know(status: EmulatorStatus | undefined, failure?: UserError): void {
    if (this.ending.signal.aborted) return;
    const same = JSON.stringify(status) === JSON.stringify(this.last) && failure?.message === this.failure?.message;
    [this.last, this.failure] = [status, failure];
    this.lookedAt = Date.now();
    if (same) return;
    void this.tellContext();
    this.changed.fire(status);
  }

  private async tellContext(): Promise<void> {
    const state = !this.last?.running ? "off" : this.last.kind === "running" ? "foreign" : "ours";
    await vscode.commands.executeCommand("setContext", CONTEXTS.emulator, state);
  }
}

/** The result, unless the one who asked goes away first. */
async function abandoned<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw new CancelledError();
  let onAbort: (() => void) | undefined;
  const gone = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(new CancelledError());
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([work, gone]);
  } finally {
    if (onAbort) signal.removeEventListener("abort", onAbort);
  }
}
