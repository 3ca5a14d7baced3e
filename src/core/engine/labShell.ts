import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { Installation, RunningEmulator, WorkContext } from "../lab/installation";
import { PulumiCli } from "./pulumiCli";
import { labCommandShim, shellCommand, typedPulumiShim } from "./shellPlan";
import { writeShims } from "./shims";
import type { StackSession } from "./stackSession";
import { readState } from "./stackState";

export interface LabShell {
  /** The whole environment: nothing of the parent's is to be added. */
  env: Record<string, string>;
  command: string;
  args: string[];
  cwd: string;
  /** Remembers which emulator holds what was deployed in the shell, and stops the provider. More than once does no harm. */
  close(): Promise<void>;
}

export interface LabShellOptions {
  /** Where it begins; the project's folder by default. */
  cwd?: string;
  /** One command instead of a shell that asks. */
  command?: readonly string[];
  /** A stack that is selected in the project already stays so. */
  keepSelected?: boolean;
}

/**
 * A shell, or one command, in the guarded environment: plain `pulumi` commands work there on the same stacks, with
 * the embedded provider attached until `close`. The caller starts it.
 */
export async function openLabShell(
  installation: Installation,
  session: StackSession,
  emulator: RunningEmulator,
  work: WorkContext = {},
  options: LabShellOptions = {},
): Promise<LabShell> {
  const provider = await session.startProvider(emulator.endpoint, work.signal);
  try {
    const env = await shellEnvironment(installation, session, emulator, provider?.port);
    await selectStack(session, env, options.keepSelected ?? false, work.signal);
    const [command, ...args] = options.command?.length ? options.command : shellCommand(process.platform, installation.env);
    let closed: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      try {
        await remember(session, emulator);
      } finally {
        await provider?.stop();
      }
    };
    return { env, command: command as string, args, cwd: options.cwd ?? session.project.dir, close: () => (closed ??= close()) };
  } catch (error) {
    await provider?.stop();
    throw error;
  }
}

async function shellEnvironment(installation: Installation, session: StackSession, emulator: RunningEmulator, providerPort: number | undefined): Promise<Record<string, string>> {
  const { PULUMI_LAB_PYTHON: python } = installation.env;
  const env = await session.environment({
    endpoint: emulator.endpoint,
    providerPort,
    vendorHost: true,
    extra: {
      PULUMI_LAB_SHELL: "1",
      // `pulumi-lab` there goes on with the tools that were chosen here.
      PULUMI_LAB_PULUMI: session.tools.pulumi,
      ...(python && { PULUMI_LAB_PYTHON: python }),
    },
  });
  return { ...env, PATH: `${await installLabCommand(installation, session)}${delimiter}${env.PATH}` };
}

/** Puts `pulumi-lab`, and a `pulumi` that is written down, into a folder for PATH, one for each installation of the lab. */
async function installLabCommand(installation: Installation, session: StackSession): Promise<string> {
  const shim = labCommandShim(process.platform, session.tools.node.path, installation.bundle("cli.cjs"), {
    HOME: homedir(),
    USERPROFILE: homedir(),
    ...installation.env,
  });
  const bin = join(session.tools.dataDir, "commands", createHash("sha256").update(installation.root).digest("hex").slice(0, 12));
  await writeShims(bin, [shim, ...typedPulumiShim(process.platform, session.tools.node.path, installation.bundle("typedCommand.cjs"))]);
  return bin;
}

/**
 * Makes sure that the stack exists, away from the learner's files, and that one is selected in the project: then
 * `pulumi up` works as the first thing that is typed.
 */
async function selectStack(session: StackSession, env: Record<string, string>, keepSelected: boolean, signal?: AbortSignal): Promise<void> {
  const cli = new PulumiCli(session.tools.pulumi, session.project.dir, env);
  if (keepSelected && (await cli.run(["stack", "--show-name"], { signal }).then(() => true, () => false))) return;
  if (!(await readState(session.backend.dir, session.project.name, session.stack))) {
    await session.withCli((scratch) => scratch.run(["stack", "init", session.stack], { signal }));
  }
  await cli.run(["stack", "select", session.stack], { signal });
}

/** Whatever the learner did there, the next operation must know which emulator holds it. */
async function remember(session: StackSession, emulator: RunningEmulator): Promise<void> {
  const now = await session.records.get(session.project.name, session.stack);
  // Another operation wrote it down while the shell was open: that one knows better.
  if (now?.time !== session.record?.time) return;
  await session.remember(emulator, await session.holdsResources());
}
