import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EngineLab } from "../../support/engineLab";

describe("the user's program in the engine", function () {
  this.timeout(180_000);
  let lab: EngineLab | undefined;
  afterEach(() => lab?.remove());

  it("reports each resource as it is registered, long before the program ends", async () => {
    // The program waits for a file that the test writes only when it has heard of the first resource.
    lab = new EngineLab({
      "index.ts": `
        import * as fs from "node:fs";
        import * as aws from "@pulumi/aws";
        export = async () => {
          new aws.s3.Bucket("first");
          while (!fs.existsSync("go")) await new Promise((resolve) => setTimeout(resolve, 20));
          new aws.s3.Bucket("second");
        };
      `,
    });
    const heard: string[] = [];
    const gate = join(lab.dir, "go");
    const outcome = await lab.run("preview", {
      onGraph: (builder) =>
        builder.subscribe((_delta, graph) => {
          for (const node of graph.nodes) if (!heard.includes(node.name)) heard.push(node.name);
          if (heard.includes("first") && !existsSync(gate)) {
            assert.ok(!heard.includes("second"));
            writeFileSync(gate, "");
          }
        }),
    });
    assert.equal(outcome.ok, true, JSON.stringify(outcome.error));
    assert.ok(heard.indexOf("first") < heard.indexOf("second"));
  });

  it("gives what was registered when a program throws late, and where it threw", async () => {
    lab = new EngineLab({
      "index.ts": [
        'import * as aws from "@pulumi/aws";',
        'import { explode } from "./lib/explode";',
        "",
        "export = async () => {",
        '  new aws.s3.Bucket("made");',
        "  await new Promise((resolve) => setImmediate(resolve));",
        "  explode();",
        "};",
      ].join("\n"),
      "lib/explode.ts": "interface Unused { a: string }\nexport function explode(): never {\n  throw new Error('it broke late');\n}\n",
    });
    const outcome = await lab.run("preview");
    assert.equal(outcome.ok, false);
    assert.deepEqual([outcome.error?.code, outcome.error?.source], ["program-error", { file: join(lab.dir, "lib", "explode.ts"), line: 3, column: 9 }]);
    assert.match(outcome.error?.message ?? "", /it broke late/);
    assert.ok(outcome.graph.nodes.some((node) => node.name === "made"));
  });

  it("shows a syntax error at the user's own place", async () => {
    lab = new EngineLab({ "index.ts": "const a = 1;\nconst b = (;\n" });
    const outcome = await lab.run("preview");
    assert.deepEqual([outcome.ok, outcome.error?.code, outcome.error?.source], [false, "compile-error", { file: join(lab.dir, "index.ts"), line: 2, column: 12 }]);
  });

  it("names a missing package's plug-in, and refuses packages that may reach outside, before anything is made", async () => {
    lab = new EngineLab({
      "index.ts": 'import * as pulumi from "@pulumi/pulumi"; new pulumi.CustomResource("random:index/randomPet:RandomPet", "pet", {});',
    });
    const missing = await lab.run("preview");
    assert.deepEqual([missing.ok, missing.error?.code], [false, "plugin-missing"]);
    assert.match(missing.error?.message ?? "", /random/);
    lab.write({
      "index.ts": 'import * as pulumi from "@pulumi/pulumi"; new pulumi.CustomResource("cloudflare:index/record:Record", "r", {});',
    });
    const refused = await lab.run("deploy");
    assert.deepEqual([refused.ok, refused.error?.code], [false, "unsafe-provider"]);
    assert.match(refused.error?.message ?? "", /cloudflare/);
  });

  it("sees no credential of the parent's environment, in the program or in the CLI", async function () {
    lab = new EngineLab({
      "index.ts": `
        import * as fs from "node:fs";
        const read = (pid: string) => { try { return fs.readFileSync("/proc/" + pid + "/environ", "utf8"); } catch { return ""; } };
        // The program, the language host, the CLI and the program host, from child to parent.
        const parent = (pid: string) => { try { return fs.readFileSync("/proc/" + pid + "/stat", "utf8").split(") ")[1]!.split(" ")[1]!; } catch { return ""; } };
        const line = [String(process.pid)];
        while (line.length < 4 && parent(line.at(-1)!)) line.push(parent(line.at(-1)!));
        export const own = Object.values(process.env).join("\\n");
        export const processes = line.map(read).filter((text) => text.includes("PULUMI_HOME")).length;
        export const all = line.map(read).join("\\n");
        export const home = process.env.HOME;
      `,
    });
    const canary = "canary-3f9a1c";
    const outcome = await lab.run("preview", {
      parentEnv: {
        ...process.env,
        AWS_ACCESS_KEY_ID: `AKIA${canary}`,
        AWS_SECRET_ACCESS_KEY: canary,
        AWS_SESSION_TOKEN: canary,
        AWS_PROFILE: canary,
        PULUMI_ACCESS_TOKEN: canary,
        GITHUB_TOKEN: canary,
        SOME_SECRET: canary,
      },
    });
    assert.equal(outcome.ok, true, JSON.stringify(outcome.error));
    assert.doesNotMatch(JSON.stringify(outcome.outputs), new RegExp(canary));
    if (process.platform === "linux") assert.ok(Number(outcome.outputs.processes) === 4, "the host, the CLI, the language host and the program were looked at");
    assert.notEqual(outcome.outputs.home, process.env.HOME);
  });
});
