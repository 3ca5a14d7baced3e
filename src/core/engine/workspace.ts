import { createHash, randomBytes, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile, link, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** The folder in which a workspace keeps its state, journal and records. */
export const LAB_FOLDER = ".pulumi-lab";

/** A folder of labs that share one state backend, journal and passphrase. */
export interface Workspace {
  /** The folder that holds `.pulumi-lab`. */
  root: string;
  labDir: string;
  /** Folder of the file backend. */
  stateDir: string;
  journalFile: string;
  deploysFile: string;
}

/** The workspace at or above `dir`; where there is none yet, the one that `dir` would become. */
export function findWorkspace(dir: string): Workspace {
  for (let current = dir; ; current = dirname(current)) {
    if (existsSync(join(current, LAB_FOLDER))) return workspaceAt(current);
    if (dirname(current) === current) return workspaceAt(dir);
  }
}

export function workspaceAt(root: string): Workspace {
  const labDir = join(root, LAB_FOLDER);
  return {
    root,
    labDir,
    stateDir: join(labDir, "state"),
    journalFile: join(labDir, "journal.jsonl"),
    deploysFile: join(labDir, "deploys.json"),
  };
}

/** Makes the workspace's folder; it ignores itself in git, so that a learner's own repository stays clean. */
export async function ensureWorkspace(workspace: Workspace): Promise<void> {
  await mkdir(workspace.stateDir, { recursive: true });
  const ignore = join(workspace.labDir, ".gitignore");
  if (!existsSync(ignore)) await writeFile(ignore, "# State, journal and records of Pulumi Learning Lab.\n*\n");
}

/** The URL of the workspace's own state backend. */
export function stateUrl(workspace: Workspace): string {
  return pathToFileURL(workspace.stateDir).href;
}

/**
 * A name of the workspace's own, made once: its folder may be moved or renamed without losing what belongs to it.
 */
async function workspaceId(workspace: Workspace): Promise<string> {
  const file = join(workspace.labDir, "id");
  await createOnce(file, randomUUID(), 0o644);
  const id = (await readFile(file, "utf8")).trim();
  // It becomes a file's name: a mangled one must not lead elsewhere.
  return /^[0-9a-f-]{36}$/.test(id) ? id : createHash("sha256").update(id).digest("hex").slice(0, 36);
}

/** Writes a file unless it exists; of several processes that try, the first one's content stays. */
async function createOnce(file: string, content: string, mode: number): Promise<void> {
  if (existsSync(file)) return;
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  await writeFile(temporary, content, { mode });
  try {
    // A link, unlike a rename, fails when another process was first.
    await link(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * The file with the workspace's passphrase, made when it is first asked for. It lies in the user's data folder,
 * not in the workspace, so that a shared workspace does not carry the key to its own secrets.
 */
export async function passphraseFile(workspace: Workspace, dataDir: string): Promise<string> {
  const folder = join(dataDir, "passphrases");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, await workspaceId(workspace));
  await createOnce(file, randomBytes(24).toString("base64url"), 0o600);
  return file;
}

export async function readPassphrase(file: string): Promise<string> {
  return (await readFile(file, "utf8")).trim();
}
