// What the bootstrap hands over to once the bundles are built (dist/launch.cjs). It may run on an older Node than the
// rest, so it makes sure of the right one, and of everything else where the command needs it, and starts the real program.
import { join } from "node:path";
import { runInForeground } from "../../tools/lib/child.mjs";
import { UserError } from "../core/errors";
import { provision, provisionAll } from "../core/provision/provision";
import type { NodeTool } from "../core/provision/tools";

export type LaunchCommand = "start" | "lab" | "provision" | "test";

/** Resolves with the exit code. Everything said here goes to standard error: standard output is the program's. */
export async function launch(command: LaunchCommand, args: string[], root: string): Promise<number> {
  const onProgress = (message: string) => console.error(message);
  let node: NodeTool;
  const abort = new AbortController();
  const stop = () => abort.abort();
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.on(signal, stop);
  try {
    const options = { root, signal: abort.signal, onProgress };
    const everything = command === "start" || command === "provision";
    ({ node } = everything ? await provisionAll(options) : await provision({ ...options, want: ["node"] }));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return reportFailure(error, args.includes("--json"));
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
  switch (command) {
    case "provision":
      return 0;
    case "test":
      return start(node, ["--require", "tsx/cjs", join(root, "test", "support", "runAll.ts"), ...args], root);
    case "start":
      return start(node, [join(root, "dist", "cli.cjs"), "start", ...args], root);
    case "lab":
      return start(node, [join(root, "dist", "cli.cjs"), ...args], folderOfPerson(root));
  }
}

/** npm runs scripts in the package's folder; paths on the command line mean the folder in which npm was called. */
function folderOfPerson(root: string): string {
  const { npm_lifecycle_event: script, INIT_CWD: called } = process.env;
  return script === "lab" && called && process.cwd() === root ? called : process.cwd();
}

function start(node: NodeTool, args: string[], cwd: string): Promise<number> {
  return runInForeground(node.path, args, { cwd, stdio: "inherit", env: { ...process.env, ...node.env } });
}

function reportFailure(error: UserError, json: boolean): number {
  console.error(`${error.message}${error.hint ? `\n${error.hint}` : ""}`);
  if (json) {
    const { code, message, hint } = error;
    console.log(JSON.stringify({ ok: false, error: { code, message, hint }, diagnostics: [] }));
  }
  return error.code === "cancelled" ? 130 : 1;
}
