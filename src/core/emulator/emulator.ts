/** One interface over every AWS emulator that a lab can run on. */

export type EmulatorKind = "running" | "ministack" | "localstack";

export interface EmulatorStatus {
  running: boolean;
  kind: EmulatorKind;
  /** What answers, as people call it: "MiniStack", "LocalStack", or "AWS emulator" when unknown. */
  name: string;
  /** `http://127.0.0.1:PORT`, without a trailing slash; present when running. */
  endpoint?: string;
  version?: string;
  /** Service names as the health call gives them, such as `s3`. */
  services?: string[];
  pid?: number;
  /**
   * Changes whenever the emulator starts empty or is reset, by whomever, so that a stack deployed to an earlier boot
   * is known to be gone; stays when state survives a restart. Absent when the emulator can't keep the marker.
   */
  bootId?: string;
  logFile?: string;
  /** Whether state survives a stop. */
  persistent?: boolean;
}

export interface StartOptions {
  signal?: AbortSignal;
  /** Keep state over a stop (MiniStack: written on a graceful stop only). */
  persist?: boolean;
  onProgress?: (message: string) => void;
}

export interface Emulator {
  readonly kind: EmulatorKind;
  status(signal?: AbortSignal): Promise<EmulatorStatus>;
  /** Starts it unless it runs already; resolves once the health call answers. */
  start(options?: StartOptions): Promise<EmulatorStatus>;
  /** Stops what we manage, leaving no process behind; a UserError for one that we did not start. */
  stop(signal?: AbortSignal): Promise<void>;
  /** Removes everything in it and gives it a new `bootId`. */
  reset(signal?: AbortSignal): Promise<EmulatorStatus>;
  /** The last `lines` lines of its log. */
  logs(lines?: number): Promise<string>;
}
