import { renameSync, writeFileSync } from "node:fs";
import Mocha from "mocha";
import { countsVariable, type MochaResult } from "./testCounts";

/** Mocha's usual output; the result goes to a file when the run has come to its end. */
class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const failed: string[] = [];
    runner.on("fail", (test, error: unknown) => failed.push(`${test.fullTitle()}: ${String(error instanceof Error ? error.message : error).split("\n")[0]}`));
    runner.once("end", () => {
      const file = process.env[countsVariable];
      if (!file) return;
      const { passes, failures, pending } = this.stats;
      const result: MochaResult = { counts: { passed: passes, failed: failures, skipped: pending }, failures: failed };
      writeFileSync(`${file}.tmp`, JSON.stringify(result));
      renameSync(`${file}.tmp`, file);
    });
  }
}

// Mocha loads a reporter with require and wants the class itself.
module.exports = CountingReporter;
