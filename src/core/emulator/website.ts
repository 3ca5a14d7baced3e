/**
 * S3 website hosting. The emulators ignore index and error documents, so a small process of ours, the website front,
 * stands before their S3 with S3's rules: http://127.0.0.1:PORT/ is the website of one bucket.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, open, rm, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { CancelledError, errorMessage, UserError } from "../errors";
import { endProcess } from "../process/endProcess";
import { withFileLock } from "../process/fileLock";
import { isAlive } from "../process/processIdentity";
import { assertLoopbackUrl } from "../safety/loopback";
import { tailFile } from "./logTail";
import { siteReplySchema, type FrontOptions } from "./website/frontProtocol";
import { frontPaths, readFrontRecord, type FrontPaths, type FrontRecord } from "./website/frontState";

export interface WebsiteOptions {
  /** The emulator's state folder. */
  stateDir: string;
  /** Program and arguments of the front, such as `[process.execPath, ".../dist/websiteFront.cjs"]`. */
  frontCommand: readonly string[];
  endpoint: string;
  bucket: string;
  /** How long the front stays when the emulator falls silent; 15 s by default. */
  lingerMs?: number;
  signal?: AbortSignal;
}

/** The URL of a bucket's website, with a slash at its end; starts the front when it doesn't run. */
export async function websiteUrl(options: WebsiteOptions): Promise<string> {
  const { href: endpoint } = await assertLoopbackUrl(options.endpoint);
  const paths = frontPaths(options.stateDir, endpoint);
  const build = await buildOf(options.frontCommand);
  const running = await usable(paths, build);
  const record = running ?? (await startFront({ ...options, endpoint }, paths, build));
  return askForSite(record, options.bucket, options.signal);
}

/** Ends the front of the emulator at `endpoint`, if there is one. */
export async function stopWebsiteFront(stateDir: string, endpoint: string): Promise<void> {
  const paths = frontPaths(stateDir, endpoint);
  if (!(await readFrontRecord(paths))) return;
  await withFileLock(paths.lock, () => stopLocked(paths));
}

async function stopLocked(paths: FrontPaths): Promise<void> {
  const record = await readFrontRecord(paths);
  if (!record) return;
  await endProcess(record.process, 3000);
  await rm(paths.record, { force: true });
}

async function usable(paths: FrontPaths, build: string): Promise<FrontRecord | undefined> {
  const record = await readFrontRecord(paths);
  return record && record.build === build && (await isAlive(record.process)) ? record : undefined;
}

function startFront(options: WebsiteOptions, paths: FrontPaths, build: string): Promise<FrontRecord> {
  const start = async (): Promise<FrontRecord> => {
    const other = await usable(paths, build);
    if (other) return other;
    await stopLocked(paths);
    return launchFront(options, paths, build);
  };
  return withFileLock(paths.lock, start, { signal: options.signal });
}

async function launchFront(options: WebsiteOptions, paths: FrontPaths, build: string): Promise<FrontRecord> {
  const [program, ...args] = options.frontCommand;
  if (!program) throw new Error("The command for the website front is empty.");
  const token = randomBytes(24).toString("hex");
  const input: FrontOptions = {
    endpoint: options.endpoint,
    stateDir: options.stateDir,
    token,
    build,
    ...(options.lingerMs ? { lingerMs: options.lingerMs } : {}),
  };
  await mkdir(paths.home, { recursive: true, mode: 0o700 });
  const log = await open(paths.log, "w", 0o600);
  let ending: string | undefined;
  const child = spawn(program, args, {
    detached: true,
    stdio: ["pipe", log.fd, log.fd],
    windowsHide: true,
    env: frontEnvironment(process.env, paths.home),
  });
  await log.close();
  child.once("error", (error) => (ending = errorMessage(error)));
  child.once("exit", (code, signal) => (ending = signal ? `it was ended by ${signal}` : `it ended with code ${code}`));
  child.stdin?.on("error", () => undefined); // it ended before it had read: `ending` says so
  child.stdin?.end(JSON.stringify(input));

  const deadline = performance.now() + 30_000;
  try {
    for (;;) {
      const record = await readFrontRecord(paths);
      if (record?.token === token) {
        child.unref();
        return record;
      }
      if (options.signal?.aborted) throw new CancelledError();
      if (ending === undefined && performance.now() > deadline) ending = "it did not get ready in time";
      if (ending !== undefined) throw await startFailed(ending, paths);
      await sleep(20, undefined, { signal: options.signal }).catch(() => undefined);
    }
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
}

async function startFailed(why: string, paths: FrontPaths): Promise<UserError> {
  const log = await tailFile(paths.log, 12);
  const message = `The website front could not be started: ${why}.${log && `\n${log}`}`;
  return new UserError("website-front-failed", message, `Its log: ${paths.log}`);
}

async function askForSite(record: FrontRecord, bucket: string, signal?: AbortSignal): Promise<string> {
  const timeout = AbortSignal.timeout(10_000);
  try {
    const response = await fetch(`http://127.0.0.1:${record.controlPort}/sites`, {
      method: "POST",
      redirect: "error",
      headers: { authorization: `Bearer ${record.token}`, "content-type": "application/json" },
      body: JSON.stringify({ bucket }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    if (!response.ok) throw new Error(await response.text());
    return siteReplySchema.parse(await response.json()).url;
  } catch (cause) {
    if (signal?.aborted) throw new CancelledError();
    const message = `The website front opened no site for the bucket ${bucket}: ${errorMessage(cause)}`;
    throw new UserError("website-front-failed", message, "Try again.", { cause });
  }
}

/** Nothing of the user's but what a program needs to start: the front reads no profile and no credentials. */
export function frontEnvironment(parent: NodeJS.ProcessEnv, home: string): Record<string, string> {
  const wanted = new Set(["PATH", "LANG", "TZ", "TMPDIR", "TMP", "TEMP", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT"]);
  const passed = Object.entries(parent).filter(([name, value]) => wanted.has(name.toUpperCase()) && value !== undefined);
  return {
    ...(Object.fromEntries(passed) as Record<string, string>),
    HOME: home,
    USERPROFILE: home,
    AWS_EC2_METADATA_DISABLED: "true",
    // Inside VS Code the program is Electron, which is Node only when told so.
    ELECTRON_RUN_AS_NODE: "1",
  };
}

/** Tells one build of the front from the next by its last argument, the script. */
async function buildOf(command: readonly string[]): Promise<string> {
  const script = command.at(-1) ?? "";
  const found = await stat(script).catch(() => undefined);
  return `${script} ${found?.size ?? 0} ${found?.mtimeMs ?? 0}`;
}
