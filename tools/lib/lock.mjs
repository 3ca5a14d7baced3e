// @ts-check
// A lock between processes. Dependency-free: the bootstrap takes it before any package is installed.
//
// The lock is a folder with an owner file in it, put in place by one rename: nobody ever sees it half written, and a
// rename onto a folder that isn't empty fails on every platform and file system that we meet.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, rmdir, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { clearInterval, setInterval } from "node:timers";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * @typedef {{ pid: number, host: string, started: string | null, token: string }} Owner
 * @typedef {{ signal?: AbortSignal, onWait?: (pid: number) => void, pollMs?: number }} LockOptions
 */

/** The owner renews its file this often; a lock of another machine (a shared home) is dead when it stopped doing so. */
const renewMs = 30_000;
const foreignDeadMs = 5 * 60_000;
/** Taking over a dead lock is a matter of milliseconds; a guard older than this was left by a killed process. */
const guardDeadMs = 10_000;

/**
 * Runs `work` while no other process, nor another caller in this one, holds the lock at `path`.
 * A live owner is waited for (`onWait` is told its pid, once for each owner), a dead one's lock is taken over.
 * @template T
 * @param {string} path
 * @param {LockOptions} options
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, options, work) {
  const release = await acquire(path, options);
  try {
    return await work();
  } finally {
    await release();
  }
}

/**
 * @param {string} path
 * @param {LockOptions} options
 * @returns {Promise<() => Promise<void>>}
 */
async function acquire(path, { signal, onWait, pollMs = 150 }) {
  const token = randomUUID();
  /** @type {Owner} */
  const owner = { pid: process.pid, host: hostname(), started: processStart(process.pid), token };
  const mine = `${path}.${token}`;
  await mkdir(dirname(path), { recursive: true });
  await mkdir(mine);
  await writeFile(join(mine, "owner.json"), JSON.stringify(owner));
  let told = "";
  try {
    while (!(await moveIntoPlace(mine, path))) {
      const holder = await readOwner(path);
      if (holder && !(await isAlive(holder, path))) {
        await removeDead(path, holder);
        continue;
      }
      if (holder && holder.token !== told) {
        told = holder.token;
        onWait?.(holder.pid);
      }
      await sleep(pollMs, undefined, { signal });
    }
  } catch (error) {
    await rm(mine, { recursive: true, force: true });
    throw signal?.aborted ? signal.reason : error;
  }
  const renewal = setInterval(() => {
    const now = new Date();
    utimes(join(path, "owner.json"), now, now).catch(() => undefined);
  }, renewMs);
  renewal.unref();
  await removeLitter(path).catch(() => undefined);
  return async () => {
    clearInterval(renewal);
    if ((await readOwner(path))?.token !== token) return;
    await rename(path, mine);
    await rm(mine, { recursive: true, force: true });
  };
}

/**
 * @param {string} from
 * @param {string} to
 * @returns {Promise<boolean>} false when something is there already
 */
async function moveIntoPlace(from, to) {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    const taken = ["ENOTEMPTY", "EEXIST"].includes(code(error));
    // Windows says EPERM instead, also for a moment after the old lock has gone.
    if (taken || (process.platform === "win32" && ["EPERM", "EACCES", "EBUSY"].includes(code(error)))) return false;
    throw error;
  }
}

/**
 * Removes the lock of a process that is gone. One process at a time, and only if the lock is still that one:
 * without the guard, a slow process could remove the lock that a quicker one has just taken.
 * @param {string} path
 * @param {Owner} dead
 */
async function removeDead(path, dead) {
  const guard = `${path}.takeover`;
  try {
    await mkdir(guard);
  } catch (error) {
    if (code(error) !== "EEXIST") throw error;
    const age = await ageOf(guard);
    if (age !== undefined && age > guardDeadMs) await rmdir(guard).catch(() => undefined);
    else await sleep(20);
    return;
  }
  try {
    if ((await readOwner(path))?.token !== dead.token) return;
    const grave = `${path}.${dead.token}`;
    await rename(path, grave);
    await rm(grave, { recursive: true, force: true });
  } finally {
    await rmdir(guard).catch(() => undefined);
  }
}

/**
 * @param {string} path
 * @returns {Promise<Owner | undefined>}
 */
async function readOwner(path) {
  try {
    return JSON.parse(await readFile(join(path, "owner.json"), "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * @param {Owner} owner
 * @param {string} path
 */
async function isAlive(owner, path) {
  if (owner.host !== hostname()) {
    const age = await ageOf(join(path, "owner.json"));
    return age === undefined || age < foreignDeadMs;
  }
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (code(error) === "ESRCH") return false;
  }
  const started = processStart(owner.pid);
  return started === null || owner.started === null || started === owner.started;
}

/**
 * Tells a process from a later one that got the same pid. Only Linux tells it cheaply; elsewhere the pid must do.
 * @param {number} pid
 * @returns {string | null}
 */
function processStart(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${ticks}`;
  } catch {
    return null;
  }
}

/** @param {string} path */
async function ageOf(path) {
  try {
    return Date.now() - (await stat(path)).mtimeMs;
  } catch {
    return undefined;
  }
}

/**
 * Processes killed while they waited leave their owner folders behind.
 * @param {string} path
 */
async function removeLitter(path) {
  for (const name of await readdir(dirname(path))) {
    const litter = join(dirname(path), name);
    if (!name.startsWith(`${basename(path)}.`)) continue;
    const owner = await readOwner(litter);
    if (owner && !(await isAlive(owner, litter))) await rm(litter, { recursive: true, force: true });
  }
}

/** @param {unknown} error */
function code(error) {
  return /** @type {NodeJS.ErrnoException} */ (error)?.code ?? "";
}
