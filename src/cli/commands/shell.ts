import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startProvider } from "../../core/engine/providerProcess";
import { languageHostShim, nodeShim, shellCommand } from "../../core/engine/shellPlan";
import { UserError } from "../../core/errors";
import type { CommandResult } from "../commandResult";
import { ensureDependencies } from "../dependencies";
import type { Lab } from "../lab";
import { place } from "./operations";

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
  const bin = await writeShims(lab, session.tools.node.path);
  const base = await session.environment({ endpoint: emulator.endpoint });
  const provider =
    session.provider === "embedded"
      ? await startProvider({ node: session.tools.node, script: session.tools.providerScript, endpoint: emulator.endpoint, env: base, signal: lab.signal })
      : undefined;
  try {
    const env = await session.environment({
      endpoint: emulator.endpoint,
      providerPort: provider?.port,
      path: [bin],
      extra: {
        PULUMI_LAB_TRANSPILE_CACHE: join(lab.cacheDir, "transpiled"),
        PULUMI_LAB_SHELL: "1",
      },
    });
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

/** Puts our language host on PATH, under the name that the CLI looks for. */
async function writeShims(lab: Lab, node: string): Promise<string> {
  const bin = join(lab.dataDir, "bin");
  await mkdir(bin, { recursive: true });
  const script = join(lab.root, "dist", "languageHost.cjs");
  for (const shim of [languageHostShim(process.platform, node, script), ...nodeShim(process.platform, process.versions.electron !== undefined, node)]) {
    await writeFile(join(bin, shim.name), shim.text);
    await chmod(join(bin, shim.name), 0o755);
  }
  return bin;
}
