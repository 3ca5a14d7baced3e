/**
 * Which process a remembered pid means. Pids are reused, so a pid file that holds a number alone may one day name
 * somebody else's process; number and start time together name one process for good.
 */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { z } from "zod";

const run = promisify(execFile);

export const processIdentitySchema = z.object({ pid: z.number().int().positive(), started: z.string().min(1) });

export interface ProcessIdentity {
  pid: number;
  /** When it started, opaque: compare it, don't read it. It tells boots of the machine apart, too. */
  started: string;
}

/** The identity of the running process `pid`; undefined when there is none, or only a zombie that waits to be reaped. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  const started = await startOf(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether this very process still runs. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await startOf(identity.pid)) === identity.started;
}

/** Sends a signal only to this very process. False when it is gone already. */
export async function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): Promise<boolean> {
  if (!(await isAlive(identity))) return false;
  try {
    process.kill(identity.pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}

async function startOf(pid: number): Promise<string | undefined> {
  switch (process.platform) {
    case "linux": {
      const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
      const ticks = stat === undefined ? undefined : parseProcStat(stat);
      return ticks === undefined ? undefined : `${await bootOfMachine()}/${ticks}`;
    }
    case "win32": {
      const command = `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`;
      const output = await run("powershell.exe", ["-NoProfile", "-NonInteractive", "-Command", command], { windowsHide: true })
        .then((result) => result.stdout)
        .catch(() => "");
      return parseFileTime(output);
    }
    default: {
      // The time zone and language would change the text from one terminal to the next.
      const env = { PATH: process.env.PATH, TZ: "UTC", LC_ALL: "C" };
      const output = await run("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { env })
        .then((result) => result.stdout)
        .catch(() => "");
      return parsePsStart(output);
    }
  }
}

let boot: string | undefined;

async function bootOfMachine(): Promise<string> {
  boot ??= (await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "unknown")).trim();
  return boot;
}

/** The start time in clock ticks since boot from `/proc/PID/stat`; undefined for zombies and unreadable text. */
export function parseProcStat(stat: string): string | undefined {
  // The command name stands in parentheses and may itself hold spaces and parentheses.
  const afterName = stat.slice(stat.lastIndexOf(")") + 1).trim().split(/\s+/);
  const [state, threads, startTime] = [afterName[0], Number(afterName[17]), afterName[19]];
  if (!state || !/^[A-Za-z]$/.test(state) || /^[Xx]$/.test(state)) return undefined;
  // The first thread may be a zombie while others still run, and hold the process's ports and files.
  if (state === "Z" && !(threads > 1)) return undefined;
  return startTime && /^\d+$/.test(startTime) ? startTime : undefined;
}

/** The start time from `ps -o stat=,lstart=`, such as `Ss   Tue Nov 24 03:22:18 2026`. */
export function parsePsStart(output: string): string | undefined {
  const found = /^\s*(\S+)\s+(\w{3} +\w{3} +\d+ +\d{2}:\d{2}:\d{2} +\d{4})\s*$/m.exec(output);
  if (!found || found[1]!.startsWith("Z")) return undefined;
  return found[2]!.replace(/ +/g, " ");
}

/** A Windows file time: a count of 100 ns steps. */
export function parseFileTime(output: string): string | undefined {
  return /^\s*(\d{10,20})\s*$/.exec(output)?.[1];
}
