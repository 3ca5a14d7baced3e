import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A second process in a test: a program text run by Node, whose lines of output are its signals. */
export interface ChildScript {
  child: ChildProcess;
  /** Resolves when the program prints this line; rejects when it ends without having done so. */
  printed(line: string): Promise<void>;
  /** Every line so far. */
  lines: string[];
  /** Waits for its end. */
  end(): Promise<number | null>;
}

/** Runs a TypeScript module text (imports by absolute path) in a process of its own. */
export function runScript(program: string, args: string[] = [], env: NodeJS.ProcessEnv = process.env): ChildScript {
  const command = ["--require", "tsx/cjs", "--eval", program, "--", ...args];
  const child = spawn(process.execPath, command, { env, stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const lines: string[] = [];
  const waiting: { line: string; resolve: () => void; reject: (error: Error) => void }[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => {
    lines.push(line);
    for (const waiter of waiting.filter((entry) => entry.line === line)) waiter.resolve();
  });
  const closed = once(child, "close").then(() => {
    for (const { line, reject } of waiting) reject(new Error(`It ended without printing "${line}": ${errors || lines.join("\n")}`));
    return child.exitCode;
  });
  return {
    child,
    lines,
    printed: (line) =>
      lines.includes(line)
        ? Promise.resolve()
        : new Promise((resolve, reject) => {
            if (child.exitCode !== null) reject(new Error(`It has ended: ${errors}`));
            waiting.push({ line, resolve, reject });
          }),
    end: () => closed,
  };
}
