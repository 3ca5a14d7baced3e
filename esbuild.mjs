// Bundles each process of the lab into one CommonJS file. `vscode` is external in extension.ts's bundle only:
// a core, cli, host or provider file that imports it breaks the build here.
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { brotliCompressSync } from "node:zlib";
import subsetFont from "subset-font";

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

/** Nearly every process checks what comes in with zod: it is shipped once for all of them. */
const shippedZod = {
  name: "shipped-zod",
  setup: (build) => build.onResolve({ filter: /^zod$/ }, () => ({ path: "./zod.cjs", external: true })),
};

/** Drawing is large: who draws loads it from a bundle of its own. */
const drawingApart = {
  name: "drawing-apart",
  setup: (build) => build.onResolve({ filter: /[\\/]graph[\\/]exports$/ }, () => ({ path: "./graphExports.cjs", external: true })),
};

/**
 * The AWS SDK is shipped once, for every process that speaks to the emulator, each client loaded when it is first used.
 * It has no code that reads real credentials.
 */
const sdk = Object.keys(JSON.parse(readFileSync(at("package.json"), "utf8")).devDependencies).filter((name) => /^@aws-sdk\/client-|^@smithy\/node-http-handler$/.test(name));
const awsSdk = {
  out: "awsSdk.cjs",
  sourcemap: false,
  shared: true,
  stdin: { contents: sdk.map((name) => `exports[${JSON.stringify(name)}] = () => require(${JSON.stringify(name)});`).join("\n"), resolveDir: root },
  alias: { "@aws-sdk/credential-provider-node": "./src/provider/noCredentials.ts" },
};
const sdkApart = {
  name: "sdk-apart",
  setup: (build) => {
    build.onResolve({ filter: /^\.\/awsSdk\.cjs$/ }, ({ path }) => ({ path, external: true }));
    build.onResolve({ filter: /^@(aws-sdk|smithy)\// }, ({ path }) => (sdk.includes(path) ? { path, namespace: "aws-sdk" } : undefined));
    build.onLoad({ filter: /.*/, namespace: "aws-sdk" }, ({ path }) => ({
      contents: `module.exports = require("./awsSdk.cjs")[${JSON.stringify(path)}]();`,
      resolveDir: root,
    }));
  },
};

/** The layout engine is shipped once, for the page's worker and for Node alike, and evaluated when it is first used. */
const elkApart = {
  name: "elk-apart",
  setup: (build) => {
    const worker = build.initialOptions.platform === "browser";
    build.onResolve({ filter: /^elkjs\/lib\/elk\.bundled\.js$/ }, ({ path }) => ({ path, namespace: "elk" }));
    build.onResolve({ filter: /^\.\/webview\/elk\.js$/ }, ({ path }) => ({ path, external: true }));
    build.onLoad({ filter: /.*/, namespace: "elk" }, () => ({
      contents: `module.exports = ${worker ? "self" : 'require("./webview/elk.js")'}.loadElk();`,
      resolveDir: root,
    }));
  },
};
const elkScript = () =>
  `(typeof module==="object"?module.exports:self).loadElk=function(){var module={exports:{}},exports=module.exports;${readFileSync(at("node_modules/elkjs/lib/elk.bundled.js"), "utf8")}\nreturn module.exports};\n`;

const entries = [
  { in: "src/extension.ts", out: "extension.cjs", external: ["vscode"], plugins: [drawingApart] },
  { in: "src/core/graph/exports.ts", out: "graphExports.cjs", plugins: [elkApart] },
  { in: "src/core/emulator/contents/main.ts", out: "emulatorContents.cjs", plugins: [sdkApart] },
  { in: "src/typeCheck/main.ts", out: "typeCheck.cjs" },
  { in: "src/core/engine/typedCommand/main.ts", out: "typedCommand.cjs" },
  { in: "node_modules/typescript/lib/typescript.js", out: "typescript.cjs", sourcemap: false, keepNames: false, shared: true },
  { in: "node_modules/zod/index.cjs", out: "zod.cjs", target: "node18", sourcemap: false, shared: true },
  { in: "src/cli/main.ts", out: "cli.cjs", plugins: [drawingApart] },
  // Runs on the Node of the machine, before ours is there.
  { in: "src/cli/launch.ts", out: "launch.cjs", target: "node18" },
  { in: "src/core/provision/vendorInstaller.ts", out: "vendorInstaller.cjs", target: "node18" },
  { in: "src/programHost/main.ts", out: "programHost.cjs", external: ["@pulumi/pulumi", "@pulumi/pulumi/*"] },
  { in: "src/programHost/languageHost.ts", out: "languageHost.cjs" },
  { in: "src/programHost/runHooks.ts", out: "runHooks.cjs", external: ["@pulumi/pulumi", "@pulumi/pulumi/*"] },
  { in: "src/provider/main.ts", out: "provider.cjs", plugins: [sdkApart] },
  { in: "src/websiteFront/main.ts", out: "websiteFront.cjs", plugins: [sdkApart] },
  awsSdk,
];

/** What bundles of Node load from beside themselves. */
const shipped = [shippedTypescript, shippedZod];

/** What runs in the editor's web views: scripts for a browser, without Node. */
const browser = { platform: "browser", format: "iife", target: "es2022", keepNames: false, define: {} };
const pages = [
  { in: "webview/graph/main.ts", out: "webview/graph.js", ...browser },
  { in: "webview/graph/layoutWorker.ts", out: "webview/layoutWorker.js", ...browser, plugins: [elkApart] },
  { in: "webview/graph/graph.css", out: "webview/graph.css", ...browser },
  { in: "webview/progress/main.ts", out: "webview/progress.js", ...browser },
  { in: "webview/progress/progress.css", out: "webview/progress.css", ...browser },
];

/** What draws PNGs, packed: src/core/graph/assets.ts unpacks it. The fonts keep what names are likely to be written in. */
const scripts = [[0x20, 0x36f], [0x370, 0x52f], [0x590, 0x6ff], [0x1e00, 0x1fff], [0x2000, 0x206f], [0x20a0, 0x20bf], [0x2100, 0x22ff], [0x2500, 0x25ff], [0xfffd, 0xfffd]];
const characters = scripts.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at))).join("");
const packed = {
  "resvg.wasm": () => readFileSync(at("node_modules/@resvg/resvg-wasm/index_bg.wasm")),
  "DejaVuSans.ttf": () => subset("DejaVuSans.ttf"),
  "DejaVuSans-Bold.ttf": () => subset("DejaVuSans-Bold.ttf"),
};
const subset = (font) => subsetFont(readFileSync(at("node_modules/dejavu-fonts-ttf/ttf", font)), characters, { targetFormat: "truetype" });

