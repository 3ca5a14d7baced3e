import { resource } from "../../../../../support/learningWorld";
import type { RuleCases } from "./cases";
import { automation, AWS, byAutomation, deploy, PULUMI, table, workflow } from "./parts";

const reference = (name: string) => resource("pulumi:pulumi:StackReference", "data", { name }, { id: name, state: { external: true } });
const data = { stacks: { dev: { resources: [table] } } };
const referring = (name: string) => ({ stacks: { dev: { resources: [reference(name), resource("s3/bucket:Bucket", "site")] } } });

const mocks = `${PULUMI}pulumi.runtime.setMocks({ newResource: (args) => ({ id: args.name, state: args.inputs }), call: (args) => args.inputs });\n`;
const mocksTest = `import assert from "node:assert/strict";\n${mocks}it("tags the bucket", async () => {\n  const { bucket } = await import("./index");\n  assert.ok(bucket);\n});\n`;
const program = `${AWS}export const bucket = new aws.s3.Bucket("site");\n`;
const test = (text: string, file = "index.test.ts") => ({ projects: { shop: { program, files: { [file]: text } } } });

const pack = (policy: string): string => `import { PolicyPack, validateResourceOfType, validateStackResourcesOfType } from "@pulumi/policy";
import * as aws from "@pulumi/aws";
new PolicyPack("rules", { policies: [{ name: "tags", description: "d", enforcementLevel: "mandatory", ${policy} }] });
`;
const resourcePolicy = pack("validateResource: validateResourceOfType(aws.s3.Bucket, (bucket, args, report) => { if (!bucket.tags) report('no tags'); })");
const stackPolicy = pack("validateStack: validateStackResourcesOfType(aws.s3.Bucket, (buckets, args, report) => { if (buckets.length > 3) report('many'); })");
const packFiles = (text: string) => ({ "policy/PulumiPolicy.yaml": "runtime: nodejs\n", "policy/package.json": '{ "dependencies": { "@pulumi/policy": "^1.20.0" } }', "policy/index.ts": text });
const withPack = (operation: string) => ({ operation, via: operation === "preview" ? ("lab" as const) : ("terminal" as const), flags: ["--policy-pack"] });

const provider = (methods: string): string => `${PULUMI}import { writeFile, rm } from "node:fs/promises";
class Notes implements pulumi.dynamic.ResourceProvider {
  ${methods}
}
class Note extends pulumi.dynamic.Resource {
  constructor(name: string) { super(new Notes(), name, {}); }
}
new Note("first");
`;
const create = "async create(inputs: any) { await writeFile(inputs.path, inputs.text); return { id: inputs.path, outs: inputs }; }";
const rest = "async update(id: string, olds: any, news: any) { return { outs: news }; }\n  async delete(id: string) { await rm(id); }";
const dynamic = resource("pulumi-nodejs:dynamic:Resource", "first");

const integrationTest = `import assert from "node:assert/strict";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
it("deploys", async () => {
  const stack = await LocalWorkspace.createOrSelectStack({ stackName: "test", workDir: "." });
  const { outputs } = await stack.up();
  assert.ok(outputs);
  await stack.destroy();
});
`;

