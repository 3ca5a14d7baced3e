// Tries pages of the walkthroughs: npx tsx tools/pages.ts try phase-2/resource-dependencies (a part of the page's path).
// Their words and types first, then their program and their mistake.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "..");
const [, part = ""] = process.argv.slice(2);
const id = part.replace(/^.*walkthroughs\/pages\//, "").replace(/\.md$/, "");
const mocha = join(root, "node_modules", "mocha", "bin", "mocha.js");
const { status } = spawnSync(process.execPath, [mocha, "test/unit/walkthroughs/pages.test.ts", "test/integration/pages.test.ts", "--fgrep", id], { cwd: root, stdio: "inherit" });
process.exitCode = status ?? 1;
