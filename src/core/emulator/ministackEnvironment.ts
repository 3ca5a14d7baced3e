import { delimiter } from "node:path";

/** Names that may pass from our environment into MiniStack's, and so into the Lambdas it runs. */
const allowed = new Set([
  "LANG", "LANGUAGE", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH",
  // Windows can't start programs without these.
  "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE", "OS",
]);

export interface MinistackEnvironmentOptions {
  parent: NodeJS.ProcessEnv;
  port: number;
  /** Comes back as the `edition` of the health answer, and so tells our instance from any other. */
  edition: string;
  /** Stands for the home folder, so that no profile in the real one is read. */
  home: string;
  /** Temporary folder of this instance alone. */
  temp: string;
  /** A folder with `node`, for Lambdas. */
  nodeDir?: string;
  /** Where state is kept over a stop; without it everything is lost then. */
  persistence?: { state: string; s3: string };
}

/**
 * MiniStack's environment, made from an allow-list: Lambdas inherit it whole, so real credentials must not be in it.
 */
export function ministackEnvironment(options: MinistackEnvironmentOptions): Record<string, string> {
  const passed: Record<string, string> = {};
  let path: string[] = [];
  for (const [name, value] of Object.entries(options.parent)) {
    const upper = name.toUpperCase();
    if (value === undefined) continue;
    if (upper === "PATH") path = value.split(delimiter);
    else if (allowed.has(upper) || upper.startsWith("LC_")) passed[name] = value;
  }
  return {
    ...passed,
    PATH: [options.nodeDir, ...path].filter(Boolean).join(delimiter),
    HOME: options.home,
    USERPROFILE: options.home,
    TMPDIR: options.temp,
    TMP: options.temp,
    TEMP: options.temp,
    PYTHONUNBUFFERED: "1",
    PYTHONNOUSERSITE: "1",
    BIND_HOST: "127.0.0.1",
    GATEWAY_PORT: String(options.port),
    MINISTACK_EDITION: options.edition,
    // Both of these listeners would bind every interface of the machine, and no lab needs them.
    IOT_MTLS_ENABLED: "0",
    SFTP_ENABLED: "0",
    SFTP_HOST: "127.0.0.1",
    // A burst of calls leaves a Node process of 45 MB for each that ran at once; by default for five minutes.
    LAMBDA_WARM_TTL_SECONDS: "30",
    AWS_EC2_METADATA_DISABLED: "true",
    ...(options.persistence
      ? { PERSIST_STATE: "1", S3_PERSIST: "1", STATE_DIR: options.persistence.state, S3_DATA_DIR: options.persistence.s3 }
      : { PERSIST_STATE: "0", S3_PERSIST: "0" }),
  };
}
