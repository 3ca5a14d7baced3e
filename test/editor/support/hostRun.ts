import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildHostSuite } from "../host/build.mjs";
import { type HostResults, resultsShape, resultsVariable } from "../host/results";
import { EditorSession } from "./editorSession";
import { eventually } from "./eventually";
import { unpackVsix } from "./vsix";

/** Runs the suite of test/editor/host in the extension host of VS Code, with the extension that a VSIX holds. */
export async function runInExtensionHost(vsix: string, folder: string): Promise<HostResults> {
  const [extension, suite, results] = [join(folder, "extension"), join(folder, "suite.cjs"), join(folder, "results.json")];
  unpackVsix(vsix, extension);
  await buildHostSuite(suite);
  const session = await EditorSession.start({ env: { [resultsVariable]: results }, tests: { extension, suite } });
  try {
    await eventually(() => `the tests in the extension host; the page said:\n${session.consoleErrors.map(({ text }) => text).join("\n")}`, () => existsSync(results), 120_000);
    return resultsShape.parse(JSON.parse(readFileSync(results, "utf8")));
  } finally {
    await session.dispose();
  }
}
