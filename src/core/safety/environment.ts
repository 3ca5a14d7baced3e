import { delimiter } from "node:path";

/**
 * Names that may pass from the parent's environment into a program host, the CLI or a lab's shell. Everything
 * else stays out: a credential that isn't there can't be used.
 */
const ALLOWED = new Set(
  [
    "LANG", "LANGUAGE", "TZ", "TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TMPDIR", "TMP", "TEMP",
    "USER", "LOGNAME", "USERNAME", "SHELL",
    // Windows can't start programs without these.
    "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE", "OS",
    // Certificates of a company's proxy: names of files, no secrets.
    "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS",
  ].map((name) => name.toUpperCase()),
);

const ALLOWED_PREFIXES = ["LC_"];

/** What may pass of the parent's environment, and nothing else: enough for a process that needs neither PATH nor a home. */
export function allowedEnvironment(parent: NodeJS.ProcessEnv): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(parent)) {
    const upper = name.toUpperCase();
    if (value !== undefined && (ALLOWED.has(upper) || ALLOWED_PREFIXES.some((prefix) => upper.startsWith(prefix)))) {
      environment[name] = value;
    }
  }
  return environment;
}

export interface GuardedEnvironmentOptions {
  /** The parent's environment. */
  parent: NodeJS.ProcessEnv;
  /** Folders that come first on PATH. */
  path: string[];
  /** A folder of ours that stands for the home folder, so that no profile in the real one is read. */
  home: string;
  /** The emulator: every AWS service is pointed at it. */
  endpoint?: string;
  region?: string;
  backendUrl: string;
  /** Unlocks the stack's secrets: from a file, or the text that the user gave for a stack of their own. */
  passphrase: { file: string } | { text: string };
  pulumiHome: string;
  /** `aws:PORT` of the running embedded provider. */
  debugProviders?: string;
  extra?: Record<string, string>;
}

/** Builds the environment for everything that runs the user's program: an allow-list of the parent's, and dummies. */
export function guardedEnvironment(options: GuardedEnvironmentOptions): Record<string, string> {
  const parentPath = Object.entries(options.parent).find(([name]) => name.toUpperCase() === "PATH")?.[1] ?? "";
  const path = [...options.path, ...parentPath.split(delimiter)].filter((each, index, all) => each && all.indexOf(each) === index);
  return {
    ...allowedEnvironment(options.parent),
    PATH: path.join(delimiter),
    HOME: options.home,
    USERPROFILE: options.home,
    ...awsEnvironment(options),
    PULUMI_HOME: options.pulumiHome,
    PULUMI_BACKEND_URL: options.backendUrl,
    ...("file" in options.passphrase ? { PULUMI_CONFIG_PASSPHRASE_FILE: options.passphrase.file } : { PULUMI_CONFIG_PASSPHRASE: options.passphrase.text }),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SUPPRESS_COPILOT_LINK: "true",
    // npm in a lab's shell asks nobody for its own updates.
    npm_config_update_notifier: "false",
    ...(options.debugProviders ? { PULUMI_DEBUG_PROVIDERS: options.debugProviders } : {}),
    ...options.extra,
  };
}

/** Dummy keys, no profiles, no metadata service, and one loopback endpoint for every service. */
export function awsEnvironment(options: { endpoint?: string; region?: string; home: string }): Record<string, string> {
  const nowhere = `${options.home}/no-such-file`;
  return {
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: options.region ?? "us-east-1",
    AWS_DEFAULT_REGION: options.region ?? "us-east-1",
    AWS_CONFIG_FILE: nowhere,
    AWS_SHARED_CREDENTIALS_FILE: nowhere,
    AWS_EC2_METADATA_DISABLED: "true",
    // Without an emulator the endpoint is a closed loopback port: a call fails instead of leaving the machine.
    AWS_ENDPOINT_URL: options.endpoint ?? "http://127.0.0.1:9",
  };
}

