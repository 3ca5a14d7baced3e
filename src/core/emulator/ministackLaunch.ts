/** Starting the MiniStack process, and removing what a former one left behind. */
import { spawn } from "node:child_process";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { errorMessage, UserError } from "../errors";
import { endProcess } from "../process/endProcess";
import { identifyProcess, type ProcessIdentity } from "../process/processIdentity";
import { listProcesses } from "../process/processList";
import { tailFile } from "./logTail";
import { ministackEnvironment } from "./ministackEnvironment";
import type { MinistackPaths } from "./ministackState";

export interface MinistackLaunch {
  /** Program and arguments, such as `[python, "-m", "ministack"]`. */
  command: readonly string[];
  /** A folder with `node`, for Lambdas; they use the one on PATH without. */
  nodeDir?: string;
}

export interface StartedMinistack {
  process: ProcessIdentity;
  /** How it ended, when it has. */
  ending: () => string | undefined;
}

const maxLogBytes = 2 * 1024 * 1024;

/** Starts MiniStack detached from this process, its output going to the log. It is not ready yet then. */
export async function launchMinistack(options: {
  launch: MinistackLaunch;
  paths: MinistackPaths;
  record: { port: number; token: string; persistent: boolean };
  env: NodeJS.ProcessEnv;
}): Promise<StartedMinistack> {
  const { launch, paths, record } = options;
  const temp = join(paths.temp, record.token);
  const folders = [paths.home, temp, dirname(paths.log), ...(record.persistent ? [paths.state, paths.s3] : [])];
  for (const folder of folders) await mkdir(folder, { recursive: true, mode: 0o700 });
  const env = ministackEnvironment({
    parent: options.env,
    port: record.port,
    edition: record.token,
    home: paths.home,
    temp,
    nodeDir: launch.nodeDir,
    persistence: record.persistent ? { state: paths.state, s3: paths.s3 } : undefined,
  });
  const [program, ...args] = launch.command;
  if (!program) throw new Error("The command for MiniStack is empty.");

  await rotate(paths.log);
  const log = await open(paths.log, "a", 0o600);
  let ending: string | undefined;
  try {
    const child = spawn(program, args, {
      cwd: temp,
      env,
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
      windowsHide: true,
    });
    child.once("exit", (code, signal) => (ending = signal ? `it was ended by ${signal}` : `it ended with code ${code}`));
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", reject);
    });
    child.unref();
    const identity = child.pid === undefined ? undefined : await identifyProcess(child.pid);
    if (!identity) throw new Error(ending ?? "it ended at once");
    return { process: identity, ending: () => ending };
  } catch (cause) {
    const said = await tailFile(paths.log, 8);
    throw new UserError(
      "emulator-start-failed",
      `MiniStack could not be started with ${program}: ${errorMessage(cause)}.${said && `\n${said}`}`,
      "Check the installation: pulumi-lab doctor",
      { cause },
    );
  } finally {
    await log.close();
  }
}

/**
 * Ends workers and removes temporary files of former starts. Lambda workers go by themselves when MiniStack is gone,
 * but not one whose handler never returns; they are known by the temporary folder, ours alone, in their command line.
 */
export async function clearLeftovers(paths: MinistackPaths): Promise<void> {
  const ofOurs = join(paths.temp, "");
  for (const { pid, commandLine } of await listProcesses()) {
    if (!isWorker(commandLine, ofOurs)) continue;
    const identity = await identifyProcess(pid);
    if (identity) await endProcess(identity, 1000);
  }
  await rm(paths.temp, { recursive: true, force: true, maxRetries: 5 });
}

/** Whether a command line is that of a Lambda worker below `temp`, and not, say, of an editor with one of its files. */
export function isWorker(commandLine: string, temp: string): boolean {
  const at = commandLine.indexOf(temp);
  if (at < 0) return false;
  return /^[/\\]?[^/\\ ]+[/\\]ministack-lambda-[^/\\]+[/\\]_worker\.\w+/.test(commandLine.slice(at + temp.length));
}

async function rotate(log: string): Promise<void> {
  const size = await stat(log).then(
    (found) => found.size,
    () => 0,
  );
  if (size > maxLogBytes) await rename(log, `${log}.1`);
}
