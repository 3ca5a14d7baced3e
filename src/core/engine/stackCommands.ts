import type { EmulatorStatus } from "../emulator/emulator";
import { UserError } from "../errors";
import type { StackSummary } from "./pulumiCli";
import type { StackSession } from "./stackSession";
import { type ExportedState, readState } from "./stackState";

/** The state of the session's stack; a UserError when it has never been deployed. */
export async function requireState(session: StackSession): Promise<ExportedState> {
  const state = await readState(session.backend.dir, session.project.name, session.stack);
  if (!state) {
    throw new UserError(
      "no-stack",
      `The project ${session.project.name} has no stack "${session.stack}" yet.`,
      "Deploy it first, or name another one with --stack.",
    );
  }
  return state;
}

export async function stackOutputs(session: StackSession, showSecrets: boolean, signal?: AbortSignal): Promise<Record<string, unknown>> {
  await requireState(session);
  return session.withCli((cli) => cli.outputs(session.stack, { showSecrets, signal }));
}

export async function listStacks(session: StackSession, signal?: AbortSignal): Promise<StackSummary[]> {
  return session.withCli((cli) => cli.listStacks(signal));
}

/**
 * Takes a resource that exists already into the stack's state, as `pulumi import` does, and gives its new state.
 * @param type the type token, such as `aws:s3/bucket:Bucket`
 */
export async function importResource(
  session: StackSession,
  emulator: EmulatorStatus & { endpoint: string },
  resource: { type: string; name: string; id: string },
  signal?: AbortSignal,
): Promise<Record<string, unknown>> {
  const provider = await session.startProvider(emulator.endpoint, signal);
  try {
    await session.withCli(
      async (cli) => {
        if (!(await readState(session.backend.dir, session.project.name, session.stack))) {
          await cli.run(["stack", "init", session.stack], { signal });
        }
        const arguments_ = ["--yes", "--skip-preview", "--generate-code=false", "--protect=false", "--stack", session.stack];
        await cli.run(["import", resource.type, resource.name, resource.id, ...arguments_], { signal });
      },
      { endpoint: emulator.endpoint, providerPort: provider?.port },
    );
  } finally {
    await provider?.stop();
  }
  await session.remember(emulator, true);
  const state = await requireState(session);
  const imported = state.deployment.resources?.find((each) => each.type === resource.type && each.urn.endsWith(`::${resource.name}`));
  if (!imported) throw new UserError("import-failed", `${resource.type} ${resource.name} was not imported.`, "Check the id.");
  return imported;
}

