/** LocalStack in a container, by `docker compose` with the lab's own file. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { CancelledError, UserError } from "../errors";
import { withFileLock } from "../process/fileLock";
import { run, RunError } from "../provision/childProcess";
import {
  classifyDockerFailure,
  composeDown,
  composeLogs,
  composePs,
  composeUp,
  dockerEnvironment,
  inspectImage,
  localstackImage,
  parseComposePs,
  serverVersion,
  type ComposeContainer,
  type LocalstackSettings,
} from "./dockerCompose";
import type { Emulator, EmulatorStatus, StartOptions } from "./emulator";
import { describeRunning, notRunning, resetEndpoint } from "./endpointStatus";
import { readHealth, waitForHealth } from "./health";
import { choosePort } from "./ports";
import { stopWebsiteFront } from "./website";

export interface LocalstackOptions {
  /** `localstack/docker-compose.yml` of the installation. */
  composeFile: string;
  stateDir: string;
  /** The Docker client; `docker` on PATH by default. */
  docker?: string;
  /** The port to take when it is free; 4566 by default. */
  port?: number;
  /** Filtered through an allow-list before Docker sees it; our own by default. */
  env?: NodeJS.ProcessEnv;
}

/** LocalStack as the lab's own compose project: one on this machine, whoever starts it. */
export function localstack(options: LocalstackOptions): Emulator {
  return new Localstack(options);
}

/**
 * Whether Docker answers within `timeoutMs` and has the image that would be used, so that LocalStack could start
 * without a download.
 */
export async function localstackAtHand(
  options: Pick<LocalstackOptions, "docker" | "env">,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const env = options.env ?? process.env;
  try {
    await run(options.docker ?? "docker", inspectImage(localstackImage(env)), { env: dockerEnvironment(env), signal, timeoutMs });
    return true;
  } catch (error) {
    if (error instanceof RunError) return false;
    throw error;
  }
}

const savedSchema = z.object({ persist: z.boolean(), port: z.number().int() });
const startTimeoutMs = 3 * 60_000;
const quickMs = 10_000;

class Localstack implements Emulator {
  readonly kind = "localstack";
  private readonly folder: string;

  constructor(private readonly options: LocalstackOptions) {
    this.folder = join(options.stateDir, "localstack");
  }

  async status(signal?: AbortSignal): Promise<EmulatorStatus> {
    const container = await this.container(signal).catch((error: unknown) => {
      if (error instanceof UserError && !(error instanceof CancelledError)) return undefined; // no Docker, so no LocalStack
      throw error;
    });
    if (container?.running && container.port) {
      const endpoint = `http://127.0.0.1:${container.port}`;
      const health = await readHealth(endpoint, signal);
      if (health) {
        const persistent = (await this.saved())?.persist ?? false;
        return { ...(await describeRunning(this.kind, endpoint, health, signal)), persistent };
      }
    }
    return { running: false, kind: this.kind, name: "LocalStack" };
  }

  async start(options: StartOptions = {}): Promise<EmulatorStatus> {
    const already = await this.status(options.signal);
    if (already.running) return already;
    return withFileLock(join(this.folder, "lock"), () => this.startLocked(options), {
      signal: options.signal,
      onWait: () => options.onProgress?.("Waiting for another process that is starting or stopping LocalStack…"),
    });
  }

  async stop(signal?: AbortSignal): Promise<void> {
    const stopLocked = async (): Promise<void> => {
      const container = await this.container(signal);
      if (!container) return;
      if (container.port) await stopWebsiteFront(this.options.stateDir, `http://127.0.0.1:${container.port}`);
      await this.docker(composeDown(this.options.composeFile), { signal, timeoutMs: 60_000 });
    };
    await withFileLock(join(this.folder, "lock"), stopLocked, { signal });
  }

  async reset(signal?: AbortSignal): Promise<EmulatorStatus> {
    const { endpoint } = await this.status(signal);
    if (!endpoint) throw notRunning("LocalStack's port");
    await resetEndpoint(endpoint, signal);
    return this.status(signal);
  }

  logs(lines = 200): Promise<string> {
    return this.docker(composeLogs(this.options.composeFile, lines), { timeoutMs: quickMs });
  }

