import { renameSync, writeFileSync } from "node:fs";
import Mocha from "mocha";
import { type Counts, countsVariable } from "./testCounts";

/** Mocha's usual output; the counts go to a file when the run has come to its end. */
class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once("end", () => {
      const file = process.env[countsVariable];
      if (!file) return;
      const { passes, failures, pending } = this.stats;
      const counts: Counts = { passed: passes, failed: failures, skipped: pending };
      writeFileSync(`${file}.tmp`, JSON.stringify(counts));
      renameSync(`${file}.tmp`, file);
    });
  }
}

// Mocha loads a reporter with require and wants the class itself.
module.exports = CountingReporter;
