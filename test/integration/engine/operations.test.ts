import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readJournal } from "../../../src/core/engine/journal";
import { operationDocument } from "../../../src/core/engine/operationDocument";
import { EngineLab } from "../../support/engineLab";
import { startMinistack } from "../../support/ministack";

describe("operations of a stack", function () {
  this.timeout(180_000);
  let lab: EngineLab | undefined;
  afterEach(() => lab?.remove());

  const BUCKETS = `
    import * as aws from "@pulumi/aws";
    const logs = new aws.s3.Bucket("logs", { tags: { kind: "logs" } });
    const site = new aws.s3.Bucket("site", { tags: { logs: logs.bucket } });
    export const name = site.bucket;
  `;

  it("previews, deploys, says same, sees drift, destroys to nothing, and never touches the learner's files", async () => {
    const stackFile = "# my notes\nconfig:\n    test-project:unused:   'odd   spacing'\n";
    lab = new EngineLab({ "index.ts": BUCKETS, "Pulumi.dev.yaml": stackFile });
    const before = lab.files();

    const preview = await lab.run("preview");
    assert.deepEqual([preview.ok, preview.summary], [true, { create: 3 }]);
    const edge = preview.graph.edges.find((each) => each.kind === "dependency");
    assert.deepEqual([edge?.from.split("::").pop(), edge?.to.split("::").pop(), edge?.properties], ["site", "logs", ["tags"]]);

    const deployed = await lab.run("deploy");
    assert.equal(deployed.ok, true, JSON.stringify(deployed.error));
    assert.match(String(deployed.outputs.name), /^site-[0-9a-f]{7}$/);
    const document = operationDocument(deployed, lab.dir) as { resources: { name: string; id?: string; source?: unknown }[] };
    const site = document.resources.find((each) => each.name === "site");
    assert.deepEqual(site?.source, { file: "index.ts", line: 4, column: 18 });
    assert.equal(site?.id, deployed.outputs.name);

    const again = await lab.run("deploy");
    assert.deepEqual(again.summary, { same: 3 });

    const destroyed = await lab.run("destroy");
    assert.equal(destroyed.ok, true);
    assert.deepEqual((JSON.parse(lab.stateText()) as { checkpoint: { latest?: { resources?: unknown[] } } }).checkpoint.latest?.resources ?? [], []);

    assert.deepEqual(lab.files(), before);
    assert.equal(readFileSync(join(lab.dir, "Pulumi.dev.yaml"), "utf8"), stackFile);
    const journal = await readJournal(join(lab.dir, ".pulumi-lab", "journal.jsonl"));
    assert.deepEqual(journal.map((each) => [each.operation, each.result]), [["preview", "succeeded"], ["deploy", "succeeded"], ["deploy", "succeeded"], ["destroy", "succeeded"]]);
  });

  it("notices that the emulator was emptied, says so, and makes everything anew instead of answering same", async () => {
    const emulator = await startMinistack();
    try {
      lab = new EngineLab({ "index.ts": BUCKETS }).on(emulator.endpoint);
      assert.equal((await lab.run("deploy")).ok, true);
      await fetch(`${emulator.endpoint}/_ministack/reset`, { method: "POST" });
      const said: string[] = [];
      const preview = await lab.run("preview", { onProgress: (line) => said.push(line) });
      assert.match(said.join("\n"), /emptied or restarted/);
      assert.equal(preview.summary.create, 2);
      const deployed = await lab.run("deploy");
      assert.equal(deployed.summary.create, 2);
      assert.deepEqual((await lab.run("deploy")).summary, { same: 3 });
    } finally {
      await emulator.stop();
    }
  });

  it("keeps secrets secret: in outputs, in the state and in what it prints", async () => {
    lab = new EngineLab({
      "index.ts": `
        import * as pulumi from "@pulumi/pulumi";
        import * as aws from "@pulumi/aws";
        const secret = pulumi.secret("hunter2-in-the-clear");
        const bucket = new aws.s3.Bucket("b", { tags: { owner: secret } });
        export const password = secret;
        export const open = "visible";
        export const tags = bucket.tags;
      `,
    });
    const printed: string[] = [];
    const deployed = await lab.run("deploy", { onProgress: (line) => printed.push(line), onProgramOutput: (text) => printed.push(text) });
    assert.equal(deployed.ok, true, JSON.stringify(deployed.error));
    assert.deepEqual(deployed.outputs, { password: "[secret]", open: "visible", tags: "[secret]" });
    assert.doesNotMatch(lab.stateText() + JSON.stringify(deployed) + printed.join(""), /hunter2/);
    assert.deepEqual((await lab.run("deploy")).summary, { same: 2 });
  });

  it("runs several stacks of one project side by side", async () => {
    lab = new EngineLab({ "index.ts": 'import * as aws from "@pulumi/aws"; import * as pulumi from "@pulumi/pulumi"; new aws.s3.Bucket(`b-${pulumi.getStack()}`); export const stack = pulumi.getStack();' });
    const [one, two] = await Promise.all([lab.run("deploy", { stack: "one" }), lab.run("deploy", { stack: "two" })]);
    assert.deepEqual([one.outputs, two.outputs], [{ stack: "one" }, { stack: "two" }]);
  });
});
