/** What can be said and done about any emulator by its endpoint alone. */
import { CancelledError, errorMessage, UserError } from "../errors";
import { readBootId } from "./bootMarker";
import type { EmulatorKind, EmulatorStatus } from "./emulator";
import { readHealth, type Health } from "./health";

/** The status of a running emulator whose health is known. */
export async function describeRunning(
  kind: EmulatorKind,
  endpoint: string,
  health: Health,
  signal?: AbortSignal,
): Promise<EmulatorStatus> {
  const bootId = await readBootId(endpoint, signal);
  return {
    running: true,
    kind,
    name: health.name,
    endpoint,
    ...(health.version ? { version: health.version } : {}),
    services: health.services,
    ...(bootId ? { bootId } : {}),
  };
}

/**
 * Empties the emulator at `endpoint`, by MiniStack's call or LocalStack's.
 * @throws UserError `emulator-not-running`, `emulator-reset-unsupported`
 */
export async function resetEndpoint(endpoint: string, signal?: AbortSignal): Promise<void> {
  const health = await readHealth(endpoint, signal);
  if (!health) throw notRunning(endpoint);
  const [first, second] = ["/_ministack/reset", "/_localstack/state/reset"];
  for (const path of health.name === "LocalStack" ? [second!] : health.name === "MiniStack" ? [first!] : [first!, second!]) {
    if (await post(endpoint + path, signal)) return;
  }
  throw new UserError(
    "emulator-reset-unsupported",
    `${health.name} at ${endpoint} has no reset call.`,
    "Restart it empty in the way it was started.",
  );
}

export function notRunning(what: string): UserError {
  return new UserError("emulator-not-running", `No emulator answers at ${what}.`, "Start one: pulumi-lab emulator start");
}

async function post(url: string, signal?: AbortSignal): Promise<boolean> {
  const timeout = AbortSignal.timeout(60_000);
  try {
    const response = await fetch(url, {
      method: "POST",
      redirect: "error",
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    await response.body?.cancel();
    return response.ok;
  } catch (cause) {
    if (signal?.aborted) throw new CancelledError();
    const message = `The emulator did not answer the reset call: ${errorMessage(cause)}`;
    throw new UserError("emulator-not-running", message, "Look at its log: pulumi-lab emulator logs", { cause });
  }
}
