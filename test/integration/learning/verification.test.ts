import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { S3 } from "@aws-sdk/client-s3";
import { openLabShell } from "../../../src/core/engine/labShell";
import { type Operation, runOperation } from "../../../src/core/engine/operations";
import { setConfig } from "../../../src/core/engine/stackAdmin";
import { Installation } from "../../../src/core/lab/installation";
import { parsePlan } from "../../../src/core/learning/plan/parsePlan";
import { lookWith } from "../../../src/core/learning/verify/lookAt";
import { loadVerification } from "../../../src/core/learning/verify/verification";
import { loadTemplate } from "../../../src/core/scaffold/manifest";
import { clientOptions } from "../../support/awsInventory";
import { cli, cliJson } from "../../support/cliRun";
import { EngineLab } from "../../support/engineLab";
import { sharedMinistack } from "../../support/ministack";
import { tempFolders } from "../../support/tempFolder";

const root = join(__dirname, "..", "..", "..");

/** Each item stands for what the program below does. */
const PROGRAM = `import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

class Store extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("shop:index:Store", name, {}, opts);
    const bucket = new aws.s3.Bucket(\`\${name}-files\`, {}, { parent: this });
    this.registerOutputs({ bucket: bucket.bucket });
  }
}
const config = new pulumi.Config();
const failed = new aws.sqs.Queue("failed");
const jobs = new aws.sqs.Queue("jobs", { redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: failed.arn, maxReceiveCount: 3 }) });
const logs = new aws.s3.Bucket("logs", { tags: { size: config.require("size") } }, { dependsOn: [jobs], ignoreChanges: ["tags"] });
for (const name of ["a", "b"]) new Store(name);
export const both = pulumi.all([logs.bucket, jobs.arn]).apply(([bucket, arn]) => \`\${bucket} \${arn}\`);
`;

const APP = `import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
const data = new pulumi.StackReference("organization/data/dev");
const local = new aws.Provider("local", { region: "us-east-1", accessKey: "test", secretKey: "test", skipCredentialsValidation: true, s3UsePathStyle: true, endpoints: [{ s3: "ENDPOINT" }] });
new aws.s3.Bucket("a", { tags: { queue: data.requireOutput("queue").apply((name) => String(name)) } }, { provider: local });
class Notes implements pulumi.dynamic.ResourceProvider {
  async create(inputs: any) { return { id: "1", outs: inputs }; }
  async update(id: string, olds: any, news: any) { return { outs: news }; }
  async delete() {}
}
class Note extends pulumi.dynamic.Resource {
  constructor(name: string) { super(new Notes(), name, {}); }
}
new Note("first");
new aws.s3.Bucket("adopted", { bucket: "EXISTING" }, { import: "EXISTING" });
`;

const TENANTS = `const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const aws = require("@pulumi/aws");
async function main() {
  const stack = await LocalWorkspace.createOrSelectStack({ stackName: "acme", projectName: "tenants", program: async () => { new aws.s3.Bucket("tenant"); } });
  await stack.up();
  await stack.destroy();
}
main().catch((error) => { console.error(error); process.exit(1); });
`;