export const phase3: RuleCases = {
  "phase-3/multi-stack-architecture/implement-cross-stack-references": {
    evidence: { projects: { data, app: referring("organization/data/dev") } },
    nearMiss: { projects: { data, app: referring("organization/data/prod") } },
  },
  "phase-3/multi-stack-architecture/use-pulumi-automation-api-for-orchestration": {
    evidence: { files: { "deploy.ts": automation("await stack.up();") }, ran: byAutomation("deploy") },
    nearMiss: { files: { "deploy.ts": automation("await stack.up();") }, ran: [{ operation: "deploy", via: "terminal" }] },
    missing: /a deploy by the Automation API/i,
  },
  "phase-3/multi-stack-architecture/build-micro-stacks-for-modular-deployments": {
    evidence: { projects: { data, app: referring("organization/data/dev"), monitoring: { stacks: { dev: { resources: [table] } } } } },
    nearMiss: { projects: { data, app: referring("organization/data/dev"), monitoring: { stacks: { dev: { resources: [] } } } } },
    missing: /only .*app\/dev/,
  },
  "phase-3/testing-infrastructure/write-unit-tests-with-mocks": {
    evidence: test(mocksTest, "test/unit/site.ts"),
    nearMiss: test(mocksTest.replace("assert.ok(bucket);", "// assert.ok(bucket);")),
  },
  "phase-3/testing-infrastructure/create-property-tests-for-resource-validation": {
    evidence: test(`${mocks}import fc from "fast-check";\nit("holds", () => fc.assert(fc.property(fc.string(), (name) => name.length >= 0)));\n`),
    nearMiss: test(mocksTest),
  },
  "phase-3/testing-infrastructure/implement-integration-tests-with-real-resources": {
    evidence: { files: { "test/deploy/all.ts": integrationTest }, ran: byAutomation("deploy", "destroy") },
    nearMiss: { files: { "test/deploy.test.ts": integrationTest }, ran: byAutomation("deploy") },
    missing: /destroy/,
  },
  "phase-3/testing-infrastructure/set-up-ci-cd-pipelines-for-infrastructure": {
    evidence: workflow("on: [push]\njobs:\n  test:\n    steps:\n      - run: npm ci\n      - run: npm test\n"),
    nearMiss: workflow("on: [push]\njobs:\n  test:\n    steps:\n      - run: npm ci\n      # - run: npm test\n"),
  },
  "phase-3/policy-as-code/install-and-configure-pulumi-crossguard": {
    evidence: { files: packFiles(resourcePolicy) },
    nearMiss: { files: { ...packFiles(resourcePolicy), "policy/package.json": '{ "dependencies": {} }' } },
  },
  "phase-3/policy-as-code/write-resource-validation-policies": {
    evidence: { files: packFiles(resourcePolicy), ran: [withPack("preview")] },
    nearMiss: { files: packFiles(stackPolicy), ran: [withPack("preview")] },
  },
  "phase-3/policy-as-code/create-stack-validation-policies": {
    evidence: { files: packFiles(stackPolicy), ran: [withPack("preview")] },
    nearMiss: { files: packFiles(stackPolicy), ran: [{ operation: "preview" }] },
    missing: /a preview with the policy pack/i,
  },
  "phase-3/policy-as-code/enforce-compliance-with-policy-packs": {
    evidence: { files: packFiles(resourcePolicy), ran: [withPack("deploy")] },
    nearMiss: { files: packFiles(resourcePolicy), ran: [{ ...withPack("deploy"), ok: false }] },
  },
  "phase-3/dynamic-providers/create-custom-crud-operations": {
    evidence: { program: provider(`${create}\n  ${rest}`), stack: { resources: [dynamic] } },
    nearMiss: { program: provider(create), stack: { resources: [dynamic] } },
  },
  "phase-3/dynamic-providers/handle-provider-state-management": {
    evidence: { program: provider(`${create}\n  async diff() { return { changes: false }; }\n  async read(id: string, props: any) { return { id, props }; }`), stack: { resources: [dynamic], ran: [deploy, { operation: "refresh" }] } },
    nearMiss: { program: provider(`${create}\n  async diff() { return { changes: false }; }\n  async read(id: string, props: any) { return { id, props }; }`), stack: { resources: [dynamic], ran: [deploy] } },
  },
  "phase-3/dynamic-providers/build-providers-for-unsupported-resources": {
    evidence: { program: provider(`${create}\n  ${rest}`), stack: { resources: [dynamic] } },
    nearMiss: { program: provider("async create(inputs: any) { return { id: inputs.path, outs: inputs }; }\n  async delete() { return; }"), stack: { resources: [dynamic] } },
  },
};
