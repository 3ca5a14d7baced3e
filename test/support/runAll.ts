// `npm test [lint] [unit] [integration] [editor] [mocha's options]`: provisions, runs the suites in turn and closes with one
// line of counts.
import { delimiter, dirname, join } from "node:path";
import { CancelledError, errorMessage, UserError } from "../../src/core/errors";
import { provision } from "../../src/core/provision/provision";
import type { Provisioned } from "../../src/core/provision/tools";
import { runSuite } from "./runSuite";
import { type Suite, suites } from "./suites";
import type { Counts } from "./testCounts";

const root = join(__dirname, "..", "..");

const abort = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => abort.abort());

async function main(args: string[]): Promise<number> {
  const named = suites.filter(({ name }) => args.includes(name));
  const chosen = named.length > 0 ? named : suites;
  const mochaOptions = args.filter((arg) => !suites.some(({ name }) => name === arg));
  const env = await testEnvironment(chosen);
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  const failed: string[] = [];
  for (const suite of chosen) {
    const { counts, failures } = await runSuite(suite, { env, mochaOptions, signal: abort.signal, print: console.log });
    for (const key of ["passed", "failed", "skipped"] as const) total[key] += counts[key];
    failed.push(...failures);
    if (abort.signal.aborted) throw new CancelledError("The tests were cancelled.");
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  // Again, and last: a long output is often read from its end.
  for (const failure of failed) console.log(`Failed: ${failure}`);
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

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof UserError ? [error.message, error.hint].filter(Boolean).join("\n") : errorMessage(error));
    if (!(error instanceof UserError)) console.error(error);
    process.exitCode = error instanceof CancelledError ? 130 : 1;
  },
);
