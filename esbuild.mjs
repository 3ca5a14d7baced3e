// Bundles each process of the lab into one CommonJS file. `vscode` is external in extension.ts's bundle only:
// a core, cli, host or provider file that imports it breaks the build here.
import { build } from "esbuild";
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const at = (...parts) => join(root, ...parts);

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
  { in: "src/cli/main.ts", out: "dist/cli.cjs" },
  { in: "src/programHost/main.ts", out: "dist/programHost.cjs", external: ["@pulumi/pulumi", "@pulumi/pulumi/*"] },
  { in: "src/provider/main.ts", out: "dist/provider.cjs" },
];

/** Files that are loaded from beside the bundles at run time. */
const assets = [];

mkdirSync(at("dist"), { recursive: true });
await Promise.all(
  entries
    .filter((entry) => existsSync(at(entry.in)))
    .map((entry) =>
      build({ ...node, entryPoints: [entry.in], outfile: entry.out, external: ["typescript", ...(entry.external ?? [])] }),
    ),
);
for (const [from, to] of assets) copyFileSync(at(from), at(to));
