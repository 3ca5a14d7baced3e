import { type CommandResult, success } from "../commandResult";
import type { EmulatorStatus } from "../../core/emulator/emulator";
import type { Lab } from "../lab";

export async function emulatorStart(lab: Lab, options: { persist: boolean }): Promise<CommandResult> {
  const emulator = await lab.emulator();
  return described(await emulator.start({ signal: lab.signal, persist: options.persist, onProgress: lab.progress }));
}

export async function emulatorStop(lab: Lab): Promise<CommandResult> {
  const emulator = await lab.emulator();
  const before = await emulator.status(lab.signal);
  if (!before.running) return success({ ok: true, emulator: before }, `${before.name} does not run.`);
  await emulator.stop(lab.signal);
  return success({ ok: true, emulator: { ...before, running: false } }, `Stopped ${before.name}.`);
}

export async function emulatorStatus(lab: Lab): Promise<CommandResult> {
  return described(await (await lab.emulator()).status(lab.signal));
}

export async function emulatorReset(lab: Lab): Promise<CommandResult> {
  const status = await (await lab.emulator()).reset(lab.signal);
  return success({ ok: true, emulator: status }, `Emptied ${status.name} on ${status.endpoint}.`);
}

export async function emulatorLogs(lab: Lab, lines: number): Promise<CommandResult> {
  const text = await (await lab.emulator()).logs(lines);
  return success({ ok: true, logs: text }, text.trimEnd());
}

function described(status: EmulatorStatus): CommandResult {
  const lines = status.running
    ? [
        `${status.name}${status.version ? ` ${status.version}` : ""} runs on ${status.endpoint}`,
        ...(status.pid ? [`process   ${status.pid}`] : []),
        ...(status.logFile ? [`log       ${status.logFile}`] : []),
        `state     ${status.persistent ? "kept over a stop" : "lost at a stop"}`,
      ]
    : [`${status.name} does not run. Start it: pulumi-lab emulator start`];
  return success({ ok: true, emulator: status }, lines.join("\n"));
}
