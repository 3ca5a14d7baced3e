import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findLeftovers } from "./leftovers";
import type { Step, Suite } from "./suites";
import { countsVariable, mochaResult, type MochaResult } from "./testCounts";

const root = join(__dirname, "..", "..");

const defaultPatience = {
  /** A run whose tests are all done but which does not end has left something open. */
  endMs: 20_000,
  /** Processes that are ending by themselves may take a while. */
  leftoverMs: 10_000,
};

/** How a suite is run, beside what it consists of. */
export interface SuiteRun {
  env: NodeJS.ProcessEnv;
  mochaOptions: string[];
  signal: AbortSignal;
  print: (line: string) => void;
  /** For tests of this file. */
  patience?: Partial<typeof defaultPatience>;
  quiet?: boolean;
}

/**
 * Runs a suite in processes of its own and counts. A check counts as one test, and so does the rule that a suite
 * leaves no process behind. Neither a hang nor a crash of the tests keeps it from coming to an end.
 */
export async function runSuite(suite: Suite, run: SuiteRun): Promise<MochaResult> {
  const { endMs, leftoverMs } = { ...defaultPatience, ...run.patience };
  // A short name: sockets live in it, whose paths can't be long.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "lab-")));
  // The cache is the user's own, which was provisioned just now; what tests remember must not land among their data.
  const ownFolders = { TMPDIR: folder, TEMP: folder, TMP: folder, XDG_DATA_HOME: join(folder, "data") };
  const deadline = Date.now() + suite.limitMinutes * 60_000;
  const result: MochaResult = { counts: { passed: 0, failed: 0, skipped: 0 }, failures: [] };
  const { counts, failures } = result;
  try {
    for (const step of suite.steps) {
      run.print(`\n${suite.name}: ${step.kind === "check" ? step.title : step.globs.join(", ")}`);
      const made = await runStep(step, { ...run, env: { ...run.env, ...ownFolders } }, { folder, deadline, endMs });
      for (const key of ["passed", "failed", "skipped"] as const) counts[key] += made.counts[key];
      failures.push(...made.failures.map((failure) => `${suite.name}: ${failure}`));
      if (run.signal.aborted) return result;
    }
    const leftovers = await findLeftovers(folder, leftoverMs);
    for (const { pid, commandLine } of leftovers) {
      const failure = `${suite.name}: left a process behind: ${pid} ${commandLine}`;
      run.print(failure);
      failures.push(failure);
      signalIfThere(pid, "SIGKILL");
    }
    counts[leftovers.length > 0 ? "failed" : "passed"]++;
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

interface Limits {
  folder: string;
  deadline: number;
  endMs: number;
}

async function runStep(step: Step, run: SuiteRun, limits: Limits): Promise<MochaResult> {
  if (step.kind === "check") {
    const code = await runNode(step.args, run, limits);
    run.print(`${step.title}: ${code === 0 ? "passed" : "failed"}`);
    if (code === 0) return { counts: { passed: 1, failed: 0, skipped: 0 }, failures: [] };
    return failedRun(`${step.title}: ended with ${code}`);
  }
  const countsFile = join(limits.folder, "counts.json");
  const mocha = [join("node_modules", "mocha", "bin", "mocha.js"), "--reporter", join(__dirname, "countingReporter.ts")];
  const args = [...mocha, ...run.mochaOptions, ...step.globs];
  const code = await runNode(args, { ...run, env: { ...run.env, [countsVariable]: countsFile } }, limits, countsFile);
  if (!existsSync(countsFile)) {
    const failure = `mocha ended before its tests did (${code}).`;
    run.print(failure);
    return failedRun(failure);
  }
  const { counts, failures } = mochaResult.parse(JSON.parse(readFileSync(countsFile, "utf8")));
  rmSync(countsFile);
  // Such as a run that did not end by itself, or a hook that failed after the last test.
  if (code !== 0 && counts.failed === 0) {
    counts.failed = 1;
    failures.push(`the tests passed, but their run ended with: ${code}`);
  }
  if (counts.passed + counts.failed === 0) {
    run.print("No test was run.");
    counts.failed = 1;
    failures.push("no test was run");
  }
  return { counts, failures };
}

function failedRun(failure: string): MochaResult {
  return { counts: { passed: 0, failed: 1, skipped: 0 }, failures: [failure] };
}

/** Runs Node in the foreground, in a process group of its own, and ends the group at the deadline. */
async function runNode(
  args: string[],
  { env, signal: stop, print, quiet }: SuiteRun,
  { deadline, endMs }: Limits,
  doneFile?: string,
): Promise<number | string> {
  const ownGroup = process.platform !== "win32";
  const output = quiet ? "ignore" : "inherit";
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", output, output], detached: ownGroup });
  const exited = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  let ended: string | undefined;
  let doneAt: number | undefined;
  const end = (why: string, signal: NodeJS.Signals) => {
    ended ??= why;
    if (child.pid !== undefined) signalIfThere(ownGroup ? -child.pid : child.pid, signal);
  };
  let insist: NodeJS.Timeout | undefined;
  const onAbort = () => {
    end("cancelled", "SIGINT");
    insist = setTimeout(() => end("cancelled", "SIGKILL"), 10_000);
  };
  stop.addEventListener("abort", onAbort, { once: true });
  const watch = setInterval(() => {
    if (doneFile && doneAt === undefined && existsSync(doneFile)) doneAt = Date.now();
    if (Date.now() > deadline) end("it took too long", "SIGKILL");
    else if (doneAt !== undefined && Date.now() > doneAt + endMs) end("its tests are over, but something keeps it running", "SIGKILL");
  }, 200);
  try {
    const [code, signal] = await exited;
    if (ended) print(`Ended: ${ended}.`);
    return ended ?? code ?? signal ?? "unknown";
  } finally {
    clearInterval(watch);
    clearTimeout(insist);
    stop.removeEventListener("abort", onAbort);
  }
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
