import { doctor, renderDoctor } from "../../core/provision/doctor";
import type { CommandResult } from "../commandResult";
import type { Lab } from "../lab";

export async function doctorCommand(lab: Lab): Promise<CommandResult> {
  const report = await doctor({
    ...lab.installation.provisioning(lab.work),
    emulator: async (signal) => (await lab.emulator()).status(signal),
  });
  return { ok: report.ok, document: report, text: renderDoctor(report) };
}
