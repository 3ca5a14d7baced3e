import { journalWork } from "../engine/journal";
import { requireState, stackOutputs } from "../engine/stackCommands";
import type { StackSession } from "../engine/stackSession";
import { UserError } from "../errors";
import { type CheckReport, runCheck } from "../scaffold/check";
import { labManifest, type TemplateManifest } from "../scaffold/manifest";
import type { Installation, RunningEmulator } from "./installation";
import { openableUrls } from "./openableUrls";

/**
 * Runs the behaviour check of the template that a lab was made from, against what is deployed.
 * @throws UserError `no-check`, `no-stack`, `check-broken`
 */
export async function checkLab(
  installation: Installation,
  session: StackSession,
  emulator: RunningEmulator,
  signal?: AbortSignal,
): Promise<{ manifest: TemplateManifest; report: CheckReport }> {
  const started = Date.now();
  const [urls, outputs, env] = await Promise.all([
    openableUrls(installation, session, emulator.endpoint, signal),
    stackOutputs(session, true, signal),
    session.environment({ endpoint: emulator.endpoint }),
  ]);
  const manifest = await requireCheck(session);
  const report = await runCheck({
    command: manifest.check,
    directory: session.project.dir,
    node: session.tools.node,
    env,
    outputs,
    endpoint: emulator.endpoint,
    url: urls[0]?.url,
    signal,
  });
  const held = report.checks.filter(({ ok }) => ok).length;
  const failed = report.checks.length - held;
  await journalWork(session.workspace.journalFile, {
    project: session.project.name,
    stack: session.stack,
    operation: "check",
    // A report without a statement proves nothing.
    ok: report.ok && failed === 0 && held > 0,
    started,
    summary: { held, failed },
  });
  return { manifest, report };
}

/** The manifest with the check, of a lab that has been deployed. */
export async function requireCheck(session: StackSession): Promise<TemplateManifest> {
  const manifest = await labManifest(session.project.dir);
  if (!manifest) {
    throw new UserError("no-check", `${session.project.name} was not made from a template, so it has no check.`, "Make a lab from a template; each has one.");
  }
  await requireState(session);
  return manifest;
}
