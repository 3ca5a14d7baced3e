import { renameSync, writeFileSync } from "node:fs";
import Mocha from "mocha";
import { type HostResults, resultsVariable } from "./results";

/** Runs the tests that `loaders` define, inside the extension host, and rejects when one of them fails. */
export async function runHostSuite(loaders: (() => unknown)[]): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", timeout: 60_000, reporter: "spec" });
  // Puts `describe` and `it` in place, as loading a file by mocha does.
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  for (const load of loaders) load();
  const results: HostResults = [];
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on("pass", (test) => results.push({ title: test.fullTitle() }));
    runner.on("fail", (test, error: Error) => results.push({ title: test.fullTitle(), error: error.stack ?? error.message }));
  });
  const file = process.env[resultsVariable];
  if (file) {
    writeFileSync(`${file}.tmp`, JSON.stringify(results));
    renameSync(`${file}.tmp`, file);
  }
  if (failures > 0) throw new Error(`${failures} failed: ${JSON.stringify(results.filter(({ error }) => error), undefined, 2)}`);
}
