import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { CancelledError } from "../errors";

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
  timeoutMs?: number;
  /** Called with each line of either stream as it comes. */
  onLine?: (line: string) => void;
}

export interface RunResult {
  stdout: string;
  stderr: string;
}

/** A program that could not be started, ran too long or exited with another code than 0. */
export class RunError extends Error {
  override readonly name = "RunError";

  constructor(
    readonly program: string,
    readonly reason: string,
    readonly output: string,
  ) {
    super(output ? `${program} ${reason}: ${lastLines(output, 12)}` : `${program} ${reason}`);
  }
}

/**
 * Runs a program to its end, without input. It and everything it started end when `signal` aborts (CancelledError) or
 * the time is over (RunError): compilers and installers work through children of their own.
 */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { signal, timeoutMs, onLine } = options;
  if (signal?.aborted) throw new CancelledError();
  const ownGroup = process.platform !== "win32";
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: ownGroup,
    windowsHide: true,
  });
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => (output[stream] += text));
    if (onLine) createInterface({ input: child[stream] }).on("line", onLine);
  }

  let stopped: "aborted" | "late" | undefined;
  let insist: NodeJS.Timeout | undefined;
  const stop = (why: "aborted" | "late") => {
    stopped ??= why;
    endTree(child.pid, "SIGTERM");
    insist ??= setTimeout(() => endTree(child.pid, "SIGKILL"), 3000);
  };
  const onAbort = () => stop("aborted");
  signal?.addEventListener("abort", onAbort, { once: true });
  const limit = timeoutMs === undefined ? undefined : setTimeout(() => stop("late"), timeoutMs);
  try {
    const reason = await new Promise<string | undefined>((resolve) => {
      child.once("error", (error: NodeJS.ErrnoException) =>
        resolve(error.code === "ENOENT" ? "was not found" : `could not be started (${error.message})`),
      );
      child.once("close", (code, endSignal) =>
        resolve(code === 0 ? undefined : endSignal ? `was ended by ${endSignal}` : `failed with exit code ${code}`),
      );
    });
    if (stopped === "aborted") throw new CancelledError();
    if (stopped === "late") {
      throw new RunError(command, `did not finish in ${Math.round((timeoutMs ?? 0) / 1000)} s`, output.stderr);
    }
    if (reason) throw new RunError(command, reason, output.stderr.trim() || output.stdout.trim());
    return output;
  } finally {
    clearTimeout(limit);
    clearTimeout(insist);
    signal?.removeEventListener("abort", onAbort);
  }
}

function endTree(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  if (process.platform === "win32") {
    spawn("taskkill", ["/pid", String(pid), "/T", "/F"], { stdio: "ignore", windowsHide: true }).on("error", () => {});
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function lastLines(text: string, count: number): string {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}