describe("what a workspace shows of the plan", function () {
  this.timeout(300_000);
  const temp = tempFolders();
  let lab: EngineLab | undefined;
  afterEach(() => lab?.remove());

  const done = async (installation: Installation, workspace: string, emulator: string): Promise<string[]> => {
    const outcomes = await (await loadVerification(root)).verifyWorkspace(await lookWith({ installation, workspace, emulator }));
    return [...outcomes].filter(([, outcome]) => outcome.kind === "done").map(([item]) => item).sort();
  };

  it("is what a template's manifest names, once it is deployed and its check has passed", async () => {
    const { endpoint } = await sharedMinistack();
    const installation = new Installation({ root });
    const cwd = temp.make();
    const template = await loadTemplate(installation.templatesDir, "dynamodb-table");
    const made = await cliJson<{ directory: string }>(["new", template.id], { cwd });
    const folder = made.document.directory;
    const before = await done(installation, cwd, endpoint);
    assert.ok(before.includes("phase-1/getting-started/run-pulumi-new-to-create-your"));
    await cliJson(["deploy", folder, "--yes", "--emulator", endpoint]);
    assert.deepEqual(await done(installation, cwd, endpoint), before, "a deploy alone proves none");
    await cliJson(["check", folder, "--emulator", endpoint]);
    const { groups } = parsePlan(readFileSync(join(root, "walkthroughs", "learning-plan.md"), "utf8"));
    const items = groups.flatMap(({ sections }) => sections.flatMap((section) => section.items)).filter(({ text }) => template.items.includes(text));
    assert.equal(items.length, template.items.length);
    const ticked = (await done(installation, cwd, endpoint)).filter((item) => !before.includes(item));
    assert.deepEqual(ticked, items.map(({ id }) => id).sort());
    await cliJson(["destroy", folder, "--yes", "--emulator", endpoint]);
  });

  it("is read from what the real engine and CLI write", async function () {
    if (process.platform === "win32") this.skip();
    lab = new EngineLab({ "index.ts": PROGRAM }, "shop");
    const installation = new Installation({ root, env: { ...process.env, PULUMI_BACKEND_URL: undefined, PULUMI_HOME: join(lab.dir, "..", "no-login"), XDG_DATA_HOME: temp.make() } });
    const session = await installation.session({ folder: lab.dir, stack: "dev" });
    const emulator = await lab.emulator();
    await setConfig(session, { key: "shop:token", value: "s3cret", secret: true });
    const shell = await openLabShell(installation, session, emulator);
    const typed = (command: string) => promisify(execFile)("/bin/sh", ["-c", command], { cwd: shell.cwd, env: shell.env });
    try {
      await typed("pulumi config set size large");
      await typed("pulumi preview --non-interactive");
      await typed("pulumi up --yes --skip-preview --non-interactive");
      await typed("pulumi refresh --yes --skip-preview --non-interactive");
      await typed("pulumi stack export --file ../state.json");
    } finally {
      await shell.close();
    }
    const found = await done(installation, lab.dir, emulator.endpoint);
    for (const item of [
      "phase-1/configuration-secrets/use-pulumi-config-set-for-stack",
      "phase-1/configuration-secrets/manage-secrets-with-pulumi-config-set",
      "phase-1/configuration-secrets/access-config-values-in-code-using",
      "phase-1/localstack-setup-local-development/test-your-first-s3-bucket-deployment",
      "phase-1/localstack-setup-local-development/start-localstack-with-localstack-start-or",
      "phase-1-5/key-differences-to-internalize/real-programming",
      "phase-2/resource-dependencies/create-explicit-dependencies-with-dependson",
      "phase-2/resource-dependencies/use-ignorechanges-to-prevent-drift-detection",
      "phase-2/component-resources/create-your-first-componentresource-class",
      "phase-2/component-resources/register-outputs-from-components",
      "phase-2/working-with-outputs/chain-outputs-using-apply-and-all",
      "phase-3-5/event-driven-architecture/deploy-sqs-queues-with-dead-letter-queues",
      "phase-4/state-management/practice-state-recovery-and-pulumi-refresh",
    ]) {
      assert.ok(found.includes(item), `${item} is missing of ${found.join("\n")}`);
    }
    for (const item of ["phase-1/core-concepts/practice-with-pulumi-preview-pulumi-up", "phase-2/component-resources/build-reusable-infrastructure-modules", "phase-4/state-management/learn-state-import-export-for-migrations"]) {
      assert.ok(!found.includes(item), item);
    }
    const run = async (operation: Operation): Promise<void> => {
      const outcome = await runOperation(await installation.session({ folder: session.project.dir, stack: "dev" }), operation, { emulator });
      assert.equal(outcome.ok, true, outcome.error?.message);
    };
    // The way on, by the lab: the old bucket under another name.
    lab.write({ "index.ts": PROGRAM.replace('aws.s3.Bucket("logs"', 'aws.s3.Bucket("archive"').replace('ignoreChanges: ["tags"]', 'ignoreChanges: ["tags"], aliases: [{ name: "logs" }]') });
    await run("deploy");
    assert.ok((await done(installation, lab.dir, emulator.endpoint)).includes("phase-4/refactoring-migrations/use-aliases-for-safe-resource-renaming"));
    await run("destroy");
    const later = await done(installation, lab.dir, emulator.endpoint);
    assert.ok(later.includes("phase-1/core-concepts/practice-with-pulumi-preview-pulumi-up"));
  });

  it("is read from several projects, and from programs that are none", async function () {
    if (process.platform === "win32") this.skip();
    const { endpoint } = await sharedMinistack();
    const workspace = temp.make();
    const existing = `by-hand-${process.pid}`;
    const s3 = new S3(clientOptions(endpoint));
    await s3.createBucket({ Bucket: existing });
    temp.write(workspace, {
      ".pulumi-lab/.gitignore": "*\n",
      "data/Pulumi.yaml": "name: data\nruntime: nodejs\n",
      "data/index.ts": 'import * as aws from "@pulumi/aws";\nexport const queue = new aws.sqs.Queue("q").name;\n',
      "app/Pulumi.yaml": "name: app\nruntime: nodejs\n",
      "app/index.ts": APP.replaceAll("ENDPOINT", endpoint).replaceAll("EXISTING", existing),
      "app/tenants.js": TENANTS,
    });
    for (const name of ["data", "app"]) symlinkSync(join(root, "node_modules"), join(workspace, name, "node_modules"), "junction");
    const run = async (...words: string[]): Promise<void> => {
      const end = await cli([...words.slice(0, 2), "--emulator", endpoint, ...words.slice(2)], { cwd: workspace });
      assert.equal(end.code, 0, end.stdout + end.stderr);
    };
    try {
      await run("deploy", join(workspace, "data"), "--yes");
      await run("deploy", join(workspace, "app"), "--yes");
      await run("shell", join(workspace, "app"), "--", "node", "tenants.js");
      const found = await done(new Installation({ root }), workspace, endpoint);
      for (const item of [
        "phase-1/localstack-setup-local-development/create-a-local-aws-provider-configuration",
        "phase-2/working-with-outputs/export-stack-outputs-for-cross-stack-references",
        "phase-2/working-with-outputs/use-stackreference-to-read-outputs-from",
        "phase-2/imports-adoption/use-import-resource-option-for-declarative",
        "phase-3/multi-stack-architecture/implement-cross-stack-references",
        "phase-3/dynamic-providers/create-custom-crud-operations",
        "phase-5/automation-api/embed-pulumi-in-custom-applications",
        "tenantforge/phase-d-lifecycle-management/destroy",
      ]) {
        assert.ok(found.includes(item), `${item} is missing of ${found.join("\n")}`);
      }
      assert.ok(!found.includes("phase-2/imports-adoption/import-existing-cloud-resources-with-pulumi"));
    } finally {
      await run("destroy", join(workspace, "app"), "--yes");
      await run("destroy", join(workspace, "data"), "--yes");
      s3.destroy();
    }
  });
});
