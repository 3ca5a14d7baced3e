// Bundles each process of the lab into one CommonJS file. `vscode` is external in extension.ts's bundle only:
// a core, cli, host or provider file that imports it breaks the build here.
import { build } from "esbuild";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
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
  minify: true,
  // Stack traces and errors keep their names.
  keepNames: true,
  logLevel: "warning",
  define: { "import.meta.url": "undefined" },
};

/** TypeScript is shipped once, and loaded only by what transpiles. */
const shippedTypescript = {
  name: "shipped-typescript",
  setup: (build) => build.onResolve({ filter: /^typescript$/ }, () => ({ path: "./typescript.cjs", external: true })),
};

/** zod carries its messages in forty languages; ours are shown in one. */
const oneLanguage = {
  name: "one-language",
  setup: (build) =>
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.c?js$/ }, ({ path }) => ({
      contents: path.endsWith(".cjs") ? 'exports.en = require("./en.cjs").default;' : 'export { default as en } from "./en.js";',
      resolveDir: dirname(path),
    })),
};

/** Drawing is large: who draws loads it from a bundle of its own. */
const drawingApart = {
  name: "drawing-apart",
  setup: (build) => build.onResolve({ filter: /[\\/]graph[\\/]exports$/ }, () => ({ path: "./graphExports.cjs", external: true })),
};

/** The embedded provider and what looks into the emulator have no code that reads real credentials. */
const noCredentials = { "@aws-sdk/credential-provider-node": "./src/provider/noCredentials.ts" };

const entries = [
  { in: "src/extension.ts", out: "extension.cjs", external: ["vscode"], plugins: [drawingApart] },
  { in: "src/core/graph/exports.ts", out: "graphExports.cjs" },
  { in: "src/core/emulator/contents/main.ts", out: "emulatorContents.cjs", alias: noCredentials },
  { in: "src/typeCheck/main.ts", out: "typeCheck.cjs" },
  { in: "node_modules/typescript/lib/typescript.js", out: "typescript.cjs", sourcemap: false, keepNames: false },
  { in: "src/cli/main.ts", out: "cli.cjs", plugins: [drawingApart] },
  // Runs on the Node of the machine, before ours is there.
  { in: "src/cli/launch.ts", out: "launch.cjs", target: "node18" },
  { in: "src/core/provision/vendorInstaller.ts", out: "vendorInstaller.cjs", target: "node18" },
  { in: "src/programHost/main.ts", out: "programHost.cjs", external: ["@pulumi/pulumi", "@pulumi/pulumi/*"] },
  { in: "src/programHost/languageHost.ts", out: "languageHost.cjs" },
  { in: "src/programHost/runHooks.ts", out: "runHooks.cjs", external: ["@pulumi/pulumi", "@pulumi/pulumi/*"] },
  { in: "src/provider/main.ts", out: "provider.cjs", alias: noCredentials },
  { in: "src/websiteFront/main.ts", out: "websiteFront.cjs" },
];

/** What runs in the editor's web views: scripts for a browser, without Node. */
const browser = { platform: "browser", format: "iife", target: "es2022", keepNames: false, define: {} };
const pages = [
  { in: "webview/graph/main.ts", out: "webview/graph.js", ...browser },
  { in: "webview/graph/layoutWorker.ts", out: "webview/layoutWorker.js", ...browser },
  { in: "webview/graph/graph.css", out: "webview/graph.css", ...browser },
];

/** Files that are loaded from beside the bundles at run time: [from, name in the output folder]. */
const assets = [
  ["node_modules/@resvg/resvg-wasm/index_bg.wasm", "assets/resvg.wasm"],
  ["node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf", "assets/DejaVuSans.ttf"],
  ["node_modules/dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf", "assets/DejaVuSans-Bold.ttf"],
  ["node_modules/@vscode/codicons/dist/codicon.css", "webview/codicon.css"],
  ["node_modules/@vscode/codicons/dist/codicon.ttf", "webview/codicon.ttf"],
];

const { outdir, only } = parseArgs({ options: { outdir: { type: "string", default: "dist" }, only: { type: "string" } } }).values;

mkdirSync(at(outdir), { recursive: true });
await Promise.all(
  [...entries, ...pages]
    .filter((entry) => existsSync(at(entry.in)) && (only === undefined || entry.out === only))
    .map(({ in: entryPoint, out, plugins = [], ...own }) =>
      build({ ...node, ...own, plugins: [oneLanguage, ...plugins, ...(out === "typescript.cjs" ? [] : [shippedTypescript])], entryPoints: [entryPoint], outfile: at(outdir, out) }),
    ),
);
for (const [from, to] of assets) {
  mkdirSync(dirname(at(outdir, to)), { recursive: true });
  copyFileSync(at(from), at(outdir, to));
}

// The gallery wants a PNG; ours is drawn.
const { initWasm, Resvg } = await import("@resvg/resvg-wasm");
await initWasm(readFileSync(at("node_modules/@resvg/resvg-wasm/index_bg.wasm")));
writeFileSync(at(outdir, "assets/icon.png"), new Resvg(readFileSync(at("media/icon.svg"), "utf8")).render().asPng());
