import { readdir, realpath } from "node:fs/promises";
import { basename, join } from "node:path";
import { loadProject, PROJECT_FILES, type Project } from "../engine/project";
import { errorMessage, UserError } from "../errors";

/** What went wrong, for a face that lists rather than stops. */
export interface ListedError {
  code: string;
  message: string;
  hint?: string;
}

/** A Pulumi project in a folder that was searched. One that can't be used is found as well, with the reason. */
export interface FoundProject {
  /** Real path of its folder. */
  dir: string;
  /** The project file's name, such as `Pulumi.yaml`. */
  file: string;
  name: string;
  /** Absent where `error` is. */
  project?: Project;
  error?: ListedError;
}

/** Folders that hold no project of the learner's own, and may be huge. */
const SKIPPED = new Set(["node_modules", "dist"]);
const DEEPEST = 6;

/**
 * The projects in a folder and below, in the order of their paths; folders that can't be read are passed over.
 * @throws the signal's reason when it is aborted
 */
export async function findProjects(root: string, signal?: AbortSignal): Promise<FoundProject[]> {
  const found: FoundProject[] = [];
  const visit = async (dir: string, depth: number): Promise<void> => {
    signal?.throwIfAborted();
    const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
    const names = new Set(entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name));
    const file = PROJECT_FILES.find((each) => names.has(each));
    if (file) found.push(await describe(dir, file));
    if (depth === DEEPEST) return;
    const below = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !SKIPPED.has(entry.name));
    for (const name of below.map((entry) => entry.name).sort()) await visit(join(dir, name), depth + 1);
  };
  const start = await realpath(root).catch(() => undefined);
  if (start !== undefined) await visit(start, 0);
  return found;
}

async function describe(dir: string, file: string): Promise<FoundProject> {
  try {
    const project = await loadProject(dir);
    return { dir, file, name: project.name, project };
  } catch (error) {
    return { dir, file, name: basename(dir), error: listedError(error) };
  }
}

export function listedError(error: unknown): ListedError {
  if (error instanceof UserError) return { code: error.code, message: error.message, hint: error.hint };
  return { code: "unexpected", message: errorMessage(error) };
}
