import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { UserError } from "../errors";
import type { Project } from "./project";
import { stateUrl, type Workspace } from "./workspace";

/** Where a stack's state lies, and who said so. */
export interface Backend {
  url: string;
  source: "project" | "environment" | "login" | "workspace";
  /** Folder of a file backend's `.pulumi`. */
  dir: string;
}

/**
 * The state backend of a project: the one that the project names, else PULUMI_BACKEND_URL, else the one that is
 * logged in to if it is a folder, else the workspace's own. A remote one is never reached: labs carry no tokens.
 */
export async function resolveBackend(
  project: Project,
  workspace: Workspace,
  environment: NodeJS.ProcessEnv,
  home: string = homedir(),
): Promise<Backend> {
  if (project.backendUrl) return named(project.backendUrl, "project", project.dir, home, `${project.file} of ${project.name}`);
  const fromEnvironment = environment.PULUMI_BACKEND_URL;
  if (fromEnvironment) return named(fromEnvironment, "environment", project.dir, home, "PULUMI_BACKEND_URL");
  const login = await currentLogin(environment.PULUMI_HOME ?? join(home, ".pulumi"));
  if (login?.startsWith("file://")) return named(login, "login", home, home, "the Pulumi login");
  // A login to Pulumi Cloud or a bucket is for real work: a lab's stacks stay beside the lab.
  return { url: stateUrl(workspace), source: "workspace", dir: workspace.stateDir };
}

function named(url: string, source: Backend["source"], base: string, home: string, who: string): Backend {
  if (!url.startsWith("file://")) {
    throw new UserError(
      "remote-backend",
      `${who} names the state backend ${url.replace(/\/\/[^/@]*@/, "//")}, which is not on this machine.`,
      "The lab passes no tokens or cloud keys to Pulumi. Name a file:// backend, or remove the setting for the lab.",
    );
  }
  const path = url.slice("file://".length).split("?")[0] ?? "";
  const dir = path.startsWith("~") ? join(home, path.slice(1)) : /^\/[A-Za-z]:/.test(path) ? fileURLToPath(url) : resolve(base, path);
  return { url: pathToFileURL(dir).href, source, dir };
}

async function currentLogin(pulumiHome: string): Promise<string | undefined> {
  try {
    const credentials = JSON.parse(await readFile(join(pulumiHome, "credentials.json"), "utf8")) as { current?: unknown };
    return typeof credentials.current === "string" ? credentials.current : undefined;
  } catch {
    return undefined;
  }
}
