import { requireState, stackOutputs } from "../../core/engine/stackCommands";
import { UserError } from "../../core/errors";
import { runCheck } from "../../core/scaffold/check";
import { labManifest } from "../../core/scaffold/manifest";
import type { CommandResult } from "../commandResult";
import type { Lab } from "../lab";
import { openableUrls } from "../urls";

/** Runs the behaviour check of the template that a lab was made from, against what is deployed. */
export async function checkCommand(lab: Lab, folder: string): Promise<CommandResult> {
  const session = await lab.session(folder);
  const manifest = await labManifest(session.project.dir);
  if (!manifest) {
    throw new UserError("no-check", `${session.project.name} was not made from a template, so it has no check.`, "Make a lab: pulumi-lab templates");
  }
  await requireState(session);
  const emulator = await lab.runningEmulator();
  const [urls, outputs, env] = await Promise.all([
    openableUrls(lab, session, emulator.endpoint),
    stackOutputs(session, true, lab.signal),
    session.environment({ endpoint: emulator.endpoint }),
  ]);
  const report = await runCheck({
    command: manifest.check,
    directory: session.project.dir,
    node: session.tools.node,
    env,
    outputs,
    endpoint: emulator.endpoint,
    url: urls[0]?.url,
    signal: lab.signal,
  });
  const failed = report.checks.filter((each) => !each.ok).length;
  return {
    ok: report.ok,
    document: { ...report, stack: session.stack, template: manifest.id },
    text: report.checks.map(({ ok, name, detail }) => `${ok ? "ok  " : "FAIL"}  ${name}${detail ? `: ${detail}` : ""}`).join("\n"),
    ...(!report.ok && { failure: { code: "check-failed", message: `${failed} of ${report.checks.length} statements do not hold.` } }),
  };
}
