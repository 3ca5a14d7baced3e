/** MiniStack as a process of our own: one for each state folder, outliving the command that started it. */
import { randomUUID } from "node:crypto";
import { withFileLock } from "../process/fileLock";
import { endProcess } from "../process/endProcess";
import { isAlive } from "../process/processIdentity";
import { UserError } from "../errors";
import type { Emulator, EmulatorStatus, StartOptions } from "./emulator";
import { describeRunning, notRunning, resetEndpoint } from "./endpointStatus";
import { readHealth, waitForHealth, type Health } from "./health";
import { tailFile } from "./logTail";
import { clearLeftovers, launchMinistack, type MinistackLaunch } from "./ministackLaunch";
import { ministackPaths, readRecord, writeRecord, type MinistackPaths, type MinistackRecord } from "./ministackState";
import { choosePort } from "./ports";
import { stopWebsiteFront } from "./website";

export interface MinistackOptions {
  /** Everything that belongs to it lies below this folder. */
  stateDir: string;
  /** How to run it; asked only when it has to be started, and may take its time to install it. */
  launch: () => Promise<MinistackLaunch>;
  /** The port to take when it is free; 4566 by default. */
  port?: number;
  /** Filtered through an allow-list before MiniStack sees it; our own by default. */
  env?: NodeJS.ProcessEnv;
}

/** The MiniStack that the lab manages. Several processes may use the same state folder: they share one MiniStack. */
export function ministack(options: MinistackOptions): Emulator {
  return new Ministack(options);
}

/** Fifty Lambdas that start at once keep it from answering for seconds; taking it for dead would lose what it holds. */
const patienceMs = 30_000;
/** Saving what it holds takes MiniStack a while when that is much; a hard end would lose it. */
const stopGraceMs = 20_000;
const startTimeoutMs = 60_000;

class Ministack implements Emulator {
  readonly kind = "ministack";
  private readonly paths: MinistackPaths;

  constructor(private readonly options: MinistackOptions) {
    this.paths = ministackPaths(options.stateDir);
  }

  async status(signal?: AbortSignal): Promise<EmulatorStatus> {
    const record = await readRecord(this.paths);
    if (record?.process && (await isAlive(record.process))) {
      const health = await readHealth(endpointOf(record), signal, 5000);
      if (health && isOurs(health, record)) return this.describe(record, health, signal);
    }
    return { running: false, kind: this.kind, name: "MiniStack", logFile: this.paths.log };
  }

  async start(options: StartOptions = {}): Promise<EmulatorStatus> {
    const already = await this.status(options.signal);
    if (already.running) return this.reuse(already, options);
    return withFileLock(this.paths.lock, () => this.startLocked(options), {
      signal: options.signal,
      onWait: () => options.onProgress?.("Waiting for another process that is starting or stopping MiniStack…"),
    });
  }

  async stop(signal?: AbortSignal): Promise<void> {
    await withFileLock(this.paths.lock, () => this.stopLocked(signal), { signal });
  }

  async reset(signal?: AbortSignal): Promise<EmulatorStatus> {
    const { endpoint } = await this.status(signal);
    if (!endpoint) throw notRunning("MiniStack's port");
    await resetEndpoint(endpoint, signal);
    return this.status(signal);
  }

  logs(lines = 200): Promise<string> {
    return tailFile(this.paths.log, lines);
  }

  private async startLocked(options: StartOptions): Promise<EmulatorStatus> {
    const last = await readRecord(this.paths);
    if (last?.process && (await isAlive(last.process))) {
      // Started by somebody else while we waited, or still on its way up after its starter was interrupted.
      const health = await waitForHealth(endpointOf(last), {
        timeoutMs: patienceMs,
        signal: options.signal,
        accept: (answer) => isOurs(answer, last),
      });
      if (health) return this.reuse(await this.describe(last, health, options.signal), options);
      options.onProgress?.("MiniStack does not answer: starting it again…");
    }
    await this.stopLocked();
    const launch = await this.options.launch();
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.tryStart(launch, last, options);
      if ("status" in outcome) return outcome.status;
      if (!outcome.lostItsPort || attempt === 3) throw await this.startFailed(outcome.why);
    }
  }

  private async tryStart(
    launch: MinistackLaunch,
    last: MinistackRecord | undefined,
    { persist = false, signal, onProgress }: StartOptions,
  ): Promise<{ status: EmulatorStatus } | { why: string; lostItsPort: boolean }> {
    const port = await this.pickPort(last, persist);
    const planned = { port, persistent: persist, token: randomUUID() };
    onProgress?.(`Starting MiniStack on 127.0.0.1:${port}…`);
    const { env = process.env } = this.options;
    let status: EmulatorStatus | undefined;
    try {
      const started = await launchMinistack({ launch, paths: this.paths, record: planned, env });
      const record = { ...planned, process: started.process };
      await writeRecord(this.paths, record);
      const health = await waitForHealth(endpointOf(record), {
        timeoutMs: startTimeoutMs,
        signal,
        accept: (answer) => isOurs(answer, record),
        stillHope: () => started.ending() === undefined,
      });
      if (health) return { status: (status = await this.describe(record, health, signal)) };
      const lostItsPort = started.ending() !== undefined && (await this.logs(5)).includes("already in use");
      return { why: started.ending() ?? "it did not answer in time", lostItsPort };
    } finally {
      if (!status) await this.stopLocked();
    }
  }

  private async stopLocked(signal?: AbortSignal): Promise<void> {
    const record = await readRecord(this.paths);
    if (record) await stopWebsiteFront(this.options.stateDir, endpointOf(record));
    if (record?.process) await endProcess(record.process, stopGraceMs, signal);
    await clearLeftovers(this.paths);
    if (record?.process) await writeRecord(this.paths, { ...record, process: undefined });
  }

  /** Addresses in kept state name the port, so what comes back should come back at the same one. */
  private pickPort(last: MinistackRecord | undefined, persistent: boolean): Promise<number> {
    const usual = this.options.port ?? 4566;
    const wanted = last ? (persistent && last.persistent ? [last.port, usual] : [usual, last.port]) : [usual];
    return choosePort(wanted);
  }

  private reuse(status: EmulatorStatus, options: StartOptions): EmulatorStatus {
    if (options.persist && !status.persistent) {
      options.onProgress?.("MiniStack runs already, without keeping state: stop it first to start it with.");
    }
    return status;
  }

  private async describe(record: MinistackRecord, health: Health, signal?: AbortSignal): Promise<EmulatorStatus> {
    return {
      ...(await describeRunning(this.kind, endpointOf(record), health, signal)),
      name: "MiniStack",
      pid: record.process?.pid,
      logFile: this.paths.log,
      persistent: record.persistent,
    };
  }

  private async startFailed(why: string): Promise<UserError> {
    const log = await tailFile(this.paths.log, 8);
    return new UserError(
      "emulator-start-failed",
      `MiniStack could not be started: ${why}.${log ? `\n${log}` : ""}`,
      `Its whole log: ${this.paths.log}. Check the installation: pulumi-lab doctor`,
    );
  }
}

function endpointOf(record: { port: number }): string {
  return `http://127.0.0.1:${record.port}`;
}

/** Another emulator may have taken the port of one that died, or have been faster. */
function isOurs(health: Health, record: { token: string }): boolean {
  return health.edition === record.token;
}
