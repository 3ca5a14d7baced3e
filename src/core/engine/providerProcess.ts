import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { CancelledError, UserError } from "../errors";

/** The embedded AWS provider, running. */
export interface ProviderProcess {
  /** Its gRPC port on 127.0.0.1; the engine attaches to it through PULUMI_DEBUG_PROVIDERS. */
  port: number;
  stop(): Promise<void>;
}

export interface ProviderProcessOptions {
  node: { path: string; env: Record<string, string> };
  script: string;
  endpoint: string;
  region?: string;
  /** The program's working directory: relative paths of assets and archives start there. */
  programDirectory: string;
  env: Record<string, string>;
  signal?: AbortSignal;
  /** Lines that it writes for people. */
  onLog?: (text: string) => void;
}

const START_TIMEOUT_MS = 20_000;

/** Starts the provider and waits until it names its port. It ends by itself when this process goes away. */
export async function startProvider(options: ProviderProcessOptions): Promise<ProviderProcess> {
  if (options.signal?.aborted) throw new CancelledError();
  const arguments_ = [
    options.script,
    "--endpoint",
    options.endpoint,
    "--program-directory",
    options.programDirectory,
    "--exit-with-parent",
    ...(options.region ? ["--region", options.region] : []),
  ];
  const child = spawn(options.node.path, arguments_, {
    env: { ...options.env, ...options.node.env },
    stdio: ["pipe", "pipe", "pipe"],
    // Out of the terminal's process group: on Ctrl-C the engine still needs it to finish what it has begun.
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
    options.onLog?.(text);
  });
  try {
    return { port: await readPort(child, () => errors, options.signal), stop: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

async function readPort(child: ChildProcess, errors: () => string, signal?: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = "";
    const timer = setTimeout(() => fail("it did not answer in time"), START_TIMEOUT_MS);
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
    const abort = (): void => {
      settle();
      reject(new CancelledError());
    };
    const fail = (why: string): void => {
      settle();
      reject(new UserError("provider-failed", `The embedded AWS provider did not start: ${why}.`, "Run pulumi-lab doctor."));
    };
    signal?.addEventListener("abort", abort, { once: true });
    child.once("error", (error) => fail(error.message));
    child.once("exit", (code) => fail(errors().trim() || `exit code ${code}`));
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      const line = /^(\d+)\r?\n/.exec(text);
      if (!line) return;
      settle();
      child.removeAllListeners("exit");
      resolve(Number(line[1]));
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = once(child, "exit");
  child.stdin?.end();
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await exited;
  clearTimeout(timer);
}
