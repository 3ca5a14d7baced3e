import { createHash, randomUUID } from "node:crypto";
import { copyFile, lstat, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isInstalled } from "../../../tools/lib/installed.mjs";
import { CancelledError, errorMessage, UserError } from "../errors";
import { runNpm } from "../provision/npm";
import { publish, readRecord } from "../provision/publish";
import type { LabStore } from "../provision/tools";
import { linkTree } from "./hardLink";

export interface DependencyOptions {
  /** The per-user cache, in which the offline store lies. */
  store: string;
  env?: NodeJS.ProcessEnv;
  platform?: NodeJS.Platform;
  arch?: string;
  signal?: AbortSignal;
  onProgress?: (message: string) => void;
}

/** `kept`: they were there. `store`: linked from the offline store. `npm`: npm installed them into the project. */
export interface InstalledDependencies {
  how: "kept" | "store" | "npm";
}

const lockEntry = z.looseObject({
  version: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
  inBundle: z.boolean().optional(),
});
const lockFileShape = z.looseObject({
  lockfileVersion: z.number(),
  packages: z.record(z.string(), lockEntry),
});
const storeRecord = z.object({ lock: z.string() });

/**
 * A name for what a lock file installs. Two projects that differ in their own name and version alone share it, and so
 * do lock files that name different mirrors: the integrity says what a package is. Undefined when part of it is not
 * pinned by content (folders, git), when there is nothing to install, or for lock files of another shape.
 */
export function packagesKey(lockFile: string): string | undefined {
  const parsed = lockFileShape.safeParse(parseJson(lockFile));
  if (!parsed.success || parsed.data.lockfileVersion < 2) return undefined;
  const packages: Record<string, unknown> = {};
  for (const [path, entry] of Object.entries(parsed.data.packages)) {
    if (path === "") continue;
    const pinned = entry.integrity !== undefined || entry.inBundle === true;
    if (entry.link || !pinned || !path.startsWith("node_modules/")) return undefined;
    packages[path] = { ...entry, resolved: undefined };
  }
  if (Object.keys(packages).length === 0) return undefined;
  const root = parsed.data.packages[""];
  const wanted = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"].map((kind) => root?.[kind]);
  return createHash("sha256").update(JSON.stringify([wanted, sortedByKey(packages)])).digest("hex").slice(0, 24);
}

/**
 * Gives a project its `node_modules`. What its lock file pins comes from the offline store, which is filled by npm
 * the first time; a project without a lock file, or with dependencies that can't be stored, is npm's own business.
 * No package's install scripts run in any case.
 */
export async function installDependencies(projectDir: string, options: DependencyOptions): Promise<InstalledDependencies> {
  const { signal } = options;
  const onProgress = options.onProgress ?? (() => {});
  if (await isComplete(projectDir, options)) return { how: "kept" };
  const lockFile = await readText(join(projectDir, "package-lock.json"));
  const key = lockFile === undefined ? undefined : packagesKey(lockFile);
  try {
    if (lockFile !== undefined && key !== undefined) {
      const entry = await storeEntry(projectDir, key, options);
      onProgress("Linking the lab's packages from the offline store…");
      await linkFromStore(join(entry, "node_modules"), projectDir, signal);
      return { how: "store" };
    }
    if (lockFile === undefined && (await readText(join(projectDir, "package.json"))) === undefined) return { how: "kept" };
    await refuseLinkedPackages(projectDir);
    onProgress("Installing the project's packages with npm…");
    const args = [lockFile === undefined ? "install" : "ci", "--prefer-offline", "--loglevel=error"];
    await runNpm(npmContext(options), [...args, "--cache", npmCache(options)], { cwd: projectDir });
    return { how: "npm" };
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (signal?.aborted) throw new CancelledError();
    throw new UserError(
      "dependencies-failed",
      `The packages of ${projectDir} could not be installed: ${errorMessage(error)}`,
      "Check package.json, package-lock.json and npm's access to its registry, then try again.",
      { cause: error },
    );
  }
}

/** Puts the packages of every template into the offline store, so that no lab needs a network later. */
export async function warmLabs(templatesDir: string, options: DependencyOptions): Promise<LabStore> {
  const warmed: string[] = [];
  for (const { id, dir, key } of await storableTemplates(templatesDir)) {
    await storeEntry(dir, key, options);
    warmed.push(id);
  }
  return { dir: storeFolder(options), warmed };
}

