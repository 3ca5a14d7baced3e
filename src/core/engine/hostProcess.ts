import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { CancelledError } from "../errors";
import { type HostMessage, hostMessage, type RunRequest } from "../../shared/hostProtocol";

export interface HostProcessOptions {
  /** The Node that runs it, and the host's bundle. */
  node: { path: string; env: Record<string, string> };
  script: string;
  cwd: string;
  /** The whole environment: nothing of the parent's is added. */
  env: Record<string, string>;
  signal?: AbortSignal;
  /** Ends a cancelled operation at once. */
  force?: AbortSignal;
  /** Milliseconds that a cancelled operation may take to end by itself before it is ended by force. */
  graceMs?: number;
  onMessage: (message: HostMessage) => void;
  /** What the user's program prints. */
  onProgramOutput: (text: string) => void;
}

export interface HostExit {
  /** The process was ended by force: a lock that it held is dead. */
  killed: boolean;
  code: number | null;
}

const DEFAULT_GRACE_MS = 20_000;

/**
 * Runs one operation in a program host and waits for its end. On abort the host is asked to cancel, which lets
 * the engine finish what it has begun and write its state; after the grace time the whole process group goes.
 */
export async function runHost(request: RunRequest, options: HostProcessOptions): Promise<HostExit> {
  if (options.signal?.aborted) throw new CancelledError();
  const host = spawn(options.node.path, [options.script], {
    cwd: options.cwd,
    env: { ...options.env, ...options.node.env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // A group of its own: a terminal's Ctrl-C must reach the engine once, through us, and a kill must reach the CLI.
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  let killed = false;
  let escalation: NodeJS.Timeout | undefined;
  const cancel = (): void => {
    if (host.connected) host.send({ kind: "cancel" });
    escalation = setTimeout(kill, options.graceMs ?? DEFAULT_GRACE_MS);
  };
  const kill = (): void => {
    killed = true;
    killTree(host);
  };
  options.force?.addEventListener("abort", kill, { once: true });
  options.signal?.addEventListener("abort", cancel, { once: true });
  let failure: unknown;
  host.on("message", (raw) => {
    try {
      options.onMessage(hostMessage.parse(raw));
    } catch (error) {
      failure ??= error;
      if (host.connected) host.send({ kind: "cancel" });
    }
  });
  for (const stream of [host.stdout, host.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => options.onProgramOutput(text));
  }
  try {
    host.send(request);
    const [code] = (await once(host, "close")) as [number | null];
    // A program that spawned something of its own leaves it in the host's group.
    killTree(host);
    if (failure) throw failure;
    return { killed, code };
  } finally {
    clearTimeout(escalation);
    options.signal?.removeEventListener("abort", cancel);
    options.force?.removeEventListener("abort", kill);
  }
}

/** Ends a process and everything in its group. */
function killTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") {
      if (child.exitCode === null) spawn("taskkill", killTreeArguments(child.pid), { stdio: "ignore", windowsHide: true });
    } else {
      process.kill(-child.pid, "SIGKILL");
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Windows has no process groups: taskkill walks the tree. */
export function killTreeArguments(pid: number): string[] {
  return ["/PID", String(pid), "/T", "/F"];
}
