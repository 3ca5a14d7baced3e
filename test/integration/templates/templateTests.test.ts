import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheDir } from "../../../src/core/paths";
import { installDependencies } from "../../../src/core/scaffold/dependencies";
import { listTemplates } from "../../../src/core/scaffold/manifest";
import { scaffold } from "../../../src/core/scaffold/scaffold";
import { tempFolders } from "../../support/tempFolder";

const run = promisify(execFile);
const root = join(__dirname, "..", "..", "..");
const templates = join(root, "templates");

/** What a learner's terminal has, and nothing that is meant for the test run around. */
function environment(home: string): NodeJS.ProcessEnv {
  const { PATH, TMPDIR, LANG } = process.env;
  return { PATH, TMPDIR, LANG, HOME: home, USERPROFILE: home };
}

describe("the templates' own tests", function () {
  this.timeout(300_000);
  const folders = tempFolders();

  it("type-check and pass in a lab that was just made", async () => {
    const home = folders.make();
    const all = await listTemplates(templates);
    assert.ok(all.length >= 4);
    for (const template of all) {
      const { directory } = await scaffold({ template, directory: join(home, template.id) });
      await installDependencies(directory, { store: cacheDir() });
      const node = async (...args: string[]): Promise<string> => {
        const options = { cwd: directory, env: environment(home), timeout: 120_000 };
        const ended = await run(process.execPath, args, options).catch((error: Error & { stdout?: string; stderr?: string }) => {
          throw new Error(`${template.id}: ${error.message}\n${error.stdout}\n${error.stderr}`, { cause: error });
        });
        return ended.stdout;
      };

      await node(join("node_modules", "typescript", "bin", "tsc"), "--project", ".");

      const files = readdirSync(join(directory, "test")).filter((name) => name.endsWith(".test.ts"));
      const report = await node("--import", "tsx", "--test", "--test-reporter=tap", ...files.map((name) => join("test", name)));
      const count = (what: string): number => Number(new RegExp(`^# ${what} (\\d+)$`, "m").exec(report)?.[1]);
      assert.ok(count("pass") >= 3, `${template.id}: ${count("pass")} passed`);
      assert.deepEqual([count("fail"), count("skipped"), count("todo"), count("cancelled")], [0, 0, 0, 0], report);
    }
  });

  it("make of the Lambda handler the same bundle in every lab", async () => {
    const home = folders.make();
    const [template] = (await listTemplates(templates)).filter(({ id }) => id === "lambda-api");
    assert.ok(template);
    const bundles: string[] = [];
    for (const name of ["one", "another-place/two"]) {
      const { directory } = await scaffold({ template, directory: join(home, name) });
      await installDependencies(directory, { store: cacheDir() });
      const script = 'process.stdout.write(require("./bundle.ts").bundle("handler/index.ts"))';
      const { stdout } = await run(process.execPath, ["--import", "tsx", "--eval", script], {
        cwd: directory,
        env: environment(home),
        maxBuffer: 50_000_000,
      });
      bundles.push(stdout);
    }
    assert.ok(bundles[0]?.includes("POST /notes"));
    assert.ok(bundles[0] === bundles[1], "the bundles differ");
  });
});
