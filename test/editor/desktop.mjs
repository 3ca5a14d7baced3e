// npm run test:desktop: the suite of test/editor/host in VS Code for the desktop, which it downloads unless
// PULUMI_LAB_TEST_VSCODE names the program of an installed one.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runTests } from "@vscode/test-electron";
import { buildHostSuite } from "./host/build.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const folder = mkdtempSync(join(tmpdir(), "lab-"));
try {
  const suite = join(folder, "suite.cjs");
  const workspace = join(folder, "workspace");
  mkdirSync(workspace);
  await buildHostSuite(suite);
  // The editor's own terminals set this, and VS Code would then start as plain Node.
  delete process.env.ELECTRON_RUN_AS_NODE;
  await runTests({
    vscodeExecutablePath: process.env.PULUMI_LAB_TEST_VSCODE,
    extensionDevelopmentPath: root,
    extensionTestsPath: suite,
    extensionTestsEnv: { XDG_DATA_HOME: join(folder, "data"), EDITOR_TEST_PACKAGES: join(root, "node_modules") },
    launchArgs: [workspace, "--disable-extensions", "--disable-workspace-trust", "--user-data-dir", join(folder, "u")],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
