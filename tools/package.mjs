// Packs the extension into dist/pulumi-learning-lab-VERSION.vsix: npm run package. What goes in is .vscodeignore's
// allow-list; what comes out is looked at before it is believed.
import { readFileSync, rmSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
/** Bytes: what a person is asked to download. */
export const LIMIT = 5_000_000;

/** @returns {string} the path of the package of this version */
export function packagePath() {
  const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return join(root, "dist", `${name}-${version}.vsix`);
}

/** Packs, and gives the file's path and size. */
export async function packageExtension() {
  const { createVSIX } = await import("@vscode/vsce");
  const target = packagePath();
  for (const name of readdirSync(join(root, "dist"))) if (name.endsWith(".vsix")) rmSync(join(root, "dist", name));
  const log = console.log;
  console.log = console.error; // standard output is the caller's
  try {
    await createVSIX({ cwd: root, packagePath: target, dependencies: false, allowMissingRepository: true, skipLicense: true, rewriteRelativeLinks: false });
  } finally {
    console.log = log;
  }
  const { size } = statSync(target);
  // Nobody shall find it later and take it for good.
  if (size > LIMIT) rmSync(target);
  if (size > LIMIT) throw new Error(`${target} has ${size} bytes; ${LIMIT} are the limit.`);
  return { target, size };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { target, size } = await packageExtension();
  console.log(`${target} (${(size / 1e6).toFixed(2)} MB)`);
}
