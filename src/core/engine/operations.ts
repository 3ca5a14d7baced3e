import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { UNKNOWN } from "../../shared/engineValues";
import { GraphBuilder } from "../../shared/graphBuilder";
import type { ResourceGraph } from "../../shared/graph";
import { summarize } from "../../shared/graphSummary";
import type { HostError, HostMessage, RunRequest } from "../../shared/hostProtocol";
import type { EmulatorStatus } from "../emulator/emulator";
import { readHealth } from "../emulator/health";
import { CancelledError, errorMessage, UserError } from "../errors";
import { unsafePackages } from "../safety/packages";
import { unsafeProviderReason } from "../safety/endpoints";
import { type Diagnostic, Diagnostics } from "./diagnostics";
import { explainFailure, type OperationFailure } from "./failures";
import { type HostExit, runHost } from "./hostProcess";
import { appendJournal } from "./journal";
import { saveLastOperation } from "./lastOperation";
import { removeDeadLocks, stackLocks } from "./locks";
import { PRESENT } from "./operationWords";
import { PlannedInputs } from "./plannedInputs";
import type { StackSession } from "./stackSession";
import { programDirectory } from "./project";
import { type ExportedState, holdsResources, readState, resourceTypes, stackOutputsOf } from "./stackState";

export type Operation = "preview" | "deploy" | "refresh" | "destroy";

export interface OperationOptions {
  /** Where the stack's resources live. */
  emulator: EmulatorStatus & { endpoint: string };
  /** Cancels: what has begun is finished and the state is written. */
  signal?: AbortSignal;
  /** Ends a cancelled operation without waiting. */
  force?: AbortSignal;
  /** Remove a lock whose process is dead, instead of failing with `stale-lock`. */
  removeStaleLock?: boolean;
  /** Called before the first event with the live model, for a face that wants to subscribe to it. */
  onGraph?: (builder: GraphBuilder) => void;
  /** One line about what is being done now. */
  onProgress?: (message: string) => void;
  onProgramOutput?: (text: string) => void;
  graceMs?: number;
}

/** How an operation ended. A failed one still carries what it got to. */
export interface OperationOutcome {
  ok: boolean;
  operation: Operation;
  project: string;
  stack: string;
  summary: Record<string, number>;
  outputs: Record<string, unknown>;
  graph: ResourceGraph;
  diagnostics: Diagnostic[];
  /** Of a preview: the inputs that resources would get, by URN; secrets masked. */
  plannedInputs?: Record<string, Record<string, unknown>>;
  durationMs: number;
  error?: OperationFailure;
}

/** Runs one operation of one stack and writes it into the journal. Throws a UserError when it can't even begin. */
export async function runOperation(session: StackSession, operation: Operation, options: OperationOptions): Promise<OperationOutcome> {
  const started = Date.now();
  if (operation === "preview" || operation === "deploy") requireProgram(session);
  if (operation !== "preview") await checkLocks(session, options);
  const state = await readState(session.backend.dir, session.project.name, session.stack);
  refuseUnsafeState(state);
  const run = new OperationRun(session, options);
  const outcome = await run.execute(operation, state);
  const finished: OperationOutcome = { ...outcome, durationMs: Date.now() - started };
  await appendJournal(session.workspace.journalFile, {
    time: new Date(started).toISOString(),
    project: session.project.name,
    stack: session.stack,
    operation,
    result: finished.ok ? "succeeded" : finished.error?.code === "cancelled" ? "cancelled" : "failed",
    summary: finished.summary,
    durationMs: finished.durationMs,
    provider: session.provider,
    emulator: `${options.emulator.name} ${options.emulator.endpoint}`,
    ...(finished.error && { error: finished.error.message }),
  });
  await saveLastOperation(session, finished, { time: new Date().toISOString(), emulator: options.emulator });
  return finished;
}

function requireProgram({ project }: StackSession): void {
  if (["", ".ts", ".js"].some((extension) => existsSync(project.main + extension))) return;
  throw new UserError("entry-point-missing", `The program "${project.main}" that ${project.file} names does not exist.`, `Check "main" in ${project.file}.`);
}

async function checkLocks(session: StackSession, options: OperationOptions): Promise<void> {
  const locks = await stackLocks(session.backend.dir, session.project.name, session.stack);
  const live = locks.find((lock) => lock.alive);
  if (live) {
    throw new UserError(
      "stack-locked",
      `Another operation is running on ${session.project.name}/${session.stack}${live.pid ? ` (process ${live.pid}${live.host ? ` on ${live.host}` : ""})` : ""}.`,
      "Wait for it to end, or cancel it where it runs.",
    );
  }
  if (locks.length === 0) return;
  if (!options.removeStaleLock) {
    throw new UserError(
      "stale-lock",
      `A lock on ${session.project.name}/${session.stack} was left by process ${locks[0]?.pid}, which is dead.`,
      "Run the command again with --yes to remove the lock.",
    );
  }
  await removeDeadLocks(locks);
  options.onProgress?.(`Removed a lock that the dead process ${locks[0]?.pid} had left.`);
}

