import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildHostSuite } from "../host/build.mjs";
import { type HostResults, packagesVariable, resultsShape, resultsVariable } from "../host/results";
import { EditorSession } from "./editorSession";
import { eventually } from "./eventually";
import { unpackVsix } from "./vsix";

const root = join(__dirname, "..", "..", "..");

/** Runs the suite of test/editor/host in the extension host of VS Code, with the extension that a VSIX holds. */
export async function runInExtensionHost(vsix: string, folder: string): Promise<HostResults> {
  const [extension, suite, results] = [join(folder, "extension"), join(folder, "suite.cjs"), join(folder, "results.json")];
  unpackVsix(vsix, extension);
  await buildHostSuite(suite);
  const env = { [resultsVariable]: results, [packagesVariable]: join(root, "node_modules"), XDG_DATA_HOME: join(folder, "data") };
  const session = await EditorSession.start({ env, tests: { extension, suite } });
  try {
    await eventually(() => `the tests in the extension host; the page said:\n${session.consoleErrors.map(({ text }) => text).join("\n")}`, () => existsSync(results), 400_000);
    return resultsShape.parse(JSON.parse(readFileSync(results, "utf8")));
  } finally {
    await session.dispose();
  }
}
