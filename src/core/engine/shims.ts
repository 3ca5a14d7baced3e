import { existsSync } from "node:fs";
import { mkdir, readFile, realpath } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import { writeWhole } from "../files";
import type { EngineTools } from "./engineTools";
import { languageHostShim, nodeShim, pulumiShim, type Shim } from "./shellPlan";

/**
 * Puts our language host, and what else the CLI and programs look for by name, into a folder for PATH, and gives it.
 * Beside a CLI of our own the engine takes it for its bundled one, and does not warn.
 */
export async function installShims(tools: EngineTools): Promise<string> {
  const folder = dirname(await realpath(tools.pulumi));
  const host = languageHostShim(process.platform, tools.node.path, tools.languageHostScript);
  const ours = folder.startsWith(tools.cacheDir + sep) && !(await hasOtherHost(folder, host));
  const bin = ours ? folder : join(tools.dataDir, "bin");
  const electron = tools.node.env.ELECTRON_RUN_AS_NODE !== undefined;
  const shims = [host, ...nodeShim(process.platform, electron, tools.node.path), ...pulumiShim(process.platform, basename(tools.pulumi), tools.pulumi)];
  await writeShims(bin, shims);
  return bin;
}

/** Writes launchers into a folder that is made for them; those that are there already stay untouched. */
export async function writeShims(bin: string, shims: readonly Shim[]): Promise<void> {
  await mkdir(bin, { recursive: true });
  await Promise.all(shims.map((shim) => writeShim(bin, shim)));
}

/** Whether the vendor's language host lies beside the CLI: then plain `pulumi` commands use that one. */
export async function hasVendorHost(tools: EngineTools): Promise<boolean> {
  const host = languageHostShim(process.platform, tools.node.path, tools.languageHostScript);
  return hasOtherHost(dirname(await realpath(tools.pulumi)), host);
}

async function hasOtherHost(folder: string, own: Shim): Promise<boolean> {
  if (existsSync(join(folder, "pulumi-language-nodejs.exe"))) return true;
  const text = await readFile(join(folder, own.name), "latin1").catch(() => undefined);
  return text !== undefined && !text.includes("languageHost.cjs");
}

async function writeShim(bin: string, shim: Shim): Promise<void> {
  const file = join(bin, shim.name);
  if ((await readFile(file, "utf8").catch(() => undefined)) === shim.text) return;
  // Operations on two stacks may begin at once: each writes a draft of its own.
  await writeWhole(file, shim.text, { mode: 0o755 });
}
