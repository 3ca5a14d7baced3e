import { createHash, randomBytes, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { mkdir, readFile, writeFile, link, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";

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

/**
 * The workspace at or above a project's folder; where there is none yet, the one that is to be made: the parent's when
 * other projects lie side by side with this one, so that their stacks can refer to each other, else the project's own.
 */
export function findWorkspace(dir: string): Workspace {
  for (let current = dir; ; current = dirname(current)) {
    if (existsSync(join(current, LAB_FOLDER))) return workspaceAt(current);
    if (dirname(current) === current) break;
  }
  return workspaceAt(hasSiblingProjects(dir) ? dirname(dir) : dir);
}

/** Projects of one name would overwrite each other's stacks, so then each keeps to itself. */
function hasSiblingProjects(dir: string): boolean {
  const parent = dirname(dir);
  if (parent === dir || parent === homedir() || parent === realpathSync(tmpdir())) return false;
  const names = readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .flatMap((entry) => projectName(join(parent, entry.name)) ?? []);
  return names.length > 1 && new Set(names).size === names.length;
}

function projectName(folder: string): string | undefined {
  try {
    const settings: unknown = parse(readFileSync(join(folder, "Pulumi.yaml"), "utf8"));
    return typeof settings === "object" && settings !== null && "name" in settings ? String(settings.name) : undefined;
  } catch {
    return undefined;
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
