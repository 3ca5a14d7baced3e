import { checkLab, requireCheck } from "../../core/lab/checkLab";
import type { CommandResult } from "../commandResult";
import type { Lab } from "../lab";

/** Runs the behaviour check of the template that a lab was made from, against what is deployed. */
export async function checkCommand(lab: Lab, folder: string): Promise<CommandResult> {
  const session = await lab.session(folder);
  await requireCheck(session);
  const { manifest, report } = await checkLab(lab.installation, session, await lab.runningEmulator(), lab.signal);
  const failed = report.checks.filter((each) => !each.ok).length;
  return {
    ok: report.ok,
    document: { ...report, stack: session.stack, template: manifest.id },
    text: report.checks.map(({ ok, name, detail }) => `${ok ? "ok  " : "FAIL"}  ${name}${detail ? `: ${detail}` : ""}`).join("\n"),
    ...(!report.ok && { failure: { code: "check-failed", message: `${failed} of ${report.checks.length} statements do not hold.` } }),
  };
}
