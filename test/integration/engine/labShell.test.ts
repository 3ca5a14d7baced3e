import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type LabShell, openLabShell } from "../../../src/core/engine/labShell";
import { Installation } from "../../../src/core/lab/installation";
import { EngineLab, processesOf } from "../../support/engineLab";
import { tempFolders } from "../../support/tempFolder";

const root = join(__dirname, "..", "..", "..");

/** Runs a command as if it were typed there, and gives what it prints. */
async function typed(shell: LabShell, command: string, cwd = shell.cwd): Promise<string> {
  const sh = process.platform === "win32" ? ["cmd.exe", "/d", "/s", "/c"] : ["/bin/sh", "-c"];
  const { stdout } = await promisify(execFile)(sh[0] as string, [...sh.slice(1), command], { cwd, env: shell.env });
  return stdout;
}

describe("the lab's shell for any terminal", function () {
  this.timeout(120_000);
  const temp = tempFolders();
  let lab: EngineLab;
  afterEach(() => lab.remove());

  it("takes plain pulumi commands and pulumi-lab on one stack, and leaves nothing behind", async () => {
    lab = new EngineLab({ "index.ts": 'import * as aws from "@pulumi/aws"; new aws.s3.Bucket("b");' });
    const installation = new Installation({
      root,
      env: { ...process.env, PULUMI_BACKEND_URL: undefined, PULUMI_HOME: join(lab.dir, "..", "no-login"), XDG_DATA_HOME: temp.make(), AWS_SECRET_ACCESS_KEY: "canary" },
    });
    const session = await installation.session({ folder: lab.dir, stack: "dev" });
    const emulator = await lab.emulator();
    const shell = await openLabShell(installation, session, emulator);
    try {
      assert.doesNotMatch(JSON.stringify(shell.env), /canary/);
      assert.match(await typed(shell, "pulumi stack ls"), /dev\*/);
      assert.match(await typed(shell, "pulumi preview --non-interactive"), /\+ 2 to create/);
      await typed(shell, "pulumi up --yes --skip-preview --non-interactive");
      // From a folder below, as a person would type it, and on the same stack.
      mkdirSync(join(lab.dir, "below"));
      const preview = JSON.parse(await typed(shell, `pulumi-lab preview . --json --emulator ${emulator.endpoint}`, join(lab.dir, "below"))) as { summary: unknown };
      assert.deepEqual(preview.summary, { same: 2 });
    } finally {
      await shell.close();
    }
    await shell.close();
    if (process.platform === "linux") assert.deepEqual(processesOf(lab.dir), []);
    const after = await installation.session({ folder: lab.dir, stack: "dev" });
    assert.equal(after.record?.endpoint, emulator.endpoint);
  });

  it("lets what another operation recorded meanwhile stand", async () => {
    lab = new EngineLab({ "index.ts": 'import * as aws from "@pulumi/aws"; new aws.s3.Bucket("b");' });
    const installation = new Installation({ root, env: { ...process.env, PULUMI_BACKEND_URL: undefined, XDG_DATA_HOME: temp.make() } });
    const emulator = await lab.emulator();
    const shell = await openLabShell(installation, await lab.session(), { ...emulator, endpoint: "http://127.0.0.1:9", name: "Elsewhere" });
    try {
      assert.equal((await lab.run("deploy")).ok, true);
    } finally {
      await shell.close();
    }
    assert.equal((await lab.session()).record?.endpoint, emulator.endpoint);
  });
});
