import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { z } from "zod";
import { withLock } from "../../../tools/lib/lock.mjs";
import { CancelledError } from "../errors";

const recordFile = "ready.json";

export interface PublishOptions<T> {
  /** The finished folder. What lies there counts only when its record says so. */
  target: string;
  record: z.ZodType<T>;
  /** Whether a finished folder is still good: the Python behind an environment may have gone. */
  stillGood?: (record: T) => Promise<boolean>;
  /** Fills an empty folder, checks what it made, and says what is to be remembered of it. */
  build: (folder: string) => Promise<T>;
  /**
   * Build at the target itself: for what can't be moved afterwards. The record, written last, is then all that tells
   * a finished folder from an interrupted one.
   */
  inPlace?: boolean;
  signal?: AbortSignal;
  onWait?: () => void;
}

/** The record of a finished folder; undefined for one that is missing, interrupted or of another age. */
export async function readRecord<T>(target: string, record: z.ZodType<T>): Promise<T | undefined> {
  let text: string;
  try {
    text = await readFile(join(target, recordFile), "utf8");
  } catch {
    return undefined;
  }
  try {
    return record.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/**
 * Makes a folder exactly once, however many processes want it at the same time and wherever an earlier one was
 * interrupted: built under a temporary name, renamed when it is whole. Costs one small read when it is there.
 */
export async function publish<T>(options: PublishOptions<T>): Promise<T> {
  const { target, build, inPlace, signal, onWait } = options;
  const good = async () => {
    const record = await readRecord(target, options.record);
    return record && (await (options.stillGood?.(record) ?? true)) ? record : undefined;
  };
  const present = await good();
  if (present) return present;
  const asCancelled = (error: unknown) => {
    throw signal?.aborted ? new CancelledError() : error;
  };
  return withLock(`${target}.lock`, { signal, onWait }, async () => {
    const madeMeanwhile = await good();
    if (madeMeanwhile) return madeMeanwhile;
    await removeLeftovers(target);
    const folder = inPlace ? target : `${target}.tmp-${randomUUID()}`;
    await mkdir(folder, { recursive: true });
    try {
      const record = await build(folder);
      await writeFile(join(folder, `${recordFile}.tmp`), JSON.stringify(record));
      await rename(join(folder, `${recordFile}.tmp`), join(folder, recordFile));
      if (!inPlace) await rename(folder, target);
      return record;
    } catch (error) {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      throw error;
    }
  }).catch(asCancelled);
}

/** What an interrupted process left, and a target that is no good. Only under the lock. */
async function removeLeftovers(target: string): Promise<void> {
  const names = await readdir(dirname(target));
  const leftovers = names.filter((name) => name === basename(target) || name.startsWith(`${basename(target)}.tmp-`));
  await Promise.all(
    leftovers.map((name) => rm(join(dirname(target), name), { recursive: true, force: true, maxRetries: 3 })),
  );
}
