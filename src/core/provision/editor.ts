import { createHash } from "node:crypto";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { CancelledError, errorMessage, UserError } from "../errors";
import { run } from "./childProcess";
import { findNode, provisionNode } from "./node";
import { runNpm } from "./npm";
import { publish, readRecord } from "./publish";
import type { EditorTool, ProvisionContext } from "./tools";
import { versionIn } from "./versions";

const editorRecord = z.object({ version: z.string() });

/** The packages of code-server whose own dependencies its install script would fetch, by the lock files it ships. */
const innerPackages = [
  // Written with peer dependencies that contradict one another.
  { folder: join("lib", "vscode"), options: ["--legacy-peer-deps"] },
  { folder: join("lib", "vscode", "extensions"), options: [] },
];

/** VS Code for the browser, if it is installed and there is a Node for it. */
export async function findEditor(context: ProvisionContext): Promise<EditorTool | undefined> {
  const target = await targetFor(context);
  const record = await readRecord(target, editorRecord);
  const node = record && (await findNode(context));
  return node && { node, entry: entryIn(target), version: record.version };
}

/**
 * Installs VS Code for the browser (code-server) with npm. No install script is run, so nothing is compiled: its
 * native modules only add to what we use.
 */
export async function provisionEditor(context: ProvisionContext): Promise<EditorTool> {
  const [node, target] = await Promise.all([provisionNode(context), targetFor(context)]);
  const record = await publish({
    target,
    record: editorRecord,
    signal: context.signal,
    onWait: () => context.onProgress("Waiting for another process that is fetching VS Code for the browser…"),
    build: async (folder) => {
      context.onProgress("Fetching VS Code for the browser with npm (code-server, about 150 MB)…");
      try {
        await install(folder, context);
        const env = { ...context.env, ...node.env };
        const { stdout } = await run(node.path, [entryIn(folder), "--version"], { env, signal: context.signal, timeoutMs: 60_000 });
        return { version: versionIn(stdout) ?? "" };
      } catch (error) {
        if (error instanceof UserError) throw error;
        if (context.signal?.aborted) throw new CancelledError();
        throw new UserError(
          "editor-failed",
          `VS Code for the browser could not be installed with npm: ${errorMessage(error)}`,
          "Check npm's access to its registry, then try again.",
          { cause: error },
        );
      }
    },
  });
  return { node, entry: entryIn(target), version: record.version };
}

async function install(folder: string, context: ProvisionContext): Promise<void> {
  for (const file of ["package.json", "package-lock.json"]) await copyFile(join(context.root, "tools", "editor", file), join(folder, file));
  // The Node that runs npm may be older than the one that the packages want.
  const quietly = ["ci", "--omit=dev", "--loglevel=error", "--engine-strict=false"];
  await runNpm(context, quietly, { cwd: folder });
  for (const inner of innerPackages) {
    await runNpm(context, [...quietly, ...inner.options], { cwd: join(folder, "node_modules", "code-server", inner.folder) });
  }
}

function entryIn(folder: string): string {
  return join(folder, "node_modules", "code-server", "out", "node", "entry.js");
}

async function targetFor({ root, cacheDir, platform, arch }: ProvisionContext): Promise<string> {
  const lockFile = await readFile(join(root, "tools", "editor", "package-lock.json"), "utf8");
  const key = createHash("sha256").update(lockFile).digest("hex").slice(0, 12);
  return join(cacheDir, "editor", `${platform}-${arch}-${key}`);
}