function refuseUnsafeState(state: ExportedState | undefined): void {
  const unsafe = unsafePackages(resourceTypes(state).filter((type) => /^[a-z]/.test(type) && !isComponentOnly(state, type)));
  if (unsafe.length === 0) return;
  throw new UserError(
    "unsafe-provider",
    `The stack holds resources of ${unsafe.map((each) => `"${each}"`).join(", ")}, which may reach outside this machine.`,
    "Run this stack with the Pulumi CLI itself.",
  );
}

/** Components have no provider: their types may be named anything. */
function isComponentOnly(state: ExportedState | undefined, type: string): boolean {
  return (state?.deployment.resources ?? []).every((resource) => resource.type !== type || resource.custom !== true);
}

type Outcome = Omit<OperationOutcome, "durationMs">;

/** A busy emulator may keep people waiting; taking it for dead would hide why a resource failed. */
const HEALTH_PATIENCE_MS = 10_000;

class OperationRun {
  private readonly diagnostics: Diagnostics;

  constructor(
    private readonly session: StackSession,
    private readonly options: OperationOptions,
  ) {
    this.diagnostics = new Diagnostics(session.project.dir);
  }

  async execute(operation: Operation, state: ExportedState | undefined): Promise<Outcome> {
    const { session, options } = this;
    const provider = await session.startProvider(options.emulator.endpoint, options.signal);
    try {
      const env = await session.environment({ endpoint: options.emulator.endpoint, providerPort: provider?.port });
      if (operation !== "refresh" && this.emulatorLostState(state)) {
        this.note("warning", `${options.emulator.name} was emptied or restarted since this stack was last deployed: refreshing its state first.`);
        const refreshed = await this.step("refresh", env, state);
        if (!refreshed.ok) return { ...refreshed, operation };
        await session.remember(options.emulator, false);
        state = await readState(session.backend.dir, session.project.name, session.stack);
        options.onProgress?.(`${PRESENT[operation]} ${session.project.name}/${session.stack}`);
      }
      // The official plug-in takes its endpoints from the program: they are looked at before anything is changed.
      if (operation === "deploy" && session.provider === "official") {
        const previewed = await this.step("preview", env, state);
        if (!previewed.ok) return { ...previewed, operation };
      }
      return await this.step(operation, env, state);
    } finally {
      await provider?.stop();
    }
  }

  /** What the program prints arrives as diagnostics: it is passed on as it comes. */
  private tellProgramOutput(diagnostic: Diagnostic | undefined): void {
    if (diagnostic?.severity === "info") this.options.onProgramOutput?.(`${diagnostic.message}\n`);
  }

  private emulatorLostState(state: ExportedState | undefined): boolean {
    const { record } = this.session;
    const { bootId } = this.options.emulator;
    return holdsResources(state) && record?.bootId !== undefined && bootId !== undefined && record.bootId !== bootId;
  }

  private note(severity: Diagnostic["severity"], message: string): void {
    this.diagnostics.add({ severity, message });
    this.options.onProgress?.(message);
  }

