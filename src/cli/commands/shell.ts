import { spawn } from "node:child_process";
import { once } from "node:events";
import { type LabShell, openLabShell } from "../../core/engine/labShell";
import { UserError } from "../../core/errors";
import type { CommandResult } from "../commandResult";
import { ensureDependencies } from "../dependencies";
import { DEFAULT_STACK, type Lab } from "../lab";
import { place } from "../../core/lab/installation";

/**
 * A shell, or one command, in the guarded environment: plain `pulumi` commands work there on the same stacks, with
 * the embedded provider attached for as long as it lasts.
 */
export async function shellCommandAction(lab: Lab, folder: string, command: readonly string[]): Promise<CommandResult> {
  if (command.length === 0 && !lab.io.interactive) {
    throw new UserError("no-terminal", "There is no terminal for a shell.", "Name a command: pulumi-lab shell -- pulumi stack ls");
  }
  const session = await lab.session(folder);
  await ensureDependencies(lab, session.project.dir);
  const emulator = await lab.runningEmulator();
  const keepSelected = session.stack === DEFAULT_STACK;
  const shell = await openLabShell(lab.installation, session, emulator, lab.work, { cwd: folder, command, keepSelected });
  try {
    if (command.length === 0) lab.progress(`A shell for ${session.project.name} on ${place(emulator)}; "exit" leaves it.`);
    const exitCode = await runInside(shell, lab.signal);
    return { ok: exitCode === 0, document: { ok: exitCode === 0, exitCode }, text: "", exitCode };
  } finally {
    await shell.close();
  }
}

async function runInside({ command, args, cwd, env }: LabShell, signal: AbortSignal): Promise<number> {
  const child = spawn(command, args, { cwd, env, stdio: "inherit" });
  const cancel = (): void => void child.kill("SIGINT");
  signal.addEventListener("abort", cancel, { once: true });
  const [code, endSignal] = (await Promise.race([
    once(child, "close"),
    once(child, "error").then(([error]: unknown[]) => {
      throw new UserError("command-not-found", `"${command}" can't be started: ${(error as Error).message}`, "Check the command.");
    }),
  ])) as [number | null, NodeJS.Signals | null];
  return code ?? (endSignal ? 130 : 1);
}
