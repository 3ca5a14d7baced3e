import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Files of packages that are read at run time; esbuild.mjs copies them beside the bundles under these names. */
const ASSETS = {
  "resvg.wasm": "@resvg/resvg-wasm/index_bg.wasm",
  "DejaVuSans.ttf": "dejavu-fonts-ttf/ttf/DejaVuSans.ttf",
  "DejaVuSans-Bold.ttf": "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf",
} as const;

export type Asset = keyof typeof ASSETS;

/** The path of an asset: beside the bundle, or in node_modules when the sources run as they are. */
export function assetPath(asset: Asset): string {
  const bundled = join(__dirname, "assets", asset);
  if (existsSync(bundled)) return bundled;
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const installed = join(folder, "node_modules", ASSETS[asset]);
    if (existsSync(installed)) return installed;
    if (folder === dirname(folder)) throw new Error(`The file ${asset} is missing beside ${__dirname}.`);
  }
}
