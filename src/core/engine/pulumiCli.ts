import { spawn } from "node:child_process";
import { once } from "node:events";
import { z } from "zod";
import { CancelledError, UserError } from "../errors";

/** Runs Pulumi CLI commands that need no program: what they print is parsed by the functions below. */
export class PulumiCli {
  constructor(
    private readonly command: string,
    private readonly cwd: string,
    private readonly env: Record<string, string>,
  ) {}

  /** Runs one command and gives its standard output. A failure is a UserError with the CLI's own words. */
  async run(arguments_: readonly string[], options: { signal?: AbortSignal; input?: string } = {}): Promise<string> {
    if (options.signal?.aborted) throw new CancelledError();
    const child = spawn(this.command, [...arguments_, "--non-interactive"], {
      cwd: this.cwd,
      env: this.env,
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    const interrupt = (): void => void child.kill("SIGINT");
    options.signal?.addEventListener("abort", interrupt, { once: true });
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    child.stdin.on("error", () => undefined); // it may end without reading
    child.stdin.end(options.input ?? "");
    const [code] = (await once(child, "close")) as [number | null];
    options.signal?.removeEventListener("abort", interrupt);
    if (options.signal?.aborted) throw new CancelledError();
    if (code !== 0) throw new UserError("engine-error", cliError(err || out), `The command was: pulumi ${arguments_[0]}`);
    return out;
  }

  async listStacks(signal?: AbortSignal): Promise<StackSummary[]> {
    return stackList.parse(JSON.parse(await this.run(["stack", "ls", "--json"], { signal })));
  }

  /** The stack's outputs; secrets are masked by the CLI unless asked for. */
  async outputs(stack: string, options: { showSecrets?: boolean; signal?: AbortSignal } = {}): Promise<Record<string, unknown>> {
    const secrets = options.showSecrets ? ["--show-secrets"] : [];
    return outputMap.parse(JSON.parse(await this.run(["stack", "output", "--json", "--stack", stack, ...secrets], options)));
  }

  /** The stack's state as `pulumi stack export` gives it; secrets stay encrypted. */
  async exportState(stack: string, signal?: AbortSignal): Promise<unknown> {
    return JSON.parse(await this.run(["stack", "export", "--stack", stack], { signal }));
  }
}

const stackList = z.array(
  z.looseObject({ name: z.string(), lastUpdate: z.string().optional(), resourceCount: z.number().optional() }),
);
export type StackSummary = z.infer<typeof stackList>[number];

const outputMap = z.record(z.string(), z.unknown());

/** The CLI's error without its prefix and colours. */
export function cliError(text: string): string {
  const plain = text
    // eslint-disable-next-line no-control-regex
    .replace(/\u001b\[[0-9;]*m/g, "")
    .trim();
  return plain.replace(/^error: /, "") || "the Pulumi CLI failed without a word";
}
