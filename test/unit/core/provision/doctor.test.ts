import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { EmulatorStatus } from "../../../../src/core/emulator/emulator";
import { doctor, renderDoctor } from "../../../../src/core/provision/doctor";
import { tempFolders } from "../../../support/tempFolder";

const root = join(__dirname, "../../../..");

describe("the doctor", () => {
  const folders = tempFolders();
  const bare = { PATH: "/nowhere" };

  it("says what a bare machine lacks, what for and what to do, and touches nothing", async () => {
    const cacheDir = folders.make();
    const report = await doctor({ root, cacheDir, env: bare });
    assert.equal(report.ok, false);
    assert.equal(report.cacheDir, cacheDir);
    const status = Object.fromEntries(report.tools.map(({ name, status, required }) => [name, `${status} ${required}`]));
    assert.equal(status["Pulumi CLI"], "missing true");
    assert.equal(status.Python, "missing true");
    assert.equal(status.MiniStack, "missing true");
    assert.equal(status.Docker, "missing false");
    for (const tool of report.tools) {
      assert.ok(tool.neededFor.length > 0);
      assert.equal(tool.status === "ok", tool.hint === undefined, tool.name);
    }
    assert.deepEqual(readdirSync(cacheDir), []);
  });

  it("names what can be done where it is read", async () => {
    const hints = async (face?: "terminal" | "editor") => {
      const emulator = async (): Promise<EmulatorStatus> => ({ running: false, kind: "ministack", name: "MiniStack" });
      return (await doctor({ root, cacheDir: folders.make(), env: bare, face, emulator })).tools.map(({ hint }) => hint).join("\n");
    };
    assert.match(await hints(), /npm run provision[^]*PULUMI_LAB_PYTHON[^]*pulumi-lab emulator start/);
    const inEditor = await hints("editor");
    assert.match(inEditor, /Install or Update Tools[^]*pulumiLab\.pythonPath[^]*Start Emulator/);
    assert.doesNotMatch(inEditor, /npm run|pulumi-lab |PULUMI_LAB/);
  });

  it("reports a chosen Pulumi CLI that is no good instead of another one", async () => {
    const report = await doctor({ root, cacheDir: folders.make(), env: bare, pulumi: "/nowhere/pulumi" });
    const pulumi = report.tools.find(({ name }) => name === "Pulumi CLI");
    assert.equal(pulumi?.status, "missing");
    assert.equal(pulumi.source, "setting");
    assert.match(pulumi.hint ?? "", /\/nowhere\/pulumi/);
  });

  it("asks the emulator, and bears with one that fails", async () => {
    const ask = async (emulator: (signal: AbortSignal) => Promise<EmulatorStatus>) => {
      const { tools } = await doctor({ root, cacheDir: folders.make(), env: bare, emulator });
      return tools.at(-1)!;
    };
    const endpoint = "http://127.0.0.1:4566";
    const up = await ask(async () => ({ running: true, kind: "ministack", name: "MiniStack", endpoint, version: "1.5.33" }));
    assert.deepEqual([up.status, up.path, up.version], ["ok", endpoint, "1.5.33"]);
    const down = await ask(async () => ({ running: false, kind: "ministack", name: "MiniStack" }));
    assert.deepEqual([down.status, down.required], ["missing", false]);
    const broken = await ask(() => Promise.reject(new Error("the port is somebody else's")));
    assert.equal(broken.hint, "the port is somebody else's");
  });

  it("stops when it is told to", async () => {
    await assert.rejects(doctor({ root, cacheDir: folders.make(), env: process.env, signal: AbortSignal.abort() }), {
      code: "cancelled",
    });
  });

  it("draws a table with every tool in line, and a hint for each that needs one", () => {
    const table = renderDoctor({
      ok: false,
      cacheDir: "/cache",
      tools: [
        { name: "Node", status: "ok", required: true, version: "24.1.0", path: "/usr/bin/node", source: "path", neededFor: "programs" },
        { name: "Pulumi CLI", status: "old", required: true, version: "3.0.0", path: "/usr/bin/pulumi", neededFor: "previews", hint: "Update it." },
        { name: "Docker", status: "missing", required: false, neededFor: "LocalStack", hint: "Not needed." },
      ],
    });
    assert.equal(
      table,
      [
        "           Tool        Version  Where            From  Needed for",
        "ok         Node        24.1.0   /usr/bin/node    PATH  programs",
        "old        Pulumi CLI  3.0.0    /usr/bin/pulumi  -     previews",
        "(missing)  Docker      -        -                -     LocalStack",
        "",
        "Cache: /cache",
        "Something that is needed is missing.",
        "  Pulumi CLI: Update it.",
        "  Docker: Not needed.",
      ].join("\n"),
    );
  });
});
