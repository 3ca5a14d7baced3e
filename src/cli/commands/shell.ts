import { spawn } from "node:child_process";
import { once } from "node:events";
import { PulumiCli } from "../../core/engine/pulumiCli";
import { shellCommand } from "../../core/engine/shellPlan";
import type { StackSession } from "../../core/engine/stackSession";
import { readState } from "../../core/engine/stackState";
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
  const provider = await session.startProvider(emulator.endpoint, lab.signal);
  try {
    const env = await session.environment({
      endpoint: emulator.endpoint,
      providerPort: provider?.port,
      vendorHost: true,
      extra: {
        PULUMI_LAB_SHELL: "1",
      },
    });
    await selectStack(lab, session, env);
    const [program, ...arguments_] = command.length > 0 ? command : shellCommand(process.platform, process.env);
    if (command.length === 0) lab.progress(`A shell for ${session.project.name} on ${place(emulator)}; "exit" leaves it.`);
    const child = spawn(program as string, arguments_, { cwd: folder, env, stdio: "inherit" });
    const cancel = (): void => void child.kill("SIGINT");
    lab.signal.addEventListener("abort", cancel, { once: true });
    const [code, signal] = (await Promise.race([
      once(child, "close"),
      once(child, "error").then(([error]: unknown[]) => {
        throw new UserError("command-not-found", `"${program}" can't be started: ${(error as Error).message}`, "Check the command.");
      }),
    ])) as [number | null, NodeJS.Signals | null];
    // Whatever the learner did there, the next operation must know which emulator holds it.
    await session.remember(emulator, await session.holdsResources());
    const exitCode = code ?? (signal ? 130 : 1);
    return { ok: exitCode === 0, document: { ok: exitCode === 0, exitCode }, text: "", exitCode };
  } finally {
    await provider?.stop();
  }
}

/**
 * Makes sure that the stack exists, away from the learner's files, and that one is selected in the project: then
 * `pulumi up` works as the first thing that is typed.
 */
async function selectStack(lab: Lab, session: StackSession, env: Record<string, string>): Promise<void> {
  const cli = new PulumiCli(session.tools.pulumi, session.project.dir, env);
  const selected = await cli.run(["stack", "--show-name"], { signal: lab.signal }).then(() => true, () => false);
  if (selected && session.stack === DEFAULT_STACK) return;
  if (!(await readState(session.backend.dir, session.project.name, session.stack))) {
    await session.withCli((scratch) => scratch.run(["stack", "init", session.stack], { signal: lab.signal }));
  }
  await cli.run(["stack", "select", session.stack], { signal: lab.signal });
}
