import { existsSync } from "node:fs";
import { mkdir, readFile, realpath, rename, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { languageHostShim, nodeShim, type Shim } from "./shellPlan";
import type { EngineTools } from "./engineTools";

/**
 * Puts our language host where the Pulumi CLI finds it, and gives the folder for PATH. Where the vendor's lies beside
 * the CLI, that one serves. Beside a CLI of our own the engine takes ours for its bundled one, and does not warn.
 */
export async function installShims(tools: EngineTools): Promise<string> {
  const folder = dirname(await realpath(tools.pulumi));
  const ours = folder.startsWith(tools.cacheDir + sep);
  if (!ours && ["", ".exe"].some((extension) => existsSync(join(folder, `pulumi-language-nodejs${extension}`)))) return folder;
  const bin = ours ? folder : join(tools.dataDir, "bin");
  await mkdir(bin, { recursive: true });
  const electron = tools.node.env.ELECTRON_RUN_AS_NODE !== undefined;
  const shims = [languageHostShim(process.platform, tools.node.path, tools.languageHostScript), ...nodeShim(process.platform, electron, tools.node.path)];
  await Promise.all(shims.map((shim) => writeShim(bin, shim)));
  return bin;
}

async function writeShim(bin: string, shim: Shim): Promise<void> {
  const file = join(bin, shim.name);
  if ((await readFile(file, "utf8").catch(() => undefined)) === shim.text) return;
  const temporary = join(bin, `.${shim.name}.${process.pid}`);
  await writeFile(temporary, shim.text, { mode: 0o755 });
  await rename(temporary, file);
}
