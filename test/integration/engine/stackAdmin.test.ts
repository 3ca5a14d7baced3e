import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readLastOperation } from "../../../src/core/engine/lastOperation";
import { loadProject } from "../../../src/core/engine/project";
import { readJournal } from "../../../src/core/engine/journal";
import { exportState, importState, listConfig, newStack, removeStack, renameStack, setConfig } from "../../../src/core/engine/stackAdmin";
import { stackOutputs } from "../../../src/core/engine/stackCommands";
import type { StackSession } from "../../../src/core/engine/stackSession";
import { listProjectStacks } from "../../../src/core/explorer/projectStacks";
import { revealResource, resourceDetails } from "../../../src/core/explorer/resourceDetails";
import { readStackSnapshot } from "../../../src/core/explorer/stackSnapshot";
import { UserError } from "../../../src/core/errors";
import { EngineLab } from "../../support/engineLab";

describe("administration of stacks", function () {
  this.timeout(180_000);
  let lab: EngineLab;
  beforeEach(() => {
    lab = new EngineLab({
      "index.ts": `
        import * as pulumi from "@pulumi/pulumi";
        import * as aws from "@pulumi/aws";
        const config = new pulumi.Config();
        const bucket = new aws.s3.Bucket("files", { tags: { size: config.get("size") ?? "none", token: config.getSecret("token") ?? "none" } });
        export const name = bucket.bucket;
        export const token = config.getSecret("token");
      `,
    });
  });
  afterEach(() => lab.remove());

  const withCode = (code: string) => (error: unknown) => error instanceof UserError && error.code === code;
  const names = async (session: StackSession): Promise<string[]> =>
    (await listProjectStacks(session.project, { environment: {}, home: lab.dir })).stacks.filter((each) => each.exists).map((each) => each.ref.stack);

  it("makes stacks, and refuses a name that is taken", async () => {
    const session = await lab.session({ stack: "test" });
    await newStack(session);
    assert.deepEqual(await names(session), ["test"]);
    await assert.rejects(newStack(session), withCode("stack-exists"));
    assert.deepEqual(Object.keys(lab.files()).filter((file) => file.startsWith("Pulumi.")), ["Pulumi.yaml"]);
  });

  it("keeps configuration in the learner's file, secrets encrypted, and shows them only on request", async () => {
    writeFileSync(join(lab.dir, "Pulumi.dev.yaml"), "config:\n  # how big\n  test-project:size: small\n");
    const session = await lab.session();
    await setConfig(session, { key: "size", value: "large", secret: false });
    await setConfig(session, { key: "token", value: "hunter2 -- 'quoted'", secret: true });
    const file = readFileSync(join(lab.dir, "Pulumi.dev.yaml"), "utf8");
    assert.match(file, /test-project:size: large/);
    assert.match(file, /secure: v1:/);
    assert.doesNotMatch(file, /hunter2/);
    assert.deepEqual(await listConfig(await loadProject(lab.dir), "dev"), [
      { key: "test-project:size", value: "large", secret: false },
      { key: "test-project:token", value: "[secret]", secret: true },
    ]);
    await assert.rejects(setConfig(session, { key: "two words", value: "x", secret: false }), withCode("bad-config-key"));

    const outcome = await lab.run("deploy");
    assert.equal(outcome.ok, true, JSON.stringify(outcome.error));
    const deployed = await lab.session();
    assert.equal((await stackOutputs(deployed, true)).token, "hunter2 -- 'quoted'");
    const { state, graph } = await readStackSnapshot({ projectDir: lab.dir, project: "test-project", stack: "dev" }, { environment: {}, home: lab.dir });
    const urn = graph.nodes.find((node) => node.name === "files")?.id ?? "";
    const masked = resourceDetails(state, urn);
    assert.equal(masked.hasSecrets, true);
    assert.doesNotMatch(JSON.stringify(masked), /hunter2/);
    const clear = await revealResource(deployed, urn);
    assert.deepEqual(clear.inputs.tags, { size: "large", token: "hunter2 -- 'quoted'" });
  });

  it("renames a deployed stack with all that belongs to it, and takes nothing away that still holds resources", async () => {
    writeFileSync(join(lab.dir, "Pulumi.dev.yaml"), "config:\n  test-project:size:   small # spaced\n");
    assert.equal((await lab.run("deploy")).ok, true);
    await renameStack(await lab.session(), "prod");
    assert.equal(existsSync(join(lab.dir, "Pulumi.dev.yaml")), false);
    assert.match(readFileSync(join(lab.dir, "Pulumi.prod.yaml"), "utf8"), /size: {3}small # spaced/);
    const session = await lab.session({ stack: "prod" });
    assert.deepEqual(await names(session), ["prod"]);
    assert.equal(session.record?.provider, "embedded");
    const again = await lab.run("deploy", { stack: "prod" });
    assert.deepEqual([again.ok, again.summary], [true, { same: 2 }], JSON.stringify(again.error));

    await assert.rejects(removeStack(session), withCode("stack-not-empty"));
    assert.equal((await lab.run("destroy", { stack: "prod" })).ok, true);
    await removeStack(await lab.session({ stack: "prod" }));
    assert.deepEqual(await names(session), []);
    assert.equal(await readLastOperation(session.workspace, "test-project", "prod"), undefined);
    assert.equal(existsSync(join(lab.dir, "Pulumi.prod.yaml")), true);
  });

  it("exports a state and imports it again, and refuses a file that is none or another stack's", async () => {
    assert.equal((await lab.run("deploy")).ok, true);
    const session = await lab.session();
    const file = join(lab.dir, "backup", "state.json");
    await exportState(session, file);
    await removeStack(session, { force: true });
    assert.deepEqual(await names(session), []);
    await importState(session, file);
    const written = (await readJournal(session.workspace.journalFile)).map(({ operation, stack }) => `${operation} ${stack}`);
    assert.deepEqual(written.slice(-2), ["export dev", "import-state dev"]);
    const after = await lab.run("preview");
    assert.deepEqual([after.ok, after.summary], [true, { same: 2 }], JSON.stringify(after.error));

    await assert.rejects(importState(await lab.session({ stack: "other" }), file), withCode("foreign-state"));
    writeFileSync(file, "{}");
    await assert.rejects(importState(session, file), withCode("bad-state-file"));
  });

  it("remembers the last operation as long as the state is as it left it", async () => {
    const ref = { projectDir: lab.dir, project: "test-project", stack: "dev" };
    const read = () => readStackSnapshot(ref, { environment: {}, home: lab.dir });
    assert.deepEqual([(await read()).exists, (await read()).graph.nodes.length], [false, 0]);
    await lab.run("preview");
    const planned = await read();
    assert.deepEqual([planned.planned, planned.graph.nodes.map((node) => node.op)], [true, ["create", "create"]]);
    await lab.run("deploy");
    const deployed = await read();
    assert.deepEqual([deployed.planned, deployed.lastOperation?.operation, deployed.lastOperation?.result], [false, "deploy", "succeeded"]);
    assert.equal(deployed.graph.nodes.every((node) => node.op === "create" && node.status === "done"), true);
    assert.match(String(deployed.outputs.name), /^files-/);
    // Somebody else writes the state.
    const state = join(lab.dir, ".pulumi-lab", "state", ".pulumi", "stacks", "test-project", "dev.json");
    writeFileSync(state, `${readFileSync(state, "utf8")}\n`);
    const changed = await read();
    assert.deepEqual([changed.fromLastOperation, changed.graph.nodes.map((node) => node.status)], [false, ["recorded", "recorded"]]);
  });
});
