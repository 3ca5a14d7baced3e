import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { tempFolders } from "../../support/tempFolder";

const root = join(__dirname, "../../..");

interface Bootstrap {
  child: ChildProcess;
  output: { stdout: string; stderr: string };
  /** Resolves when standard error has this text. */
  said(text: string): Promise<void>;
  end(): Promise<number | null>;
}

function bootstrap(clone: string, args: string[], env: NodeJS.ProcessEnv): Bootstrap {
  const child = spawn(process.execPath, [join(clone, "tools", "bootstrap.mjs"), ...args], {
    cwd: clone,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const output = { stdout: "", stderr: "" };
  const closed = once(child, "close");
  const waiting: { text: string; resolve: () => void }[] = [];
  child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => {
    output.stderr += chunk.toString();
    for (const { text, resolve } of waiting) if (output.stderr.includes(text)) resolve();
  });
  return {
    child,
    output,
    said: (text) => Promise.race([new Promise<void>((resolve) => waiting.push({ text, resolve })), closed.then(() => assert.fail(output.stderr))]),
    end: async () => {
      await closed;
      return child.exitCode;
    },
  };
}

describe("the bootstrap, in a bare clone", function () {
  this.timeout(10 * 60_000);
  const folders = tempFolders();
  const installing = "Installing the lab's own packages";

  it("survives a kill, lets two start at once, then has nothing left to do", async function () {
    if (process.platform === "win32") this.skip();
    const clone = folders.make();
    const left = new Set(["node_modules", "dist", ".git", ".lab"]);
    const wanted = (path: string) => !left.has(basename(path)) && !basename(path).startsWith(".dist-");
    for (const name of readdirSync(root).filter(wanted)) cpSync(join(root, name), join(clone, name), { recursive: true, filter: wanted });
    const env = { ...process.env, XDG_CACHE_HOME: folders.make() };

    const killed = bootstrap(clone, ["lab", "--help"], env);
    await killed.said(installing);
    process.kill(-killed.child.pid!, "SIGKILL");
    await killed.end();

    const both = [bootstrap(clone, ["lab", "--help"], env), bootstrap(clone, ["lab", "--help"], env)];
    for (const one of both) {
      assert.equal(await one.end(), 0, one.output.stderr);
      assert.match(one.output.stdout, /^Usage: pulumi-lab /);
    }
    const together = both.map(({ output }) => output.stderr).join("");
    assert.equal(together.split(installing).length - 1, 1, together);
    assert.equal(together.split("Building…").length - 1, 1, together);
    assert.match(together, /Waiting for another process that is preparing this clone…/);

    const built = () => statSync(join(clone, "dist", "cli.cjs")).mtimeMs;
    const before = built();
    const again = bootstrap(clone, ["lab", "--help"], env);
    assert.equal(await again.end(), 0);
    assert.equal(again.output.stderr, "");
    assert.equal(built(), before);
    assert.deepEqual(readdirSync(clone).filter((name) => name.startsWith(".dist-")), []);

    appendFileSync(join(clone, "src", "core", "paths.ts"), "\n");
    const edited = bootstrap(clone, ["lab", "--help"], env);
    assert.equal(await edited.end(), 0);
    assert.equal(edited.output.stderr, "Building…\n");
    assert.notEqual(built(), before);

    rmSync(join(clone, "dist", "cli.cjs"));
    const build = bootstrap(clone, ["build"], env);
    assert.equal(await build.end(), 0);
    assert.ok(existsSync(join(clone, "dist", "cli.cjs")));
  });

  for (const [signal, exitCode] of [["SIGINT", 130], ["SIGTERM", 130]] as const) {
    it(`stops provisioning on ${signal} with everything it started, and says so in the document`, async function () {
      if (process.platform === "win32") this.skip();
      const folder = folders.make();
      const [python, pidFile] = [join(folder, "python"), join(folder, "pid")];
      writeFileSync(python, `#!/bin/sh\necho $$ > ${pidFile}.tmp && mv ${pidFile}.tmp ${pidFile}\nexec sleep 600\n`, { mode: 0o755 });
      const env = { ...process.env, XDG_CACHE_HOME: folder, PULUMI_LAB_PYTHON: python };
      const running = bootstrap(root, ["start", "--json"], env);
      while (!existsSync(pidFile)) {
        assert.equal(running.child.exitCode, null, running.output.stderr);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      running.child.kill(signal);
      assert.equal(await running.end(), exitCode, running.output.stderr);
      assert.equal(JSON.parse(running.output.stdout).error.code, "cancelled");
      assert.throws(() => process.kill(Number(readFileSync(pidFile, "utf8")), 0), { code: "ESRCH" });
    });
  }

  it("says how to use it, with the exit code for wrong use", async () => {
    for (const args of [[], ["deploy"]]) {
      const wrong = bootstrap(root, args, process.env);
      assert.equal(await wrong.end(), 2);
      assert.match(wrong.output.stderr, /^Usage: node tools\/bootstrap\.mjs start\|lab\|/);
      assert.equal(wrong.output.stdout, "");
    }
  });
});