  private async startLocked({ persist = false, signal, onProgress }: StartOptions): Promise<EmulatorStatus> {
    const already = await this.status(signal);
    if (already.running) return already;
    await this.docker(serverVersion(), { signal, timeoutMs: quickMs });
    const env = this.options.env ?? process.env;
    const last = (await this.saved())?.port;
    const usual = this.options.port ?? 4566;
    const port = await choosePort(last === undefined ? [usual] : [usual, last]);
    const settings = { image: localstackImage(env), port, persist };
    if (persist && !env.LOCALSTACK_AUTH_TOKEN) {
      onProgress?.("LocalStack keeps its state over a stop only with the token of a paid plan.");
    }
    if (!(await localstackAtHand(this.options, quickMs, signal))) {
      onProgress?.(`Downloading the image ${settings.image} (more than 1 GB, once)…`);
    }
    onProgress?.(`Starting LocalStack on 127.0.0.1:${port}…`);
    let status: EmulatorStatus | undefined;
    try {
      await this.docker(composeUp(this.options.composeFile), { signal, settings, timeoutMs: 30 * 60_000 });
      await mkdir(this.folder, { recursive: true });
      await writeFile(this.savedFile, JSON.stringify({ persist, port }));
      const endpoint = `http://127.0.0.1:${port}`;
      const health = await waitForHealth(endpoint, { timeoutMs: startTimeoutMs, signal, stillHope: this.stillThere(signal) });
      if (!health) throw await this.startFailed(settings);
      return (status = { ...(await describeRunning(this.kind, endpoint, health, signal)), persistent: persist });
    } finally {
      if (!status) await this.docker(composeDown(this.options.composeFile), { timeoutMs: 60_000 }).catch(() => undefined);
    }
  }

  /** A container that exits, for want of a licence for example, will never answer. Asked every two seconds. */
  private stillThere(signal?: AbortSignal): () => Promise<boolean> {
    let next = performance.now() + 2000;
    return async () => {
      if (performance.now() < next) return true;
      const there = (await this.container(signal))?.running ?? false;
      next = performance.now() + 2000;
      return there;
    };
  }

  private async container(signal?: AbortSignal): Promise<ComposeContainer | undefined> {
    return parseComposePs(await this.docker(composePs(this.options.composeFile), { signal, timeoutMs: quickMs }));
  }

  private async docker(
    args: string[],
    { signal, timeoutMs, settings }: { signal?: AbortSignal; timeoutMs: number; settings?: LocalstackSettings },
  ): Promise<string> {
    const env = dockerEnvironment(this.options.env ?? process.env, settings);
    try {
      return (await run(this.options.docker ?? "docker", args, { env, signal, timeoutMs })).stdout;
    } catch (error) {
      if (error instanceof RunError) throw dockerError(error, args);
      throw error;
    }
  }

  private async startFailed({ image }: LocalstackSettings): Promise<UserError> {
    const log = await this.logs(8).catch(() => "");
    const hint = image.endsWith(":4.14.0")
      ? "Or use the embedded emulator: --emulator ministack"
      : "This image needs a valid LOCALSTACK_AUTH_TOKEN; without the variable the lab uses one that needs none.";
    return new UserError("localstack-failed", `LocalStack (${image}) did not start.${log && `\n${log.trim()}`}`, hint);
  }

  private get savedFile(): string {
    return join(this.folder, "last.json");
  }

  private async saved(): Promise<z.infer<typeof savedSchema> | undefined> {
    try {
      return savedSchema.parse(JSON.parse(await readFile(this.savedFile, "utf8")));
    } catch {
      return undefined;
    }
  }
}

function dockerError(error: RunError, args: readonly string[]): UserError {
  const options = { cause: error };
  const orMinistack = "or use the emulator that needs no Docker: --emulator ministack";
  if (error.reason === "was not found") {
    return new UserError("docker-missing", "Docker was not found.", `Install Docker, ${orMinistack}`, options);
  }
  const said = error.output.trim().split("\n").slice(0, 6).join("\n");
  switch (classifyDockerFailure(error.output)) {
    case "no-daemon":
      return new UserError("docker-unavailable", `Docker does not run: ${said}`, `Start Docker, ${orMinistack}`, options);
    case "no-permission":
      return new UserError("docker-unavailable", `You may not use Docker: ${said}`, `Join the docker group, ${orMinistack}`, options);
    case "no-compose":
      return new UserError("docker-unavailable", "Docker has no compose plug-in.", `Install docker-compose-plugin, ${orMinistack}`, options);
    default:
      return new UserError("localstack-failed", `docker ${args.join(" ")} ${error.reason}: ${said}`, `Look at what Docker says, ${orMinistack}`, options);
  }
}
