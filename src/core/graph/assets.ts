import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";

/** Files of packages that are read at run time; esbuild.mjs packs them beside the bundles under these names. */
const ASSETS = {
  "resvg.wasm": "@resvg/resvg-wasm/index_bg.wasm",
  "DejaVuSans.ttf": "dejavu-fonts-ttf/ttf/DejaVuSans.ttf",
  "DejaVuSans-Bold.ttf": "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf",
} as const;

export type Asset = keyof typeof ASSETS;

/** An asset's content: packed beside the bundle, or in node_modules when the sources run as they are. */
export async function readAsset(asset: Asset): Promise<Uint8Array> {
  const packed = join(__dirname, "assets", `${asset}.br`);
  if (existsSync(packed)) return promisify(brotliDecompress)(await readFile(packed));
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const installed = join(folder, "node_modules", ASSETS[asset]);
    if (existsSync(installed)) return readFile(installed);
    if (folder === dirname(folder)) throw new Error(`The file ${asset} is missing beside ${__dirname}.`);
  }
}
