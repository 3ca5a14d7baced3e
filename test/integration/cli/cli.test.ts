import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { identifyProcess } from "../../../src/core/process/processIdentity";
import { EngineLab, processesOf } from "../../support/engineLab";
import { cli, cliJson } from "../../support/cliRun";
import { sharedMinistack } from "../../support/ministack";
import { tempFolders } from "../../support/tempFolder";

interface Document {
  ok: boolean;
  summary?: Record<string, number>;
  outputs?: Record<string, unknown>;
  error?: { code: string; message: string; hint?: string; source?: { file: string; line: number; column: number } };
  resources?: { type: string; name: string; op: string; id?: string; source?: unknown }[];
  graph?: { nodes: unknown[]; edges: { from: string; to: string; kind: string; properties: string[] }[] };
}

describe("pulumi-lab", function () {
  this.timeout(240_000);
  const temp = tempFolders();
  let lab: EngineLab;
  let common: string[];
  const PROGRAM = `
    import * as aws from "@pulumi/aws";
    console.log("the program prints to standard output");
    process.stderr.write("and to standard error\\n");
    const logs = new aws.s3.Bucket("logs");
    const site = new aws.s3.Bucket("site", { tags: { logs: logs.bucket } });
    export const name = site.bucket;
  `;
  before(async function () {
    this.timeout(60_000);
    common = ["--emulator", (await sharedMinistack()).endpoint];
  });
  afterEach(() => lab?.remove());

  it("prints one document and nothing else, whatever the program prints, and ends with the right code", async () => {
    lab = new EngineLab({ "index.ts": PROGRAM });
    const before = lab.files();
    const preview = await cliJson<Document>(["preview", lab.dir, ...common]);
    assert.deepEqual([preview.code, preview.document.ok, preview.document.summary], [0, true, { create: 3 }]);
    const deployed = await cliJson<Document>(["deploy", lab.dir, "--yes", ...common]);
    assert.deepEqual([deployed.code, deployed.document.summary], [0, { create: 3 }]);
    assert.match(deployed.stderr, /the program prints to standard output/);
    const site = deployed.document.resources?.find((each) => each.name === "site");
    assert.deepEqual(site?.source, { file: "index.ts", line: 6, column: 18 });
    assert.deepEqual(deployed.document.graph?.edges.filter((edge) => edge.kind === "dependency").map((edge) => edge.properties), [["tags"]]);
    const again = await cliJson<Document>(["deploy", lab.dir, "--yes", ...common]);
    assert.deepEqual(again.document.summary, { same: 3 });

    const outputs = await cliJson<Document>(["outputs", lab.dir]);
    assert.deepEqual(outputs.document.outputs, deployed.document.outputs);
    const stacks = await cliJson<{ stacks: { name: string; provider: string }[] }>(["stacks", lab.dir]);
    assert.deepEqual(stacks.document.stacks.map((each) => [each.name, each.provider]), [["dev", "embedded"]]);

    const drawn = temp.make();
    for (const format of ["svg", "png", "dot", "mmd", "json"]) {
      const file = join(drawn, `graph.${format}`);
      assert.equal((await cli(["graph", lab.dir, "--out", file])).code, 0);
      assert.ok(statSync(file).size > 100, format);
    }
    assert.match(readFileSync(join(drawn, "graph.svg"), "utf8"), /^<svg[\s\S]*logs[\s\S]*<\/svg>\s*$/);
    const unknown = await cliJson<Document>(["graph", lab.dir, "--out", join(drawn, "graph.gif")]);
    assert.equal(unknown.code, 2);

    const destroyed = await cliJson<Document>(["destroy", lab.dir, "--yes", ...common]);
    assert.deepEqual([destroyed.code, destroyed.document.summary], [0, { delete: 3 }]);
    assert.deepEqual(lab.files(), before);
  });

  it("tells failures from wrong use, with the program's own line", async () => {
    lab = new EngineLab({ "index.ts": "export const a = 1;\nthrow new Error('on line two');\n" });
    const failed = await cliJson<Document>(["preview", lab.dir, ...common]);
    assert.deepEqual([failed.code, failed.document.ok, failed.document.error?.code], [1, false, "program-error"]);
    assert.deepEqual(failed.document.error?.source, { file: "index.ts", line: 2, column: 7 });
    assert.match(failed.document.error?.message ?? "", /on line two/);
    for (const wrong of [["deploy", "--nope"], ["deploy", join(lab.dir, "missing")], ["new", "no-such-template"], ["deploy", lab.dir, "--stack", "a b"], ["deploy", lab.dir]]) {
      const { code, document } = await cliJson<Document>([...wrong, ...common]);
      assert.deepEqual([code, document.ok, typeof document.error?.hint], [2, false, "string"], wrong.join(" "));
    }
  });

  it("cancels on Ctrl-C: the state is whole, the lock is free, nothing runs on", async () => {
    lab = new EngineLab({
      "index.ts": `
        import * as aws from "@pulumi/aws";
        export = async () => {
          new aws.s3.Bucket("first").bucket.apply(() => console.log("READY"));
          await new Promise((resolve) => setTimeout(resolve, 3_600_000));
        };
      `,
    });
    const { code, document, stderr } = await cliJson<Document>(["deploy", lab.dir, "--yes", ...common], {
      onStart: (child) => {
        let sent = false;
        child.stderr?.on("data", (text: string) => {
          if (sent || !text.includes("READY")) return;
          sent = true;
          child.kill("SIGINT");
        });
      },
    });
    assert.deepEqual([code, document.error?.code], [1, "cancelled"]);
    assert.match(stderr, /Cancelling/);
    if (process.platform === "linux") assert.deepEqual(processesOf(lab.dir), []);
    lab.write({ "index.ts": 'import * as aws from "@pulumi/aws"; new aws.s3.Bucket("first");' });
    assert.deepEqual((await cliJson<Document>(["deploy", lab.dir, "--yes", ...common])).document.summary, { same: 2 });
  });

  it("runs plain pulumi commands on the same stack, in the guarded environment", async () => {
    lab = new EngineLab({
      "index.ts": `
        import * as pulumi from "@pulumi/pulumi";
        import * as aws from "@pulumi/aws";
        enum Kind { Site = "site" }
        new aws.s3.Bucket(Kind.Site);
        export const greeting = new pulumi.Config().get("greeting") ?? "none";
      `,
    });
    const env = { AWS_SECRET_ACCESS_KEY: "canary-71", PULUMI_ACCESS_TOKEN: "canary-71" };
    const shell = (...command: string[]) => cli(["shell", lab.dir, ...common, "--", ...command], { env });
    const up = await shell("pulumi", "up", "--yes", "--skip-preview");
    assert.equal(up.code, 0, up.stdout + up.stderr);
    assert.match(up.stdout, /\+ 2 created/);
    assert.deepEqual((await cliJson<Document>(["deploy", lab.dir, "--yes", ...common])).document.summary, { same: 2 });
    assert.equal((await shell("pulumi", "config", "set", "greeting", "hello")).code, 0);
    assert.match(readFileSync(join(lab.dir, "Pulumi.dev.yaml"), "utf8"), /test-project:greeting: hello/);
    const changed = await cliJson<Document>(["deploy", lab.dir, "--yes", ...common]);
    assert.deepEqual(changed.document.outputs, { greeting: "hello" });
    assert.match((await shell("pulumi", "stack", "ls")).stdout, /dev\*/);
    assert.equal((await shell("pulumi", "refresh", "--yes")).code, 0);
    const environment = await shell(process.execPath, "-e", "console.log(JSON.stringify(process.env))");
    assert.doesNotMatch(environment.stdout, /canary-71/);
    assert.equal((await shell(process.execPath, "-e", "process.exit(7)")).code, 7);
    assert.equal((await shell("pulumi", "destroy", "--yes")).code, 0);
  });

  it("takes an existing resource in, which then needs no change", async () => {
    lab = new EngineLab({ "index.ts": 'import * as aws from "@pulumi/aws"; new aws.s3.Bucket("made", { bucket: "import-me-cli-test" });' });
    await cliJson(["deploy", lab.dir, "--yes", "--stack", "maker", ...common]);
    lab.write({ "index.ts": "export const nothing = 1;" });
    const imported = await cliJson<{ ok: boolean; resource: { id: string; inputs: Record<string, unknown> } }>(["import", lab.dir, "aws:s3/bucket:Bucket", "taken", "import-me-cli-test", ...common]);
    assert.deepEqual([imported.code, imported.document.resource.id, imported.document.resource.inputs.bucket], [0, "import-me-cli-test", "import-me-cli-test"]);
    lab.write({ "index.ts": 'import * as aws from "@pulumi/aws"; new aws.s3.Bucket("taken", { bucket: "import-me-cli-test" });' });
    const after = await cliJson<Document>(["preview", lab.dir, ...common]);
    assert.equal(after.document.resources?.find((each) => each.name === "taken")?.op, "same");
    const missing = await cliJson<Document>(["import", lab.dir, "aws:s3/bucket:Bucket", "other", "there-is-no-such-bucket", ...common]);
    assert.deepEqual([missing.code, missing.document.ok], [1, false]);
  });

  it("says how to get the official plug-in where it is missing, and never mixes the two", async () => {
    lab = new EngineLab({ "index.ts": 'import * as aws from "@pulumi/aws"; new aws.s3.Bucket("b");' });
    const missing = await cliJson<Document>(["deploy", lab.dir, "--yes", "--provider", "official", ...common]);
    assert.deepEqual([missing.code, missing.document.error?.code], [1, "plugin-missing"]);
    assert.match(missing.document.error?.hint ?? "", /pulumi plugin install/);
    await cliJson(["deploy", lab.dir, "--yes", ...common]);
    const mixed = await cliJson<Document>(["deploy", lab.dir, "--yes", "--provider", "official", ...common]);
    assert.deepEqual([mixed.code, mixed.document.error?.code], [1, "provider-mixed"]);
  });

  it("prints nothing beside the document through npm either", () => {
    const npm = spawnSync("npm", ["run", "lab", "--", "templates", "--json"], { cwd: join(__dirname, "..", "..", ".."), encoding: "utf8", shell: process.platform === "win32" });
    assert.equal(npm.status, 0, npm.stderr);
    assert.equal((JSON.parse(npm.stdout) as Document).ok, true);
  });

  it("starts, shows and stops an emulator of its own", async () => {
    lab = new EngineLab({});
    const env = { XDG_DATA_HOME: join(temp.make(), "data") };
    const own = ["--emulator", "ministack"];
    interface Status { emulator: { running: boolean; endpoint: string; pid: number } }
    const started = await cliJson<Status>(["emulator", "start", ...own], { env });
    try {
      assert.equal(started.document.emulator.running, true);
      const status = await cliJson<Status>(["emulator", "status", ...own], { env });
      assert.equal(status.document.emulator.endpoint, started.document.emulator.endpoint);
    } finally {
      assert.equal((await cli(["emulator", "stop", ...own], { env })).code, 0);
    }
    assert.equal((await cliJson<Status>(["emulator", "status", ...own], { env })).document.emulator.running, false);
    assert.equal(await identifyProcess(started.document.emulator.pid), undefined);
  });
});
