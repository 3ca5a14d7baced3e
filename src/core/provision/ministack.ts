import { createHash } from "node:crypto";
import { readFile, realpath } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { CancelledError, errorMessage, UserError } from "../errors";
import { run } from "./childProcess";
import { CHOICES } from "./face";
import { publish, readRecord } from "./publish";
import { requirePython, searchPython } from "./python";
import type { MinistackTool, ProvisionContext } from "./tools";

const ministackRecord = z.object({
  version: z.string(),
  /** The Python that the environment stands on, by its real path: an upgrade of the system's may pull it away. */
  base: z.string(),
});

/** MiniStack if it is installed and its Python is still there. */
export async function findMinistack(context: ProvisionContext): Promise<MinistackTool | undefined> {
  const target = await targetFor(context);
  const record = await readRecord(target, ministackRecord);
  return record && (await standsOn(target, context.platform, record.base)) ? toolAt(target, context, record.version) : undefined;
}

/** Installs MiniStack, by the pinned requirements and their hashes, into a virtual environment of its own. */
export async function provisionMinistack(context: ProvisionContext): Promise<MinistackTool> {
  const target = await targetFor(context);
  const record = await publish({
    target,
    record: ministackRecord,
    stillGood: ({ base }) => standsOn(target, context.platform, base),
    // The scripts of an environment name its folder: it can't be moved.
    inPlace: true,
    signal: context.signal,
    onWait: () => context.onProgress("Waiting for another process that is installing MiniStack…"),
    build: (folder) => install(folder, context),
  });
  return toolAt(target, context, record.version);
}

async function install(folder: string, context: ProvisionContext): Promise<z.infer<typeof ministackRecord>> {
  const { env, signal, onProgress } = context;
  const python = requirePython(await searchPython(context), context);
  onProgress(`Making a Python ${python.version} environment for MiniStack…`);
  const options = { env: pythonEnvironment(env), signal, timeoutMs: 15 * 60_000 };
  try {
    await run(python.path, ["-I", "-m", "venv", folder], options);
    const inside = interpreter(folder, context.platform);
    onProgress("Installing MiniStack with pip (about 30 MB)…");
    const pip = ["-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--no-warn-script-location"];
    const pinned = ["--only-binary=:all:", "--require-hashes", "-r", requirementsFile(context.root)];
    await run(inside, [...pip, ...pinned], {
      ...options,
      onLine: (line) => {
        const collecting = /^Collecting (\S+?)[=<>~! ]/.exec(line);
        if (collecting) onProgress(`Installing MiniStack with pip: ${collecting[1]}`);
      },
    });
    const check = "import importlib.metadata, ministack.app; print(importlib.metadata.version('ministack'))";
    const { stdout } = await run(inside, ["-I", "-c", check], options);
    return { version: stdout.trim().split("\n").at(-1) ?? "", base: await realpath(inside) };
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    throw new UserError(
      "ministack-failed",
      `MiniStack could not be installed with Python ${python.version} (${python.path}): ${errorMessage(error)}`,
      `Check pip's access to its package index, then try again. Another Python can be chosen with ${CHOICES[context.face ?? "terminal"].python}.`,
      { cause: error },
    );
  }
}

async function targetFor({ root, cacheDir, platform, arch }: ProvisionContext): Promise<string> {
  const key = createHash("sha256").update(await readFile(requirementsFile(root))).digest("hex").slice(0, 12);
  return join(cacheDir, "ministack", `${platform}-${arch}-${key}`);
}

function requirementsFile(root: string): string {
  return join(root, "localstack", "requirements.txt");
}

function interpreter(folder: string, platform: NodeJS.Platform): string {
  return platform === "win32" ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
}

function toolAt(folder: string, { platform }: ProvisionContext, version: string): MinistackTool {
  const command = platform === "win32" ? join(folder, "Scripts", "ministack.exe") : join(folder, "bin", "ministack");
  return { command, args: [], version, python: interpreter(folder, platform) };
}

async function standsOn(folder: string, platform: NodeJS.Platform, base: string): Promise<boolean> {
  try {
    return (await realpath(interpreter(folder, platform))) === base;
  } catch {
    return false;
  }
}

/** Without the settings that would send pip's work elsewhere than into the environment. */
function pythonEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const misleading = new Set(["PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV", "PIP_DRY_RUN"]);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !misleading.has(name)));
}
