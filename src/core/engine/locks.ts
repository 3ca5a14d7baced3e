import { readdir, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { identifyProcess } from "../process/processIdentity";

const content = z.looseObject({ pid: z.number().optional(), hostname: z.string().optional(), username: z.string().optional(), timestamp: z.string().optional() });

/** A lock that an operation holds, or left, on a stack of a file backend. */
export interface StackLock {
  file: string;
  pid?: number;
  host?: string;
  time?: string;
  /** A process on another machine counts as alive: nobody here can tell. */
  alive: boolean;
}

/** The locks on one stack of the file backend in `backendDir`. */
export async function stackLocks(
  backendDir: string,
  project: string,
  stack: string,
  isAlive: (pid: number) => Promise<boolean> = processAlive,
): Promise<StackLock[]> {
  const folder = join(backendDir, ".pulumi", "locks", "organization", project, stack.split("/").pop() ?? stack);
  const names = await readdir(folder).catch(() => [] as string[]);
  const locks = await Promise.all(
    names.filter((name) => name.endsWith(".json")).map(async (name): Promise<StackLock | undefined> => {
      const file = join(folder, name);
      const text = await readFile(file, "utf8").catch(() => undefined);
      if (text === undefined) return undefined; // released meanwhile
      const parsed = content.safeParse(tryJson(text));
      const { pid, hostname: host, timestamp } = parsed.success ? parsed.data : {};
      const here = host === undefined || host === hostname();
      // An unreadable lock is half-written by a process that is being born or has died; treat it as alive.
      return { file, pid, host, time: timestamp, alive: pid === undefined || !here || (await isAlive(pid)) };
    }),
  );
  return locks.filter((lock) => lock !== undefined);
}

/** Removes locks whose process is dead, with the attributes that lie beside them. A live one is never touched. */
export async function removeDeadLocks(locks: StackLock[]): Promise<void> {
  const dead = locks.filter((lock) => !lock.alive);
  await Promise.all(dead.flatMap(({ file }) => [file, `${file}.attrs`]).map((file) => rm(file, { force: true })));
}

async function processAlive(pid: number): Promise<boolean> {
  return (await identifyProcess(pid)) !== undefined;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
