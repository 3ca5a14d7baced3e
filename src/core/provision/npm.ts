import { findNpm, npmEnvironment, type NpmCommand } from "../../../tools/lib/npm.mjs";
import { UserError } from "../errors";
import { run, type RunResult } from "./childProcess";
import type { ProvisionContext } from "./tools";

export type NpmContext = Pick<ProvisionContext, "env" | "platform" | "signal">;

/** npm as it can be run here, or undefined. */
export function locateNpm({ env, platform }: NpmContext): NpmCommand | undefined {
  return findNpm({ platform, env, execPath: process.execPath });
}

/**
 * Runs npm in `cwd`, never with a package's own install scripts: those download what we don't want (plug-ins of
 * hundreds of megabytes) or run what nobody has read.
 */
export async function runNpm(
  context: NpmContext,
  args: readonly string[],
  options: { cwd: string; onLine?: (line: string) => void },
): Promise<RunResult> {
  const npm = locateNpm(context);
  if (!npm) {
    throw new UserError(
      "npm-not-found",
      "npm was not found, neither beside Node nor on PATH.",
      "Install Node.js 22.15 or newer with npm (nodejs.org), make sure that `npm --version` works in a terminal, then try again.",
    );
  }
  return run(npm.command, [...npm.args, ...args, "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress"], {
    ...options,
    signal: context.signal,
    env: { ...npmEnvironment(context.env), ELECTRON_RUN_AS_NODE: "1", npm_config_update_notifier: "false" },
  });
}
