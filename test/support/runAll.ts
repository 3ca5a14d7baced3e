// `npm test [lint] [unit] [integration] [mocha's options]`: provisions, runs the suites in turn and closes with one
// line of counts. A check counts as one test, and so does the rule that a suite leaves no process behind.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { CancelledError, errorMessage, UserError } from "../../src/core/errors";
import { provision } from "../../src/core/provision/provision";
import type { Provisioned } from "../../src/core/provision/tools";
import { findLeftovers } from "./leftovers";
import { type Step, type Suite, suites } from "./suites";
import { type Counts, countsShape, countsVariable } from "./testCounts";

const root = join(__dirname, "..", "..");
/** A run whose tests are all done but which does not end has left something open. */
const endMs = 20_000;
const leftoverPatienceMs = 10_000;

const abort = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => abort.abort());

async function main(args: string[]): Promise<number> {
  const named = suites.filter(({ name }) => args.includes(name));
  const chosen = named.length > 0 ? named : suites;
  const mochaOptions = args.filter((arg) => !suites.some(({ name }) => name === arg));
  const env = await testEnvironment(chosen);
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const suite of chosen) {
    const counts = await runSuite(suite, mochaOptions, env);
    for (const key of ["passed", "failed", "skipped"] as const) total[key] += counts[key];
    if (abort.signal.aborted) throw new CancelledError("The tests were cancelled.");
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed > 0 ? 1 : 0;
}

/** Provisions what the suites want, and tells the tests where it is. */
async function testEnvironment(chosen: Suite[]): Promise<NodeJS.ProcessEnv> {
  const want = new Set(chosen.flatMap((suite) => suite.want));
  const onProgress = (message: string) => console.error(message);
  const tools: Partial<Provisioned> = await provision({ root, want: [...want], signal: abort.signal, onProgress });
  return {
    ...process.env,
    // Lambda functions run with the Node on PATH, and so does whatever a test starts.
    PATH: [dirname(process.execPath), process.env.PATH ?? ""].join(delimiter),
    PULUMI_LAB_TEST_NODE: process.execPath,
    ...(tools.pulumi && { PULUMI_LAB_PULUMI: tools.pulumi.path }),
    ...(tools.ministack && { PULUMI_LAB_TEST_MINISTACK: tools.ministack.command }),
  };
}

async function runSuite(suite: Suite, mochaOptions: string[], env: NodeJS.ProcessEnv): Promise<Counts> {
  // A short name: sockets live in it, whose paths can't be long.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "lab-")));
  // The cache is the user's own, which was provisioned just now; what tests remember must not land among their data.
  const ownFolders = { TMPDIR: folder, TEMP: folder, TMP: folder, XDG_DATA_HOME: join(folder, "data") };
  const deadline = Date.now() + suite.limitMinutes * 60_000;
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    for (const step of suite.steps) {
      console.log(`\n${suite.name}: ${step.kind === "check" ? step.title : step.globs.join(", ")}`);
      const made = await runStep(step, mochaOptions, { ...env, ...ownFolders }, folder, deadline);
      for (const key of ["passed", "failed", "skipped"] as const) counts[key] += made[key];
      if (abort.signal.aborted) return counts;
    }
    const leftovers = await findLeftovers(folder, leftoverPatienceMs);
    for (const { pid, commandLine } of leftovers) {
      console.log(`${suite.name}: left a process behind: ${pid} ${commandLine}`);
      process.kill(pid, "SIGKILL");
    }
    counts[leftovers.length > 0 ? "failed" : "passed"]++;
    return counts;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function runStep(
  step: Step,
  mochaOptions: string[],
  env: NodeJS.ProcessEnv,
  folder: string,
  deadline: number,
): Promise<Counts> {
  if (step.kind === "check") {
    const code = await runNode(step.args, env, { deadline });
    console.log(`${step.title}: ${code === 0 ? "passed" : "failed"}`);
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  }
  const countsFile = join(folder, "counts.json");
  const mocha = [join("node_modules", "mocha", "bin", "mocha.js"), "--reporter", join(__dirname, "countingReporter.ts")];
  const args = [...mocha, ...mochaOptions, ...step.globs];
  const code = await runNode(args, { ...env, [countsVariable]: countsFile }, { deadline, doneFile: countsFile });
  if (!existsSync(countsFile)) {
    console.log(`mocha ended before its tests did (${code}).`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const counts = countsShape.parse(JSON.parse(readFileSync(countsFile, "utf8")));
  rmSync(countsFile);
  // Such as a run that did not end by itself, or a hook that failed after the last test.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  if (counts.passed + counts.failed === 0) {
    console.log("No test was run.");
    counts.failed = 1;
  }
  return counts;
}

/** Runs Node in the foreground, in a process group of its own, and ends the group at the deadline. */
async function runNode(
  args: string[],
  env: NodeJS.ProcessEnv,
  { deadline, doneFile }: { deadline: number; doneFile?: string },
): Promise<number | string> {
  const ownGroup = process.platform !== "win32";
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"], detached: ownGroup });
  const exited = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  let ended: string | undefined;
  let doneAt: number | undefined;
  const end = (why: string, signal: NodeJS.Signals) => {
    ended ??= why;
    if (child.pid === undefined) return;
    try {
      process.kill(ownGroup ? -child.pid : child.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  };
  let insist: NodeJS.Timeout | undefined;
  const onAbort = () => {
    end("cancelled", "SIGINT");
    insist = setTimeout(() => end("cancelled", "SIGKILL"), 10_000);
  };
  abort.signal.addEventListener("abort", onAbort, { once: true });
  const watch = setInterval(() => {
    if (doneFile && doneAt === undefined && existsSync(doneFile)) doneAt = Date.now();
    if (Date.now() > deadline) end("it took too long", "SIGKILL");
    else if (doneAt !== undefined && Date.now() > doneAt + endMs) end("its tests are over, but something keeps it running", "SIGKILL");
  }, 1000);
  try {
    const [code, signal] = await exited;
    if (ended) console.log(`Ended: ${ended}.`);
    return ended ?? code ?? signal ?? "unknown";
  } finally {
    clearInterval(watch);
    clearTimeout(insist);
    abort.signal.removeEventListener("abort", onAbort);
  }
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof UserError ? [error.message, error.hint].filter(Boolean).join("\n") : errorMessage(error));
    if (!(error instanceof UserError)) console.error(error);
    process.exitCode = error instanceof CancelledError ? 130 : 1;
  },
);
