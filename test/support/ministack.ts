/** A MiniStack for tests: on a free port, in folders of its own, ended with the test run. */

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { provision } from "../../src/core/provision/provision";

export interface TestEmulator {
  /** Without a trailing slash. */
  endpoint: string;
  stop(): Promise<void>;
}

/** The command that runs MiniStack, as argv: PULUMI_LAB_TEST_MINISTACK, or what provisioning installs. */
export async function ministackCommand(): Promise<string[]> {
  const given = process.env["PULUMI_LAB_TEST_MINISTACK"];
  if (given) return [given];
  const { ministack } = await provision({ root: join(__dirname, "..", ".."), want: ["ministack"] });
  return [ministack.command, ...ministack.args];
}

let shared: Promise<TestEmulator> | undefined;

/** One for the whole test run, stopped after the last test. */
export function sharedMinistack(): Promise<TestEmulator> {
  return (shared ??= startMinistack());
}

after(async function () {
  this.timeout(30_000);
  await (await shared)?.stop();
});

export async function startMinistack(): Promise<TestEmulator> {
  const folder = mkdtempSync(join(tmpdir(), "lab-ministack-"));
  const port = await freePort();
  const [command = "", ...args] = await ministackCommand();
  const child = spawn(command, args, {
    cwd: folder,
    env: {
      PATH: process.env["PATH"],
      HOME: folder,
      TMPDIR: folder,
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: String(port),
      STATE_DIR: join(folder, "state"),
      S3_DATA_DIR: join(folder, "s3"),
      LAMBDA_WARM_TTL_SECONDS: "20",
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await endChild(child);
    rmSync(folder, { recursive: true, force: true });
  };
  await answering(endpoint, child).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { endpoint, stop };
}

/** Asks until the health call answers; fails as soon as the process is gone. */
async function answering(endpoint: string, child: ChildProcess): Promise<void> {
  let log = "";
  child.stderr?.on("data", (chunk: Buffer) => (log = (log + chunk.toString()).slice(-4000)));
  let failure: Error | undefined;
  child.once("error", (error) => (failure = error));
  child.once("exit", (code) => (failure = new Error(`MiniStack ended with code ${code}:\n${log}`)));
  for (;;) {
    if (failure) throw failure;
    const health = await fetch(`${endpoint}/_localstack/health`).catch(() => undefined);
    if (health?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  const hard = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await exit;
  clearTimeout(hard);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("No port was given.");
  return address.port;
}