/** Files that are loaded from beside the bundles at run time: [from, name in the output folder]. */
const assets = [
  ["node_modules/@vscode/codicons/dist/codicon.css", "webview/codicon.css"],
  ["node_modules/@vscode/codicons/dist/codicon.ttf", "webview/codicon.ttf"],
];

const { outdir, only } = parseArgs({ options: { outdir: { type: "string", default: "dist" }, only: { type: "string" } } }).values;

/** With `--only`, what the bundle loads from beside itself is built along. */
const wanted = ({ out }) =>
  only === undefined || out === only || (out === "zod.cjs" && only.endsWith(".cjs")) || (out === awsSdk.out && entries.some((each) => each.out === only && each.plugins?.includes(sdkApart)));

mkdirSync(at(outdir), { recursive: true });
await Promise.all(
  [...entries, ...pages]
    .filter((entry) => (entry.stdin || existsSync(at(entry.in))) && wanted(entry))
    .map(({ in: entryPoint, out, plugins = [], shared, ...own }) =>
      build({
        ...node,
        ...own,
        plugins: [oneLanguage, ...plugins, ...(shared || own.platform === "browser" ? [] : shipped)],
        ...(entryPoint && { entryPoints: [entryPoint] }),
        outfile: at(outdir, out),
      }),
    ),
);
/**
 * Large bundles that are seldom loaded are shipped packed: beside each lies its packed text, and the bundle's own file
 * is a few lines that unpack it into memory. Packing takes seconds, so it is done for a new text only.
 */
function packBundle(name) {
  const file = at(outdir, name);
  const text = readFileSync(file);
  const hash = createHash("sha256").update(text).digest("hex");
  const known = existsSync(`${file}.br`) && existsSync(`${file}.sha256`) && readFileSync(`${file}.sha256`, "utf8") === hash;
  if (!known) {
    writeFileSync(`${file}.br`, brotliCompressSync(text));
    writeFileSync(`${file}.sha256`, hash);
  }
  writeFileSync(file, unpacking);
}
const unpacking = `const { readFileSync } = require("node:fs");
const Module = require("node:module");
const unpacked = Object.assign(new Module(__filename, module), { filename: __filename, paths: module.paths });
unpacked._compile(require("node:zlib").brotliDecompressSync(readFileSync(__filename + ".br")).toString(), __filename);
module.exports = unpacked.exports;
`;
for (const name of ["typescript.cjs", "awsSdk.cjs"]) if (wanted({ out: name })) packBundle(name);

if (only === undefined || only === "assets") {
  const put = (name, content) => {
    mkdirSync(dirname(at(outdir, name)), { recursive: true });
    writeFileSync(at(outdir, name), content);
  };
  for (const [from, to] of assets) put(to, readFileSync(at(from)));
  put("webview/elk.js", elkScript());
  for (const [name, read] of Object.entries(packed)) put(`assets/${name}.br`, brotliCompressSync(await read()));
  // The gallery wants a PNG; ours is drawn.
  await initWasm(readFileSync(at("node_modules/@resvg/resvg-wasm/index_bg.wasm")));
  put("assets/icon.png", new Resvg(readFileSync(at("media/icon.svg"), "utf8")).render().asPng());
}
