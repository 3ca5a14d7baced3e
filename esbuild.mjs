// Bundles each process of the lab into one CommonJS file. `vscode` is external in extension.ts's bundle only:
// a core, cli, host or provider file that imports it breaks the build here.
import { build } from "esbuild";
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = dirname(fileURLToPath(import.meta.url));
const at = (...parts) => resolve(root, ...parts);

const node = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node22",
  sourcemap: "linked",
  legalComments: "none",
  minifySyntax: true,
  keepNames: true,
  logLevel: "warning",
  define: { "import.meta.url": "undefined" },
};

const entries = [
  { in: "src/cli/main.ts", out: "cli.cjs" },
  // Runs on the Node of the machine, before ours is there.
  { in: "src/cli/launch.ts", out: "launch.cjs", target: "node18" },
  { in: "src/core/provision/vendorInstaller.ts", out: "vendorInstaller.cjs", target: "node18" },
  { in: "src/programHost/main.ts", out: "programHost.cjs", external: ["@pulumi/pulumi", "@pulumi/pulumi/*"] },
  { in: "src/programHost/languageHost.ts", out: "languageHost.cjs" },
  { in: "src/programHost/runHooks.ts", out: "runHooks.cjs", external: ["@pulumi/pulumi", "@pulumi/pulumi/*"] },
  {
    in: "src/provider/main.ts",
    out: "provider.cjs",
    // The embedded provider has no code that reads real credentials.
    alias: { "@aws-sdk/credential-provider-node": "./src/provider/noCredentials.ts" },
  },
  { in: "src/websiteFront/main.ts", out: "websiteFront.cjs" },
];

/** Files that are loaded from beside the bundles at run time: [from, name in the output folder]. */
const assets = [
  ["node_modules/@resvg/resvg-wasm/index_bg.wasm", "assets/resvg.wasm"],
  ["node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf", "assets/DejaVuSans.ttf"],
  ["node_modules/dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf", "assets/DejaVuSans-Bold.ttf"],
];

const { outdir, only } = parseArgs({ options: { outdir: { type: "string", default: "dist" }, only: { type: "string" } } }).values;

mkdirSync(at(outdir), { recursive: true });
await Promise.all(
  entries
    .filter((entry) => existsSync(at(entry.in)) && (only === undefined || entry.out === only))
    .map(({ in: entryPoint, out, target = node.target, external = [], alias = {} }) =>
      build({ ...node, target, alias, entryPoints: [entryPoint], outfile: at(outdir, out), external: ["typescript", ...external] }),
    ),
);
for (const [from, to] of assets) {
  mkdirSync(dirname(at(outdir, to)), { recursive: true });
  copyFileSync(at(from), at(outdir, to));
}
