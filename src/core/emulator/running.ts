import { UserError } from "../errors";
import { assertLoopbackUrl, atAddress } from "../safety/loopback";
import type { Emulator, EmulatorStatus, StartOptions } from "./emulator";
import { describeRunning, notRunning, resetEndpoint } from "./endpointStatus";
import { readHealth } from "./health";

/**
 * An emulator that somebody else runs, at any loopback endpoint that answers the health call.
 * It can be used and reset, but not started, stopped or read the log of.
 */
export function runningEmulator(endpoint: string): Emulator {
  return new RunningEmulator(endpoint);
}

class RunningEmulator implements Emulator {
  readonly kind = "running";

  constructor(private readonly given: string) {}

  async status(signal?: AbortSignal): Promise<EmulatorStatus> {
    const target = await assertLoopbackUrl(this.given);
    // `localhost` is two addresses, and a server may listen on either.
    for (const address of target.addresses) {
      const endpoint = atAddress(target, address);
      const health = await readHealth(endpoint, signal);
      if (health) return describeRunning(this.kind, endpoint, health, signal);
    }
    return { running: false, kind: this.kind, name: "AWS emulator" };
  }

  async start(options: StartOptions = {}): Promise<EmulatorStatus> {
    const status = await this.status(options.signal);
    if (!status.running) {
      const hint = "Start it yourself, or let the lab choose: --emulator auto";
      throw new UserError("emulator-not-running", `No emulator answers at ${this.given}.`, hint);
    }
    return status;
  }

  async stop(): Promise<void> {
    throw new UserError(
      "emulator-not-ours",
      `The emulator at ${this.given} was not started by the lab, so the lab does not stop it.`,
      "Stop it in the way it was started.",
    );
  }

  async reset(signal?: AbortSignal): Promise<EmulatorStatus> {
    const { endpoint } = await this.status(signal);
    if (!endpoint) throw notRunning(this.given);
    await resetEndpoint(endpoint, signal);
    return this.status(signal);
  }

  async logs(): Promise<string> {
    throw new UserError(
      "emulator-no-logs",
      `The emulator at ${this.given} was not started by the lab, so its log is not known here.`,
      "Look where it was started.",
    );
  }
}
