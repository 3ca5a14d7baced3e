import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { isAlive, signalProcess, type ProcessIdentity } from "./processIdentity";

const run = promisify(execFile);

/**
 * Ends a process: asks it to, waits up to `graceMs`, then insists. Resolves once it is gone; it need not be our child.
 * Aborting `signal` skips what is left of the grace time.
 */
export async function endProcess(identity: ProcessIdentity, graceMs: number, signal?: AbortSignal): Promise<void> {
  if (process.platform === "win32") {
    // There is no request to end that a process without a window can hear; and the children must be named, too.
    if (await isAlive(identity)) {
      await run("taskkill", ["/pid", String(identity.pid), "/T", "/F"], { windowsHide: true }).catch(() => undefined);
    }
    await gone(identity, 5000);
    return;
  }
  if (!(await signalProcess(identity, "SIGTERM"))) return;
  if (await gone(identity, graceMs, signal)) return;
  await signalProcess(identity, "SIGKILL");
  if (!(await gone(identity, 5000))) throw new Error(`Process ${identity.pid} can't be ended.`);
}

async function gone(identity: ProcessIdentity, withinMs: number, signal?: AbortSignal): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (await isAlive(identity)) {
    if (performance.now() > deadline || signal?.aborted) return false;
    await sleep(25, undefined, { signal }).catch(() => undefined);
  }
  return true;
}
