import { buildSync } from "esbuild";

/**
 * The JavaScript of a TypeScript file and of all that it imports, as one CommonJS module.
 *
 * It stays in memory: nothing is written beside your files. The same source gives the same text, on any machine and in
 * any folder, so a deploy without a change of the handler leaves the function alone.
 */
export function bundle(entryPoint: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [entryPoint],
    bundle: true,
    write: false,
    platform: "node",
    target: "node22",
    format: "cjs",
    // ES modules first: esbuild can see what of them is never used, and leaves it out.
    mainFields: ["module", "main"],
    // Comments would name files of this machine.
    minify: true,
    legalComments: "none",
    // What is wrong is in the error that is thrown.
    logLevel: "silent",
  });
  return outputFiles[0]!.text;
}
