import { spawn } from "node:child_process";
import { once } from "node:events";
import { z } from "zod";
import { CancelledError, errorMessage, UserError } from "../errors";

const report = z.object({
  ok: z.boolean(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string().optional() })),
});

/** What a behaviour check proved: one line a statement. */
export type CheckReport = z.infer<typeof report>;

export interface CheckOptions {
  /** The manifest's command. */
  command: readonly string[];
  /** The lab's folder. */
  directory: string;
  node: { path: string; env: Record<string, string> };
  /** The guarded environment; what the check needs to know is added to it. */
  env: Record<string, string>;
  /** The stack's outputs, secrets included, as `pulumi stack output --json` gives them. */
  outputs: Record<string, unknown>;
  endpoint: string;
  /** The address of the stack that works on this machine, when it has one. */
  url?: string;
  signal?: AbortSignal;
}

/** Runs a lab's behaviour check against what was deployed. Failed statements are part of the report, not an error. */
export async function runCheck(options: CheckOptions): Promise<CheckReport> {
  if (options.signal?.aborted) throw new CancelledError();
  const [program, ...arguments_] = options.command;
  const isNode = program === "node";
  const child = spawn(isNode ? options.node.path : (program as string), [...arguments_, "--json"], {
    cwd: options.directory,
    env: {
      ...options.env,
      ...(isNode ? options.node.env : {}),
      AWS_ENDPOINT_URL: options.endpoint,
      PULUMI_LAB_ENDPOINT: options.endpoint,
      PULUMI_LAB_OUTPUTS: JSON.stringify(options.outputs),
      ...(options.url ? { PULUMI_LAB_URL: options.url } : {}),
    },
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
  });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const stop = (): void => void child.kill("SIGTERM");
  options.signal?.addEventListener("abort", stop, { once: true });
  try {
    await once(child, "close");
  } catch (error) {
    throw new UserError("check-broken", `The check could not be started: ${errorMessage(error)}`, 'Look at "check" in the lab\'s template.json.', { cause: error });
  } finally {
    options.signal?.removeEventListener("abort", stop);
  }
  if (options.signal?.aborted) throw new CancelledError();
  try {
    return report.parse(JSON.parse(out));
  } catch (error) {
    throw new UserError("check-broken", `The check did not run to its end.\n${(err || out).trim()}`, "Look at check.ts in the lab.", { cause: error });
  }
}
