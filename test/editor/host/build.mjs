// @ts-check
// Bundles the suite that runs inside the editor's extension host: for VS Code in the browser and for the desktop.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

/**
 * Every `*.host.ts` of this folder belongs to the suite. Mocha is loaded from where it is installed.
 * @param {string} outfile
 */
export async function buildHostSuite(outfile) {
  const files = readdirSync(here).filter((name) => name.endsWith(".host.ts")).sort();
  const loaders = files.map((name) => `() => require(${JSON.stringify(`./${name}`)})`).join(", ");
  const contents = `import { runHostSuite } from "./runHostSuite";\nexport const run = () => runHostSuite([${loaders}]);\n`;
  const mocha = createRequire(import.meta.url).resolve("mocha");
  await build({
    stdin: { contents, resolveDir: here, loader: "ts", sourcefile: "hostSuite.ts" },
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    sourcemap: "inline",
    external: ["vscode"],
    plugins: [{ name: "installed-mocha", setup: ({ onResolve }) => onResolve({ filter: /^mocha$/ }, () => ({ path: mocha, external: true })) }],
  });
}
