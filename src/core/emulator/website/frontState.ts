/** What the website front and the commands that use it know about each other: files below the state folder. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { processIdentitySchema } from "../../process/processIdentity";

const recordSchema = z.object({
  process: processIdentitySchema,
  endpoint: z.string(),
  /** Where it takes requests for new websites, on 127.0.0.1. */
  controlPort: z.number().int().min(1).max(65535),
  /** Who has it may ask for new websites. */
  token: z.string().min(16),
  /** What was started; another build of it replaces this one. */
  build: z.string(),
});

export type FrontRecord = z.infer<typeof recordSchema>;

const portsSchema = z.record(z.string(), z.number().int().min(1).max(65535));

export interface FrontPaths {
  record: string;
  lock: string;
  log: string;
  /** The port of each bucket's website, so that it stays the same. */
  ports: string;
  home: string;
}

/** One front for each emulator. */
export function frontPaths(stateDir: string, endpoint: string): FrontPaths {
  const { hostname, port, protocol } = new URL(endpoint);
  const name = `${hostname.replace(/[^\w.-]/g, "_")}_${port || (protocol === "https:" ? "443" : "80")}`;
  const folder = join(stateDir, "website", name);
  return {
    record: join(folder, "process.json"),
    lock: join(folder, "lock"),
    log: join(folder, "website.log"),
    ports: join(folder, "ports.json"),
    home: join(folder, "home"),
  };
}

export async function readFrontRecord(paths: FrontPaths): Promise<FrontRecord | undefined> {
  return recordSchema.safeParse(await readJson(paths.record)).data;
}

export function writeFrontRecord(paths: FrontPaths, record: FrontRecord): Promise<void> {
  return writeJson(paths.record, record);
}

export async function readPorts(paths: FrontPaths): Promise<Record<string, number>> {
  return portsSchema.safeParse(await readJson(paths.ports)).data ?? {};
}

export function writePorts(paths: FrontPaths, ports: Record<string, number>): Promise<void> {
  return writeJson(paths.ports, ports);
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return undefined;
  }
}

async function writeJson(file: string, content: unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(content, undefined, 2), { mode: 0o600 });
  await rename(draft, file);
}
