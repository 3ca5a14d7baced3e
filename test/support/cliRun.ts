import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

export interface CliEnd {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `pulumi-lab` from the built bundle, as a person's terminal would, with standard input closed. */
export async function cli(arguments_: string[], options: { env?: NodeJS.ProcessEnv; cwd?: string; onStart?: (child: ChildProcess) => void } = {}): Promise<CliEnd> {
  const child = spawn(process.execPath, [join(root, "dist", "cli.cjs"), ...arguments_], {
    cwd: options.cwd ?? root,
    env: { ...process.env, INIT_CWD: options.cwd ?? root, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const end: CliEnd = { code: null, stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (end.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (end.stderr += text));
  options.onStart?.(child);
  [end.code] = (await once(child, "close")) as [number | null];
  return end;
}

/** The same with `--json`: the document, which must be all that is on standard output. */
export async function cliJson<T = Record<string, unknown>>(arguments_: string[], options: Parameters<typeof cli>[1] = {}): Promise<{ code: number | null; document: T; stderr: string }> {
  const { code, stdout, stderr } = await cli([...arguments_, "--json"], options);
  try {
    return { code, document: JSON.parse(stdout) as T, stderr };
  } catch {
    throw new Error(`Standard output is no JSON document (exit code ${code}):\n${stdout}\n--- standard error:\n${stderr}`);
  }
}
