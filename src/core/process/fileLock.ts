/**
 * Mutual exclusion between processes on one machine.
 *
 * The lock is a folder; who wants it puts a file of its own there, named after its process, and then looks: alone
 * among the living, it has the lock; otherwise it takes its file back and tries again later. Of two that come at
 * once at least the later look sees the other's file, so there are never two holders. A dead process's file is
 * recognized by pid and start time and removed; since every file name is unique, that can't hit anybody else's.
 */
import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CancelledError } from "../errors";
import { identifyProcess, isAlive, type ProcessIdentity } from "./processIdentity";

export interface FileLockOptions {
  signal?: AbortSignal;
  /** Called once when somebody else holds the lock, with its pid. */
  onWait?: (pid: number) => void;
}

/**
 * Runs `action` while this process holds the lock `lockFolder` (made when missing). Not reentrant.
 * A live holder is waited for as long as it takes; `signal` ends the wait with a CancelledError.
 */
export async function withFileLock<T>(
  lockFolder: string,
  action: () => Promise<T>,
  options: FileLockOptions = {},
): Promise<T> {
  const release = await acquire(lockFolder, options);
  try {
    return await action();
  } finally {
    await release();
  }
}

async function acquire(folder: string, options: FileLockOptions): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const self = await identifyProcess(process.pid);
  if (!self) throw new Error("This process can't find its own start time.");
  const mine = holderFileName(self, randomUUID());
  let told = false;
  for (;;) {
    if (options.signal?.aborted) throw new CancelledError();
    let holder = await otherHolder(folder, mine);
    if (!holder) {
      await (await open(join(folder, mine), "wx", 0o600)).close();
      holder = await otherHolder(folder, mine).catch(async (error: unknown) => {
        await rm(join(folder, mine), { force: true });
        throw error;
      });
      if (!holder) return () => rm(join(folder, mine), { force: true });
      await rm(join(folder, mine), { force: true });
    } else if (!told) {
      told = true;
      options.onWait?.(holder.pid);
    }
    // Uneven pauses, so that two that collided don't collide for ever.
    await sleep(10 + Math.random() * 50, undefined, { signal: options.signal }).catch(() => undefined);
  }
}

async function otherHolder(folder: string, mine: string): Promise<ProcessIdentity | undefined> {
  for (const name of await readdir(folder)) {
    const holder = name === mine ? undefined : parseHolderFileName(name);
    if (!holder) continue;
    if (await isAlive(holder)) return holder;
    await rm(join(folder, name), { force: true });
  }
  return undefined;
}

/** `PID~START~TOKEN`: the name says it all, so that a record is never half written. */
export function holderFileName(identity: ProcessIdentity, token: string): string {
  return [identity.pid, encodeURIComponent(identity.started), token].join("~");
}

export function parseHolderFileName(name: string): ProcessIdentity | undefined {
  const found = /^([1-9]\d*)~([^~]+)~[^~]+$/.exec(name);
  if (!found) return undefined;
  try {
    return { pid: Number(found[1]), started: decodeURIComponent(found[2]!) };
  } catch {
    return undefined;
  }
}
