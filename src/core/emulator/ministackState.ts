/** What we remember about the MiniStack that we manage, and where its things lie. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { processIdentitySchema } from "../process/processIdentity";

const recordSchema = z.object({
  /** Absent once it was stopped. */
  process: processIdentitySchema.optional(),
  port: z.number().int().min(1).max(65535),
  /** Of this start; see `edition` in `ministackEnvironment`. */
  token: z.string().min(1),
  persistent: z.boolean(),
});

export type MinistackRecord = z.infer<typeof recordSchema>;

export interface MinistackPaths {
  record: string;
  lock: string;
  log: string;
  home: string;
  /** One folder below for each start. */
  temp: string;
  state: string;
  s3: string;
}

export function ministackPaths(stateDir: string): MinistackPaths {
  const folder = join(stateDir, "ministack");
  return {
    record: join(folder, "process.json"),
    lock: join(folder, "lock"),
    log: join(folder, "ministack.log"),
    home: join(folder, "home"),
    temp: join(folder, "temp"),
    state: join(folder, "state"),
    s3: join(folder, "s3"),
  };
}

/** Undefined when there is none or it can't be read: then nothing is known to run. */
export async function readRecord(paths: MinistackPaths): Promise<MinistackRecord | undefined> {
  const text = await readFile(paths.record, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return recordSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export async function writeRecord(paths: MinistackPaths, record: MinistackRecord): Promise<void> {
  await mkdir(join(paths.record, ".."), { recursive: true });
  const draft = `${paths.record}.${process.pid}`;
  await writeFile(draft, JSON.stringify(record, undefined, 2), { mode: 0o600 });
  await rename(draft, paths.record);
}
