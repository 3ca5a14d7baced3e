import type * as TypeScript from "typescript";

let loaded: typeof TypeScript | undefined;

/** TypeScript is 9 MB of source: it is loaded only when there is a program to look at. */
export function typescript(): typeof TypeScript {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at start
  loaded ??= require("typescript") as typeof TypeScript;
  return loaded;
}
