import { Installation, type RunningEmulator } from "../core/lab/installation";
import type { Emulator } from "../core/emulator/emulator";
import type { ProviderKind } from "../core/engine/deployRecords";
import type { StackSession } from "../core/engine/stackSession";
import type { Io } from "./io";

export const DEFAULT_STACK = "dev";

export interface CommonOptions {
  stack: string;
  emulator: string;
  provider: ProviderKind | "auto";
  yes: boolean;
}

/** One call of the command line: the installation as its options want it, the terminal, and Ctrl-C. */
export class Lab {
  readonly installation: Installation;

  constructor(
    root: string,
    readonly io: Io,
    readonly options: CommonOptions,
    /** Aborts on the first Ctrl-C. */
    readonly signal: AbortSignal,
    /** Aborts on the second Ctrl-C: no more patience. */
    readonly force: AbortSignal,
  ) {
    this.installation = new Installation({ root });
  }

  readonly progress = (message: string): void => this.io.progress(message);

  session(folder: string): Promise<StackSession> {
    const { stack, provider } = this.options;
    return this.installation.session({ folder, stack, provider }, this.work);
  }

  /** The emulator that `--emulator` asks for, started or not. */
  emulator(): Promise<Emulator> {
    return this.installation.emulator(this.options.emulator, this.work);
  }

  /** The emulator, running: started when it is not. */
  runningEmulator(): Promise<RunningEmulator> {
    return this.installation.runningEmulator(this.options.emulator, this.work);
  }

  get work(): { signal: AbortSignal; onProgress: (message: string) => void } {
    return { signal: this.signal, onProgress: this.progress };
  }
}
