import type { Lab } from "../lab";
import { type CommandResult, type Failure, failureOf } from "../commandResult";
import { describeOutcome } from "../describeOutcome";
import { followResources } from "../resourceProgress";
import { ensureDependencies } from "../dependencies";
import { operationDocument } from "../../core/engine/operationDocument";
import { type Operation, type OperationOutcome, runOperation } from "../../core/engine/operations";
import type { StackSession } from "../../core/engine/stackSession";
import { stackLocks } from "../../core/engine/locks";
import { CancelledError, UserError } from "../../core/errors";
import { place, type RunningEmulator } from "../../core/lab/installation";
import { openableUrls } from "../../core/lab/openableUrls";
import { changeCount, deployQuestion, PRESENT } from "../../core/engine/operationWords";

export async function previewCommand(lab: Lab, folder: string): Promise<CommandResult> {
  const { session, emulator } = await prepare(lab, folder);
  return finish(lab, session, emulator, await operate(lab, session, emulator, "preview"));
}

export async function deployCommand(lab: Lab, folder: string): Promise<CommandResult> {
  const { session, emulator } = await prepare(lab, folder);
  if (!lab.options.yes) {
    requireTerminal(lab, "deploy");
    const preview = await operate(lab, session, emulator, "preview");
    if (!preview.ok) return finish(lab, session, emulator, preview);
    lab.io.progress(describeOutcome(preview, session.project.dir, [], lab.io));
    if (changeCount(preview.summary) > 0) await agree(lab, `${deployQuestion(preview.summary)} to ${place(emulator)}?`);
  }
  return finish(lab, session, emulator, await operate(lab, session, emulator, "deploy"));
}

export async function refreshCommand(lab: Lab, folder: string): Promise<CommandResult> {
  const { session, emulator } = await prepare(lab, folder);
  return finish(lab, session, emulator, await operate(lab, session, emulator, "refresh"));
}

export async function destroyCommand(lab: Lab, folder: string): Promise<CommandResult> {
  const { session, emulator } = await prepare(lab, folder);
  if (!lab.options.yes) {
    requireTerminal(lab, "destroy");
    await agree(lab, `Destroy everything in ${session.project.name}/${session.stack} on ${place(emulator)}?`);
  }
  return finish(lab, session, emulator, await operate(lab, session, emulator, "destroy"));
}

async function prepare(lab: Lab, folder: string): Promise<{ session: StackSession; emulator: RunningEmulator }> {
  const session = await lab.session(folder);
  await ensureDependencies(lab, session.project.dir);
  return { session, emulator: await lab.runningEmulator() };
}

/** Runs one operation with its progress on standard error. */
export async function operate(lab: Lab, session: StackSession, emulator: RunningEmulator, operation: Operation): Promise<OperationOutcome> {
  const removeStaleLock = operation !== "preview" && (await mayRemoveLock(lab, session));
  lab.progress(`${PRESENT[operation]} ${session.project.name}/${session.stack} on ${place(emulator)}`);
  return runOperation(session, operation, {
    emulator,
    signal: lab.signal,
    force: lab.force,
    removeStaleLock,
    onGraph: (builder) => followResources(builder, lab.progress, operation === "preview"),
    onProgress: lab.progress,
    onProgramOutput: (text) => lab.io.programOutput(text),
  });
}

async function mayRemoveLock(lab: Lab, session: StackSession): Promise<boolean> {
  if (lab.options.yes) return true;
  if (!lab.io.interactive) return false;
  const locks = await stackLocks(session.backend.dir, session.project.name, session.stack);
  if (locks.length === 0 || locks.some((lock) => lock.alive)) return false;
  return lab.io.confirm(`A lock was left by process ${locks[0]?.pid}, which is dead. Remove it?`, lab.signal);
}

async function finish(lab: Lab, session: StackSession, emulator: RunningEmulator, outcome: OperationOutcome): Promise<CommandResult> {
  const urls = outcome.ok && outcome.operation === "deploy" ? await openableUrls(lab.installation, session, emulator.endpoint, lab.signal) : [];
  const document = {
    ...operationDocument(outcome, session.project.dir),
    ...(urls[0] && { url: urls[0].url }),
  };
  return {
    ok: outcome.ok,
    document,
    text: describeOutcome(outcome, session.project.dir, urls, lab.io),
    failure: outcome.error && (failureOf(outcome.error) satisfies Failure),
  };
}

function requireTerminal(lab: Lab, command: string): void {
  if (lab.io.interactive) return;
  throw new UserError("needs-yes", `"${command}" asks before it changes anything, and there is no terminal to ask on.`, "Add --yes.");
}

async function agree(lab: Lab, text: string): Promise<void> {
  if (!(await lab.io.confirm(text, lab.signal))) throw new CancelledError("Nothing was changed.");
}