  /** One run of the program host. */
  private async step(operation: Operation, env: Record<string, string>, state: ExportedState | undefined): Promise<Outcome> {
    const { session, options } = this;
    const builder = new GraphBuilder({ stack: session.stack, project: session.project.name });
    if (state) builder.loadState(state);
    options.onGraph?.(builder);
    const scratch = await session.scratch();
    let failure: HostError | undefined;
    let outputs: Record<string, unknown> = {};
    let done = false;
    let cliText = "";
    const planned = operation === "preview" ? new PlannedInputs() : undefined;
    const refuse = new AbortController();
    const unsafe: Promise<void>[] = [];
    const onMessage = (message: HostMessage): void => {
      switch (message.kind) {
        case "registered":
          builder.register(message.registration);
          break;
        case "event":
          builder.applyEvent(message.event as never);
          planned?.applyEvent(message.event);
          this.tellProgramOutput(this.diagnostics.applyEvent(message.event));
          if (session.provider === "official") {
            unsafe.push(this.checkProvider(message.event, (reason) => {
              failure ??= { code: "unsafe-provider", message: reason };
              refuse.abort();
            }));
          }
          if (operation === "preview") outputs = plannedOutputs(message.event) ?? outputs;
          break;
        case "output":
          cliText = (cliText + message.text).slice(-20_000);
          break;
        case "done":
          done = true;
          break;
        case "failed":
          failure ??= message.error;
          break;
      }
    };
    const request: RunRequest = {
      kind: "run",
      operation: operation === "deploy" ? "up" : operation,
      stack: session.stack,
      projectDir: session.project.dir,
      workDir: scratch.dir,
      programDir: programDirectory(session.project),
    };
    let exit: HostExit;
    try {
      exit = await runHost(request, {
        node: session.tools.node,
        script: session.tools.hostScript,
        cwd: session.project.dir,
        env,
        signal: AbortSignal.any([refuse.signal, ...(options.signal ? [options.signal] : [])]),
        force: options.force,
        graceMs: options.graceMs,
        onMessage,
        onProgramOutput: (text) => options.onProgramOutput?.(text),
      });
      await Promise.all(unsafe);
    } finally {
      builder.finish();
      await scratch.remove();
    }
    if (options.signal?.aborted) failure = { code: "cancelled", message: new CancelledError().message };
    else if (!done) failure ??= { code: "engine-error", message: `The program host ended with code ${exit.code}.\n${cliText.trim()}` };
    if (exit.killed) await this.releaseDeadLocks();
    if (operation !== "preview") {
      await this.recordState(operation);
      outputs = stackOutputsOf(await readState(session.backend.dir, session.project.name, session.stack));
    }
    const graph = builder.snapshot();
    return {
      ok: !failure,
      operation,
      project: session.project.name,
      stack: session.stack,
      summary: summarize(graph) as Record<string, number>,
      outputs,
      graph,
      diagnostics: this.diagnostics.list,
      ...(planned && { plannedInputs: planned.byUrn }),
      ...(failure && { error: await this.explain(failure, graph) }),
    };
  }

  /** What a resource says of an emulator that has died is only the consequence. */
  private async explain(failure: HostError, graph: ResourceGraph): Promise<OperationFailure> {
    const explained = placed(explainFailure(failure, this.diagnostics.list), graph);
    if (explained.code !== "resource-failed" && explained.code !== "engine-error") return explained;
    const { name, endpoint } = this.options.emulator;
    if (await readHealth(endpoint, undefined, HEALTH_PATIENCE_MS)) return explained;
    // The resource was only the first to notice: no line of the program is wrong.
    return {
      ...(explained.urn && { urn: explained.urn }),
      code: "emulator-died",
      message: `${name} on ${new URL(endpoint).host} stopped answering. What was made before is recorded.`,
      hint: 'Start it again with "pulumi-lab emulator start", then run the operation again.',
    };
  }

  /** A process that was ended by force needs a moment to be gone. */
  private async releaseDeadLocks(): Promise<void> {
    const { backend, project, stack } = this.session;
    for (let attempt = 0; attempt < 50; attempt++) {
      const locks = await stackLocks(backend.dir, project.name, stack);
      await removeDeadLocks(locks);
      if (!locks.some((lock) => lock.alive)) return;
      await sleep(100);
    }
  }

  private async recordState(operation: Operation): Promise<void> {
    const { session, options } = this;
    const state = await readState(session.backend.dir, session.project.name, session.stack);
    // A refresh alone confirms what an earlier deploy recorded; it does not make the stack somebody else's.
    if (operation === "refresh" && !session.record) return;
    await session.remember(options.emulator, holdsResources(state));
  }

  /** Safety's third rule: an explicit provider that isn't provably on loopback stops the operation. */
  private async checkProvider(event: Record<string, unknown>, refuse: (reason: string) => void): Promise<void> {
    const metadata = (event.resourcePreEvent as { metadata?: { type?: string; urn?: string; new?: { inputs?: Record<string, unknown> } } } | undefined)?.metadata;
    if (metadata?.type !== "pulumi:providers:aws") return;
    const reason = await unsafeProviderReason(metadata.new?.inputs ?? {}).catch(errorMessage);
    if (reason) refuse(`The provider ${metadata.urn?.split("::").pop()} may not be used in a lab: ${reason}`);
  }
}

/** A failed resource's place in the program, where the failure itself names none. */
function placed(failure: OperationFailure, graph: ResourceGraph): OperationFailure {
  const source = failure.source ?? graph.nodes.find((node) => node.id === failure.urn)?.source;
  return source ? { ...failure, source } : failure;
}

/** The outputs that a preview already knows: those of the stack itself, without the unknown ones. */
function plannedOutputs(event: Record<string, unknown>): Record<string, unknown> | undefined {
  const metadata = (event.resOutputsEvent as { metadata?: { type?: string; new?: { outputs?: Record<string, unknown> } } } | undefined)?.metadata;
  if (metadata?.type !== "pulumi:pulumi:Stack") return undefined;
  return Object.fromEntries(
    Object.entries(metadata.new?.outputs ?? {}).filter(([, value]) => !containsUnknown(value)),
  );
}

function containsUnknown(value: unknown): boolean {
  return value !== undefined && JSON.stringify(value)?.includes(UNKNOWN) === true;
}
