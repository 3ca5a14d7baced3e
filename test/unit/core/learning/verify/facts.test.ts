import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { loadVerification, type Verification } from "../../../../../src/core/learning/verify/verification";
import { buildWorld, resource, type World } from "../../../../support/learningWorld";
import { tempFolders } from "../../../../support/tempFolder";

const root = join(__dirname, "..", "..", "..", "..", "..");
const TABLE = "linkshortener/phase-a-foundation-localstack/storage-layer";
const ROUND = "phase-1/core-concepts/practice-with-pulumi-preview-pulumi-up";
const NEW = "phase-1/getting-started/run-pulumi-new-to-create-your";

describe("what is looked at in a workspace", function () {
  this.timeout(60_000);
  const temp = tempFolders();
  let verification: Verification;
  before(async () => {
    verification = await loadVerification(root);
  });

  const links: World = {
    projects: { links: { stacks: { dev: { resources: [resource("dynamodb/table:Table", "data", { hashKey: "shortCode" })], ran: [{ operation: "preview" }, { operation: "deploy" }, { operation: "destroy" }] } } } },
    ran: [{ operation: "new", project: "links", stack: "" }],
  };
  const kinds = async (folder: string, world: World, look = folder): Promise<(string | undefined)[]> => {
    const options = { ...(await buildWorld(folder, world, join(root, "templates"))), workspace: look };
    const outcomes = await verification.verifyWorkspace(options);
    return [TABLE, ROUND, NEW].map((item) => outcomes.get(item)?.kind);
  };

  it("is what lies in the given folder: projects beside it don't count, even if they share its state", async () => {
    const folder = temp.make();
    mkdirSync(join(folder, "other"));
    temp.write(folder, { "other/Pulumi.yaml": "name: other\nruntime: nodejs\n" });
    assert.deepEqual(await kinds(folder, links), ["done", "done", "done"]);
    assert.deepEqual(await kinds(folder, links, join(folder, "other")), ["notYet", "notYet", "notYet"]);
    assert.deepEqual(await kinds(folder, links, join(folder, "links")), ["done", "done", "done"]);
  });

  it("is read as far as it can be: broken projects, states, manifests and programs hide nothing of the others", async () => {
    const folder = temp.make();
    temp.write(folder, {
      "broken/Pulumi.yaml": "name: [",
      "remote/Pulumi.yaml": "name: remote\nruntime: nodejs\nbackend:\n  url: s3://bucket\n",
      "python/Pulumi.yaml": "name: python\nruntime: python\n",
      "state/Pulumi.yaml": "name: state\nruntime: nodejs\n",
      "state/template.json": "{",
      "state/index.ts": "import * as aws from '@pulumi/aws'; new aws.s3.Bucket((((",
      "state/Pulumi.dev.yaml": "config: [",
      ".pulumi-lab/state/.pulumi/stacks/state/dev.json": "{ half",
      ".pulumi-lab/state/.pulumi/history/state/dev/dev-1.history.json": "{ half",
      ".pulumi-lab/state/.pulumi/history/state/dev/dev-1.checkpoint.json": "null",
      ".github/workflows/ci.yml": "on: [push",
      "package.json": "<<<<<<< mine",
    });
    assert.deepEqual(await kinds(folder, links), ["done", "done", "done"]);
  });

  it("does not count what waits for its deletion, or is only read", async () => {
    const table = (state: Record<string, unknown>): World => ({ stack: { resources: [resource("dynamodb/table:Table", "data", { hashKey: "shortCode" }, { state })] } });
    for (const state of [{ delete: true }, { pendingReplacement: true }, { external: true }]) {
      assert.equal((await kinds(temp.make(), table(state)))[0], "notYet", JSON.stringify(state));
    }
    assert.equal((await kinds(temp.make(), table({})))[0], "done");
  });

  it("shows no secret in what is said of it", async () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", plaintext: '"hunter2"' };
    const made = resource("dynamodb/table:Table", "data", { hashKey: "shortCode" }, { outputs: { name: secret, hashKey: "shortCode" } });
    const outcome = await verification.checkItem(TABLE, await buildWorld(temp.make(), { stack: { resources: [made] } }, join(root, "templates")));
    assert.equal(outcome?.kind, "done");
    assert.doesNotMatch(JSON.stringify(outcome), /hunter2/);
  });
});
