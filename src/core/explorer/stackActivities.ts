import type { ResourceGraph } from "../../shared/graph";
import type { GraphBuilder } from "../../shared/graphBuilder";
import type { GraphDelta } from "../../shared/graphDelta";
import { PRESENT } from "../engine/operationWords";
import { type Operation, type OperationOptions, type OperationOutcome, runOperation } from "../engine/operations";
import type { StackSession } from "../engine/stackSession";
import { CancelledError, errorMessage, UserError } from "../errors";
import { type StackRef, stackKey, stackTitle } from "./stackRef";

export type ActivityPhase = "running" | "cancelling" | "succeeded" | "failed" | "cancelled";

/** One operation of one stack, from its beginning on; the last one stays until the next begins. */
export interface StackActivity {
  readonly ref: StackRef;
  readonly operation: Operation;
  readonly phase: ActivityPhase;
  /** What is being done now, or what came of it. */
  readonly message: string;
  /** What is known by now. It never changes: a later one takes its place. */
  readonly graph: ResourceGraph;
  readonly outcome?: OperationOutcome;
  /** It could not even begin, or broke. */
  readonly error?: { code: string; message: string; hint?: string };
}

export interface ActivityChange {
  activity: StackActivity;
  /** What changed in the graph; absent when something else did, or when the whole graph is new. */
  delta?: GraphDelta;
}

type Listener = (change: ActivityChange) => void;

interface Running {
  current: StackActivity;
  cancel: AbortController;
  force: AbortController;
}

const EMPTY: ResourceGraph = { nodes: [], edges: [] };

/**
 * The operations of all stacks of a window: one at a time for each stack, followed by any number of faces.
 * Disposing cancels what runs and resolves once it has ended.
 */
export class StackActivities {
  private readonly running = new Map<string, Running>();
  private readonly last = new Map<string, StackActivity>();
  private readonly listeners = new Set<Listener>();
  private readonly ends = new Set<Promise<unknown>>();
  private disposed = false;

  constructor(private readonly operate: typeof runOperation = runOperation) {}

  /** Calls back at every change of every activity. @returns a function that ends this */
  onDidChange(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** The activity that runs, or the last one of this window. */
  get(ref: StackRef): StackActivity | undefined {
    return this.running.get(stackKey(ref))?.current ?? this.last.get(stackKey(ref));
  }

  isRunning(ref: StackRef): boolean {
    return this.running.has(stackKey(ref));
  }

  /** Stacks with an operation under way. */
  active(): StackActivity[] {
    return [...this.running.values()].map((each) => each.current);
  }

  /** The recorded state tells more than the last activity: somebody else changed it. */
  forget(ref: StackRef): void {
    this.last.delete(stackKey(ref));
  }

  /**
   * Runs one operation. `prepare` gets the session and the emulator; both it and the operation see the signal that
   * `cancel` aborts, besides `signal`.
   * @throws UserError `stack-busy` when one runs on the stack already, and whatever keeps it from beginning
   */
  async run(
    ref: StackRef,
    operation: Operation,
    prepare: (work: { signal: AbortSignal; onProgress: (message: string) => void }) => Promise<{ session: StackSession; emulator: OperationOptions["emulator"] }>,
    options: Omit<OperationOptions, "emulator" | "force" | "onGraph"> = {},
  ): Promise<OperationOutcome> {
    if (this.disposed) throw new CancelledError();
    this.requireIdle(ref);
    const running: Running = {
      current: { ref, operation, phase: "running", message: `${PRESENT[operation]} ${stackTitle(ref)}`, graph: EMPTY },
      cancel: new AbortController(),
      force: new AbortController(),
    };
    this.running.set(stackKey(ref), running);
    const work = this.work(running, prepare, options);
    const ended = work.catch(() => undefined);
    this.ends.add(ended);
    void ended.then(() => this.ends.delete(ended));
    return work;
  }

  /** Cancels what runs on a stack; a second time ends it at once. False when nothing runs. */
  cancel(ref: StackRef): boolean {
    const running = this.running.get(stackKey(ref));
    if (!running) return false;
    if (running.cancel.signal.aborted) running.force.abort();
    this.beginCancel(running);
    return true;
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    for (const each of this.running.values()) this.beginCancel(each);
    await Promise.all(this.ends);
    this.listeners.clear();
  }

  private requireIdle(ref: StackRef): void {
    const running = this.running.get(stackKey(ref));
    if (!running) return;
    throw new UserError(
      "stack-busy",
      `${stackTitle(ref)} is busy: ${running.current.message}.`,
      "Wait for it to end, or cancel it first.",
    );
  }

  private async work(running: Running, prepare: Parameters<StackActivities["run"]>[2], options: Parameters<StackActivities["run"]>[3] = {}): Promise<OperationOutcome> {
    const signal = options.signal ? AbortSignal.any([options.signal, running.cancel.signal]) : running.cancel.signal;
    const { ref, operation } = running.current;
    // A cancel that comes from outside is shown like one of ours.
    const onOutsideAbort = (): void => this.beginCancel(running);
    options.signal?.addEventListener("abort", onOutsideAbort, { once: true });
    this.tell({ activity: running.current });
    const onProgress = (message: string): void => {
      if (running.current.phase === "running") this.update(running, { message });
      options.onProgress?.(message);
    };
    try {
      const { session, emulator } = await prepare({ signal, onProgress });
      onProgress(`${PRESENT[operation]} ${stackTitle(ref)}`);
      const outcome = await this.operate(session, operation, {
        ...options,
        emulator,
        signal,
        force: running.force.signal,
        onProgress,
        onGraph: (builder) => this.follow(running, builder),
      });
      const phase = outcome.ok ? "succeeded" : outcome.error?.code === "cancelled" ? "cancelled" : "failed";
      this.finish(running, { phase, message: outcome.error?.message ?? "", graph: outcome.graph, outcome, error: outcome.error });
      return outcome;
    } catch (error) {
      const cancelled = signal.aborted;
      const known = error instanceof UserError ? { code: error.code, message: error.message, hint: error.hint } : { code: "bug", message: errorMessage(error) };
      this.finish(running, { phase: cancelled ? "cancelled" : "failed", message: known.message, error: known });
      throw cancelled && !(error instanceof UserError) ? new CancelledError() : error;
    } finally {
      options.signal?.removeEventListener("abort", onOutsideAbort);
    }
  }

  /** An operation may take several steps (a refresh before a deploy), each with a builder of its own. */
  private follow(running: Running, builder: GraphBuilder): void {
    this.update(running, { graph: builder.snapshot() });
    builder.subscribe((delta, graph) => {
      if (this.running.get(stackKey(running.current.ref)) !== running) return;
      running.current = { ...running.current, graph };
      this.tell({ activity: running.current, delta });
    });
  }

  private beginCancel(running: Running): void {
    running.cancel.abort();
    if (running.current.phase === "running") {
      this.update(running, { phase: "cancelling", message: "Cancelling: what has begun is being finished" });
    }
  }

  private update(running: Running, change: Partial<StackActivity>): void {
    running.current = { ...running.current, ...change };
    this.tell({ activity: running.current });
  }

  private finish(running: Running, change: Partial<StackActivity>): void {
    const key = stackKey(running.current.ref);
    running.current = { ...running.current, ...change };
    this.running.delete(key);
    this.last.set(key, running.current);
    this.tell({ activity: running.current });
  }

  private tell(change: ActivityChange): void {
    for (const listener of [...this.listeners]) listener(change);
  }
}
