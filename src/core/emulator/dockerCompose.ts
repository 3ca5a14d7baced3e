/** Command lines for Docker, and what it answers: pure. `localstack.ts` runs them. */
import { z } from "zod";

/** The last image that starts without an account, and one for those who have a token. */
export const tokenlessImage = "localstack/localstack:4.14.0";
export const tokenImage = "localstack/localstack:2026.07.0";

const project = "pulumi-lab";
const service = "localstack";
const containerPort = 4566;

export function composeUp(file: string): string[] {
  return [...compose(file), "up", "--detach", "--quiet-pull"];
}

/** Removes the containers and keeps the volume. */
export function composeDown(file: string): string[] {
  return [...compose(file), "down", "--timeout", "20"];
}

export function composePs(file: string): string[] {
  return [...compose(file), "ps", "--format", "json"];
}

export function composeLogs(file: string, lines: number): string[] {
  return [...compose(file), "logs", "--no-color", "--no-log-prefix", "--tail", String(lines), service];
}

export function serverVersion(): string[] {
  return ["version", "--format", "{{.Server.Version}}"];
}

export function inspectImage(image: string): string[] {
  return ["image", "inspect", "--format", "{{.Id}}", image];
}

function compose(file: string): string[] {
  return ["compose", "--file", file, "--project-name", project];
}

export interface LocalstackSettings {
  image: string;
  port: number;
  persist: boolean;
}

const passedThrough = new Set([
  "PATH", "HOME", "USERPROFILE", "LANG", "TZ", "TMPDIR", "TMP", "TEMP", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME",
  "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT",
  "SSH_AUTH_SOCK", "LOCALSTACK_AUTH_TOKEN", "DOCKER_SOCK",
]);

/**
 * The environment of the Docker client, from an allow-list: what it needs to find its daemon, and LocalStack's own
 * token. `settings` are the variables of docker-compose.yml.
 */
export function dockerEnvironment(parent: NodeJS.ProcessEnv, settings?: LocalstackSettings): Record<string, string> {
  const passed = Object.entries(parent).filter(([name, value]) => {
    const upper = name.toUpperCase();
    return value !== undefined && (passedThrough.has(upper) || /^(LC_|DOCKER_(?!AUTH_CONFIG)|COMPOSE_(?!FILE|PROFILES|PROJECT))/.test(upper));
  });
  return {
    ...(Object.fromEntries(passed) as Record<string, string>),
    ...(settings && {
      PULUMI_LAB_LOCALSTACK_IMAGE: settings.image,
      PULUMI_LAB_LOCALSTACK_PORT: String(settings.port),
      PULUMI_LAB_LOCALSTACK_PERSISTENCE: settings.persist ? "1" : "0",
    }),
  };
}

/** The image that this environment asks for: by name, else the newer one when there is a token for it. */
export function localstackImage(env: NodeJS.ProcessEnv): string {
  return env.PULUMI_LAB_LOCALSTACK_IMAGE || (env.LOCALSTACK_AUTH_TOKEN ? tokenImage : tokenlessImage);
}

const containerSchema = z.looseObject({
  ID: z.string().optional(),
  Service: z.string(),
  State: z.string(),
  Publishers: z
    .array(z.looseObject({ URL: z.string().optional(), TargetPort: z.number(), PublishedPort: z.number() }))
    .nullish(),
});

export interface ComposeContainer {
  running: boolean;
  /** Where its port 4566 is to be found on this machine. */
  port?: number;
}

/**
 * Reads `docker compose ps --format json`: an array in older versions, one object a line in newer ones.
 * Undefined when LocalStack has no container.
 */
export function parseComposePs(output: string): ComposeContainer | undefined {
  for (const entry of jsonDocuments(output)) {
    const parsed = containerSchema.safeParse(entry);
    if (!parsed.success || parsed.data.Service !== service) continue;
    const published = parsed.data.Publishers?.find((each) => each.TargetPort === containerPort && each.PublishedPort > 0);
    return { running: parsed.data.State === "running", ...(published && { port: published.PublishedPort }) };
  }
  return undefined;
}

function jsonDocuments(output: string): unknown[] {
  const text = output.trim();
  try {
    const whole: unknown = text === "" ? [] : JSON.parse(text);
    return Array.isArray(whole) ? whole : [whole];
  } catch {
    return text.split("\n").flatMap((line) => {
      try {
        return [JSON.parse(line) as unknown];
      } catch {
        return []; // a warning among the objects
      }
    });
  }
}

export type DockerTrouble = "missing" | "no-daemon" | "no-permission" | "no-compose" | "other";

/** What went wrong, from what the Docker client printed. */
export function classifyDockerFailure(output: string): DockerTrouble {
  if (/permission denied while trying to connect|dial unix .*: connect: permission denied/i.test(output)) return "no-permission";
  if (/cannot connect to the docker daemon|is the docker daemon running|error during connect|failed to connect to the docker api/i.test(output)) {
    return "no-daemon";
  }
  // Without the plug-in the client takes `compose` for nothing and stumbles over the option behind it.
  if (/'compose' is not a docker command|unknown command: docker compose|unknown flag: --file/i.test(output)) return "no-compose";
  return "other";
}
