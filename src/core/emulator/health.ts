/** The health call, which every emulator of this family answers, and what can be told from it. */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { CancelledError } from "../errors";

const healthSchema = z.looseObject({
  services: z.record(z.string(), z.unknown()),
  version: z.string().optional(),
  edition: z.string().optional(),
  ready_scripts: z.unknown().optional(),
});

export interface Health {
  /** "MiniStack", "LocalStack", or "AWS emulator" for one that is neither. */
  name: string;
  version?: string;
  /** What the emulator calls its edition. MiniStack takes it from us: see `ministackEnvironment`. */
  edition?: string;
  services: string[];
}

/** Asks `endpoint` (a loopback URL) for its health; undefined when nothing there answers like an emulator. */
export async function readHealth(endpoint: string, signal?: AbortSignal, timeoutMs = 2000): Promise<Health | undefined> {
  // MiniStack answers this path as well. Asking LocalStack for a path that it doesn't know would wake its S3.
  for (const path of ["/_localstack/health", "/_ministack/health"]) {
    const answer = await getJson(endpoint + path, signal, timeoutMs);
    if (answer === "silent") return undefined;
    const health = parseHealth(answer);
    if (health) return health;
  }
  return undefined;
}

/**
 * Waits until `endpoint` answers the health call, and `accept` takes the answer. Undefined after `timeoutMs`, or once
 * `stillHope` says no, for example because the process that should answer has ended.
 */
export async function waitForHealth(
  endpoint: string,
  options: {
    timeoutMs: number;
    signal?: AbortSignal;
    accept?: (health: Health) => boolean;
    stillHope?: () => boolean | Promise<boolean>;
  },
): Promise<Health | undefined> {
  const deadline = performance.now() + options.timeoutMs;
  for (;;) {
    if (options.signal?.aborted) throw new CancelledError();
    if ((await options.stillHope?.()) === false) return undefined;
    const health = await readHealth(endpoint, options.signal);
    if (health && (options.accept?.(health) ?? true)) return health;
    if (performance.now() > deadline) return undefined;
    await sleep(50, undefined, { signal: options.signal }).catch(() => undefined);
  }
}

/** The body as JSON; undefined when there is none such, "silent" when there was no answer in time. */
async function getJson(url: string, signal: AbortSignal | undefined, timeoutMs: number): Promise<unknown> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    // A redirect could lead off this machine, so none is followed.
    const response = await fetch(url, { redirect: "error", signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
    if (response.ok) return await response.json();
    await response.body?.cancel();
    return undefined;
  } catch (error) {
    if (signal?.aborted) throw new CancelledError();
    return error instanceof SyntaxError ? undefined : "silent";
  }
}

/** What a health answer says; undefined for anything that is no such answer. */
export function parseHealth(body: unknown): Health | undefined {
  const parsed = healthSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { services, version, edition } = parsed.data;
  const usable = Object.entries(services).filter(([, state]) => state !== "disabled");
  return {
    name: nameOf(parsed.data),
    ...(version ? { version } : {}),
    ...(edition ? { edition } : {}),
    services: usable.map(([service]) => service).sort(),
  };
}

function nameOf(answer: z.infer<typeof healthSchema>): string {
  if (answer.ready_scripts !== undefined) return "MiniStack"; // its name stands nowhere in its answer
  return answer.version && answer.edition ? "LocalStack" : "AWS emulator";
}
