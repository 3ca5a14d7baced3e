import { readFile, readdir, readlink } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { listProcesses } from "../../src/core/process/processList";

export interface Leftover {
  pid: number;
  commandLine: string;
}

/**
 * Processes that still belong to a test run, known by the run's own temporary folder: they work in it, name it in
 * their arguments, or (where it can be read) carry it in their environment. Given some time to end by themselves.
 */
export async function findLeftovers(folder: string, patienceMs: number): Promise<Leftover[]> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const found = await belongingTo(folder);
    if (found.length === 0 || Date.now() > deadline) return found;
    await sleep(200);
  }
}

async function belongingTo(folder: string): Promise<Leftover[]> {
  const named = (await listProcesses()).filter(({ commandLine }) => commandLine.includes(folder));
  if (process.platform !== "linux") return named;
  const found = new Map(named.map((entry) => [entry.pid, entry]));
  for (const name of (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry))) {
    const pid = Number(name);
    if (pid === process.pid || found.has(pid)) continue;
    const [environment, cwd, commandLine] = await Promise.all([
      readFile(`/proc/${pid}/environ`, "utf8").catch(() => ""),
      readlink(`/proc/${pid}/cwd`).catch(() => ""),
      readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => ""),
    ]);
    // Without a command line it is a zombie that waits for its parent.
    if (commandLine !== "" && (environment.includes(folder) || cwd.startsWith(folder))) {
      found.set(pid, { pid, commandLine: commandLine.split("\0").join(" ").trim() });
    }
  }
  return [...found.values()];
}