/** The store as it is, without filling it. `missing` are templates whose packages are not there yet. */
export async function findLabs(
  templatesDir: string,
  options: DependencyOptions,
): Promise<LabStore & { missing: string[] }> {
  const found: LabStore & { missing: string[] } = { dir: storeFolder(options), warmed: [], missing: [] };
  for (const { id, key } of await storableTemplates(templatesDir)) {
    const record = await readRecord(entryFolder(key, options), storeRecord);
    (record ? found.warmed : found.missing).push(id);
  }
  return found;
}

async function storableTemplates(templatesDir: string): Promise<{ id: string; dir: string; key: string }[]> {
  const entries = await readdir(templatesDir, { withFileTypes: true });
  const templates = [];
  for (const { name: id } of entries.filter((entry) => entry.isDirectory()).sort((a, b) => a.name.localeCompare(b.name))) {
    const dir = join(templatesDir, id);
    const lockFile = await readText(join(dir, "package-lock.json"));
    const key = lockFile === undefined ? undefined : packagesKey(lockFile);
    if (key !== undefined) templates.push({ id, dir, key });
  }
  return templates;
}

/** The folder in the store that holds a project's `node_modules`, filled by npm if it isn't there. */
async function storeEntry(projectDir: string, key: string, options: DependencyOptions): Promise<string> {
  const onProgress = options.onProgress ?? (() => {});
  const target = entryFolder(key, options);
  await publish({
    target,
    record: storeRecord,
    signal: options.signal,
    onWait: () => onProgress("Waiting for another process that is fetching the same packages…"),
    build: async (folder) => {
      onProgress("Fetching the lab's packages with npm, once for all labs that use them…");
      for (const file of ["package.json", "package-lock.json"]) await copyFile(join(projectDir, file), join(folder, file));
      const settings = await readText(join(projectDir, ".npmrc"));
      if (settings !== undefined) await writeFile(join(folder, ".npmrc"), settings);
      const args = ["ci", "--prefer-offline", "--loglevel=error", "--include=dev", "--include=optional"];
      await runNpm(npmContext(options), [...args, "--cache", npmCache(options)], { cwd: folder });
      await mkdir(join(folder, "node_modules"), { recursive: true });
      if (!(await isComplete(folder, options))) {
        throw new Error("npm left out a package, as it does in silence with optional ones that it can't fetch.");
      }
      return { lock: key };
    },
  });
  return target;
}

async function linkFromStore(stored: string, projectDir: string, signal?: AbortSignal): Promise<void> {
  const target = join(projectDir, "node_modules");
  const temporary = join(projectDir, `.node_modules-${randomUUID()}`);
  const old = join(projectDir, `.node_modules-${randomUUID()}`);
  try {
    await linkTree(stored, temporary, signal);
    await rename(target, old).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
    await rename(temporary, target);
  } finally {
    for (const folder of [temporary, old]) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** npm would remove whatever this project doesn't ask for from the folder that the link leads to. */
async function refuseLinkedPackages(projectDir: string): Promise<void> {
  const folder = join(projectDir, "node_modules");
  const stats = await lstat(folder).catch(() => undefined);
  if (!stats?.isSymbolicLink()) return;
  throw new UserError("linked-packages", `${folder} is a link: installing would change the packages of another folder.`, "Install them there, or remove the link first.");
}

/** Whether a folder holds the packages of its lock file. */
async function isComplete(folder: string, { platform = process.platform, arch = process.arch }: DependencyOptions): Promise<boolean> {
  const lockFile = await readText(join(folder, "package-lock.json"));
  const installed = await readText(join(folder, "node_modules", ".package-lock.json"));
  return lockFile !== undefined && installed !== undefined && isInstalled(lockFile, installed, { platform, arch });
}

function storeFolder({ store }: DependencyOptions): string {
  return join(store, "labs");
}

function entryFolder(key: string, options: DependencyOptions): string {
  const { platform = process.platform, arch = process.arch } = options;
  return join(storeFolder(options), `${platform}-${arch}-${key}`);
}

function npmCache({ store }: DependencyOptions): string {
  return join(store, "npm");
}

function npmContext({ env = process.env, platform = process.platform, signal }: DependencyOptions) {
  return { env, platform, signal };
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sortedByKey(record: Record<string, unknown>): [string, unknown][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
