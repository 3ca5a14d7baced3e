import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { errorMessage, UserError } from "../errors";
import { run } from "./childProcess";
import { runNpm } from "./npm";
import { publish, readRecord } from "./publish";
import type { NodeTool, ProvisionContext } from "./tools";
import { isRecent, versionIn, versions } from "./versions";

/** The Node that runs this code. In an editor it is the editor's own binary, told by a variable to be Node. */
export interface RunningNode {
  path: string;
  version: string;
  electron: boolean;
}

export function runningNode(): RunningNode {
  return { path: process.execPath, version: process.versions.node, electron: "electron" in process.versions };
}

const nodeRecord = z.object({ version: z.string(), file: z.string() });

const nodeLock = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({
      os: z.string().optional(),
      cpu: z.string().optional(),
      version: z.string().optional(),
      integrity: z.string().optional(),
    }),
  ),
});

export interface NodePackage {
  name: string;
  /** What npm needs to install it alone: a project with its lock file, checksum included. */
  project: { "package.json": string; "package-lock.json": string };
}

/** The npm package that carries Node for a platform, by the pinned lock file; undefined where there is none. */
export function nodePackageFor(lockFile: string, platform: NodeJS.Platform, arch: string): NodePackage | undefined {
  const { packages } = nodeLock.parse(JSON.parse(lockFile));
  const found = Object.entries(packages).find(([, entry]) => entry.os === platform && entry.cpu === arch);
  if (!found) return undefined;
  const [path, { version, integrity }] = found;
  const name = path.replace(/^node_modules\//, "");
  // npm passes in silence over an optional package that it can't fetch or whose checksum is wrong: ask for this one.
  const root = { name: "node-for-the-lab", version: "0.0.0", dependencies: { [name]: version } };
  const lock = { ...root, lockfileVersion: 3, requires: true, packages: { "": root, [path]: { version, integrity } } };
  return { name, project: { "package.json": JSON.stringify(root), "package-lock.json": JSON.stringify(lock) } };
}

/** A Node that is here already, preferring one of the preferred version: the running one, else ours. */
export async function findNode(context: ProvisionContext, running = runningNode()): Promise<NodeTool | undefined> {
  const { preferred, minimum } = versions.node;
  if (!running.electron && isRecent(running.version, preferred)) return fromRunning(running);
  const { target } = await readPinned(context);
  const record = await readRecord(target, nodeRecord);
  if (record) return { path: join(target, record.file), version: record.version, source: "cache", env: {} };
  return isRecent(running.version, minimum) ? fromRunning(running) : undefined;
}

/**
 * Makes sure of a Node that runs everything here, and fetches ours with npm where the running one is older.
 * Where ours can't be had (no npm, no package for this platform), a running one of the minimum version will do.
 */
export async function provisionNode(context: ProvisionContext, running = runningNode()): Promise<NodeTool> {
  const { preferred, minimum } = versions.node;
  if (!running.electron && isRecent(running.version, preferred)) return fromRunning(running);
  try {
    return await fetchNode(context);
  } catch (error) {
    if (context.signal?.aborted) throw error;
    if (isRecent(running.version, minimum)) {
      context.onProgress(`Going on with Node ${running.version}: ${errorMessage(error).split("\n")[0]}`);
      return fromRunning(running);
    }
    if (error instanceof UserError) throw error;
    throw new UserError(
      "node-not-found",
      `Node ${minimum} or newer is needed (this is ${running.version}), and it could not be fetched with npm: ${errorMessage(error)}`,
      `Install Node.js ${preferred.split(".")[0]} from nodejs.org, or check npm's access to its registry, then try again.`,
      { cause: error },
    );
  }
}

async function fetchNode(context: ProvisionContext): Promise<NodeTool> {
  const { target, pinned } = await readPinned(context);
  const record = await publish({
    target,
    record: nodeRecord,
    signal: context.signal,
    onWait: () => context.onProgress("Waiting for another process that is fetching Node…"),
    build: async (folder) => {
      if (!pinned) throw new Error(`npm has no Node package for ${context.platform} on ${context.arch}.`);
      const { name, project } = pinned;
      context.onProgress(`Fetching Node with npm (${name}, about 50 MB)…`);
      const work = join(folder, "package");
      await mkdir(work);
      for (const [file, text] of Object.entries(project)) await writeFile(join(work, file), text);
      await runNpm(context, ["ci", "--loglevel=error"], { cwd: work });
      // The package also carries headers, half of its size, that nothing here compiles against.
      await rename(join(work, "node_modules", name, "bin"), join(folder, "bin"));
      await rename(join(work, "node_modules", name, "LICENSE"), join(folder, "LICENSE")).catch(() => undefined);
      await rm(work, { recursive: true, force: true });
      const file = join("bin", context.platform === "win32" ? "node.exe" : "node");
      const { stdout } = await run(join(folder, file), ["--version"], { signal: context.signal, timeoutMs: 30_000 });
      return { version: versionIn(stdout) ?? "", file };
    },
  });
  return { path: join(target, record.file), version: record.version, source: "cache", env: {} };
}

async function readPinned({ root, cacheDir, platform, arch }: ProvisionContext) {
  const lockFile = await readFile(join(root, "tools", "node", "package-lock.json"), "utf8");
  const key = createHash("sha256").update(lockFile).digest("hex").slice(0, 12);
  return {
    pinned: nodePackageFor(lockFile, platform, arch),
    target: join(cacheDir, "node", `${platform}-${arch}-${key}`),
  };
}

function fromRunning({ path, version, electron }: RunningNode): NodeTool {
  return { path, version, source: "running", env: electron ? { ELECTRON_RUN_AS_NODE: "1" } : {} };
}
