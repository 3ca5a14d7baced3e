import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { run } from "../provision/childProcess";
import type { WorkContext } from "./installation";

/** What goes into the package beside the bundles, whose build leaves a stamp. */
const CONTENT = ["package.json", "package.nls.json", "README.md", "templates", "walkthroughs", "localstack", "media", join("dist", "build.stamp")];

/**
 * The packaged extension of a clone, packed when it is missing or older than what goes into it.
 * Undefined where it can't be: inside an installed extension, or before the first build.
 */
export async function extensionPackage(root: string, { signal, onProgress }: WorkContext = {}): Promise<string | undefined> {
  const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { name: string; version: string };
  const vsix = join(root, "dist", `${name}-${version}.vsix`);
  if (newest(join(root, "dist", "extension.cjs")) === 0) return undefined;
  if (newest(vsix) >= Math.max(...CONTENT.map((each) => newest(join(root, each))))) return vsix;
  const packer = join(root, "tools", "package.mjs");
  if (newest(packer) === 0) return undefined;
  onProgress?.("Packing the extension");
  await run(process.execPath, [packer], { cwd: root, signal, timeoutMs: 5 * 60_000 });
  return vsix;
}

/** When a file, or the newest file of a folder, was last changed; 0 if there is none. */
function newest(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0;
  const inside = readdirSync(path).filter((name) => name !== "node_modules");
  return Math.max(stats.mtimeMs, ...inside.map((name) => newest(join(path, name))));
}
