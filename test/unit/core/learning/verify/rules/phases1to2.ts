import { component, resource, type World } from "../../../../../support/learningWorld";
import type { RuleCases } from "./cases";

const PULUMI = 'import * as pulumi from "@pulumi/pulumi";\n';
const AWS = `${PULUMI}import * as aws from "@pulumi/aws";\n`;
const deploy = { operation: "deploy" };
const bucket = resource("s3/bucket:Bucket", "site");

const endpoints = JSON.stringify([{ s3: "http://localhost:4566" }]);
const localProvider = resource("pulumi:providers:aws", "local", { endpoints });
const providerProgram = `${AWS}const local = new aws.Provider("local", { endpoints: [{ s3: "http://localhost:4566" }] });\nnew aws.s3.Bucket("site", {}, { provider: local });\n`;

const siteClass = `class Site extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("shop:index:Site", name, {}, opts);
    const bucket = new aws.s3.Bucket(\`\${name}-bucket\`, {}, { parent: this });
    this.registerOutputs({ bucket: bucket.bucket });
  }
}
`;
const unregistered = siteClass.replace("this.registerOutputs({ bucket: bucket.bucket });", "// this.registerOutputs({})");
const site = component("shop:index:Site", "blog", { outputs: { bucket: "blog-bucket" } });
const inSite = resource("s3/bucket:Bucket", "blog-bucket", {}, { parent: "blog" });
const shop = component("shop:index:Site", "shop");

const database = { program: "", stacks: { dev: { resources: [resource("dynamodb/table:Table", "data")], outputs: { table: "data-1a2b3c4" } } } };
const reference = (name: string) => resource("pulumi:pulumi:StackReference", name, { name }, { id: name, state: { external: true } });
const reading = (call: string) => `${PULUMI}const data = new pulumi.StackReference("organization/database/dev");\nexport const table = ${call};\n`;

const withStack = (program: string, stack: World["stack"]): World => ({ program: `${AWS}${program}`, stack });

export const phases1to2: RuleCases = {
  "phase-1/getting-started/install-pulumi-cli-brew-install-pulumi": {
    evidence: { tools: { pulumi: { version: "3.259.0" } } },
    nearMiss: { tools: { emulator: { name: "MiniStack" } } },
  },
  "phase-1/getting-started/run-pulumi-new-to-create-your": {
    evidence: { projects: { site: {} }, ran: [{ operation: "new", project: "site", stack: "" }] },
    nearMiss: { projects: { site: {} }, ran: [{ operation: "new", project: "site", stack: "", ok: false }] },
  },
  "phase-1/core-concepts/practice-with-pulumi-preview-pulumi-up": {
    evidence: { stack: { ran: [{ operation: "preview" }, deploy, { operation: "destroy", via: "terminal" }] } },
    nearMiss: { stack: { ran: [{ operation: "destroy" }, { operation: "preview" }, deploy] } },
  },
  "phase-1/configuration-secrets/use-pulumi-config-set-for-stack": {
    evidence: { stack: { config: "  shop:size: large\n", ran: [{ operation: "config-set", via: "terminal" }] } },
    nearMiss: { stack: { config: "  aws:region: eu-west-1\n", ran: [{ operation: "config-set" }] } },
    missing: /a configuration value of your own/,
  },
  "phase-1/configuration-secrets/manage-secrets-with-pulumi-config-set": {
    evidence: { stack: { config: "  shop:token:\n    secure: v1:abc\n", ran: [{ operation: "config-secret" }] } },
    nearMiss: { stack: { config: "  shop:token: in plain text\n", ran: [{ operation: "config-secret" }] } },
  },
  "phase-1/configuration-secrets/access-config-values-in-code-using": {
    evidence: withStack('const config = new pulumi.Config();\nexport const size = config.require("size");\n', { config: "  shop:size: large\n", ran: [deploy] }),
    nearMiss: withStack('// new pulumi.Config().require("size")\nexport const size = `new pulumi.Config().require("size")`;\n', { config: "  shop:size: large\n", ran: [deploy] }),
    missing: /reads by Config/,
  },
  "phase-1/localstack-setup-local-development/install-localstack-brew-install-localstack-or": {
    evidence: { tools: { emulator: { name: "MiniStack", version: "1.2.0" } } },
    nearMiss: { tools: { pulumi: { version: "3.259.0" } } },
  },
  "phase-1/localstack-setup-local-development/start-localstack-with-localstack-start-or": {
    evidence: { emulator: { name: "LocalStack", endpoint: "http://127.0.0.1:4566" } },
    nearMiss: { tools: { emulator: { name: "MiniStack" } } },
  },
  "phase-1/localstack-setup-local-development/configure-pulumi-to-use-localstack-endpoints": {
    evidence: { stack: { resources: [localProvider, resource("s3/bucket:Bucket", "site", {}, { provider: "local" })] } },
    nearMiss: { stack: { resources: [localProvider, bucket] } },
    missing: /a resource of that provider/,
  },
  "phase-1/localstack-setup-local-development/create-a-local-aws-provider-configuration": {
    evidence: { program: providerProgram, stack: { resources: [localProvider, resource("s3/bucket:Bucket", "site", {}, { provider: "local" })] } },
    nearMiss: { program: providerProgram, stack: { resources: [resource("pulumi:providers:aws", "local", { endpoints: JSON.stringify([{ s3: "https://s3.amazonaws.com" }]) }), resource("s3/bucket:Bucket", "site", {}, { provider: "local" })] } },
  },
  "phase-1/localstack-setup-local-development/test-your-first-s3-bucket-deployment": {
    evidence: { stack: { resources: [bucket], ran: [deploy] } },
    nearMiss: { ...withStack('new aws.s3.Bucket("site");\n', { resources: [resource("sqs/queue:Queue", "jobs")], ran: [deploy] }) },
    missing: /a bucket of your own/,
  },
  "phase-1-5/key-differences-to-internalize/real-programming": {
    evidence: withStack('for (const name of ["a", "b"]) {\n  new aws.s3.Bucket(name);\n}\n', { resources: [resource("s3/bucket:Bucket", "a", {}, { line: 4 })], ran: [deploy] }),
    nearMiss: withStack('for (const name of ["a", "b"]) console.log(name);\nnew aws.s3.Bucket("a");\n', { resources: [resource("s3/bucket:Bucket", "a", {}, { line: 4 })], ran: [deploy] }),
  },
  "phase-1-5/using-cdk-constructs-in-pulumi/install-the-cdk-adapter-npm-install": {
    evidence: { projects: { shop: { files: { "package.json": '{ "dependencies": { "@pulumi/cdk": "^1.0.0" } }', "package-lock.json": '{ "packages": { "node_modules/@pulumi/cdk": { "version": "1.0.0" } } }' } } } },
    nearMiss: { projects: { shop: { files: { "package.json": '{ "dependencies": { "@pulumi/cdk": "^1.0.0" } }' } } } },
  },
  "phase-1-5/using-cdk-constructs-in-pulumi/wrap-cdk-constructs": {
    evidence: { program: 'import * as pulumicdk from "@pulumi/cdk";\nimport * as s3 from "aws-cdk-lib/aws-s3";\nclass MyStack extends pulumicdk.Stack {\n  constructor(id: string) { super(id); new s3.Bucket(this, "MyBucket"); }\n}\nnew MyStack("my-stack");\n' },
    nearMiss: { program: 'import * as pulumicdk from "@pulumi/cdk";\nimport * as s3 from "aws-cdk-lib/aws-s3";\nclass MyStack extends pulumicdk.Stack {\n  constructor(id: string) { super(id); new s3.Bucket(this, "MyBucket"); }\n}\n' },
  },
  "phase-2/resource-dependencies/create-explicit-dependencies-with-dependson": {
    evidence: { stack: { resources: [bucket, resource("sqs/queue:Queue", "jobs", {}, { dependsOn: ["site"] })] } },
    nearMiss: withStack('const site = new aws.s3.Bucket("site");\nnew aws.sqs.Queue("jobs", {}, { dependsOn: [site] });\n', { resources: [bucket, resource("sqs/queue:Queue", "jobs", {}, { references: ["site"] })] }),
    missing: /dependsOn/,
  },
  "phase-2/resource-dependencies/use-ignorechanges-to-prevent-drift-detection": {
    evidence: { stack: { resources: [resource("s3/bucket:Bucket", "site", {}, { state: { ignoreChanges: ["tags"] } })] } },
    nearMiss: withStack('new aws.s3.Bucket("site", {}, { ignoreChanges: ["tags"] });\n', { resources: [bucket] }),
  },
  "phase-2/resource-dependencies/learn-about-deletebeforereplace-and-replace-behavior": {
    evidence: withStack('const common = { deleteBeforeReplace: true };\nnew aws.s3.Bucket("site", {}, { ...common });\n', { resources: [bucket], ran: [deploy, { ...deploy, changes: { replace: 1 } }] }),
    nearMiss: withStack('new aws.s3.Bucket("site", {}, { deleteBeforeReplace: true });\n', { resources: [bucket], ran: [deploy, { ...deploy, changes: { update: 1 } }] }),
    missing: /a deploy that replaces a resource/i,
  },
  "phase-2/component-resources/create-your-first-componentresource-class": {
    evidence: withStack(`${siteClass}new Site("blog");\n`, { resources: [site, inSite] }),
    nearMiss: withStack(`${siteClass}new Site("blog");\n`, { resources: [resource("s3/bucket:Bucket", "blog-bucket")] }),
  },
  "phase-2/component-resources/register-outputs-from-components": {
    evidence: withStack(`${siteClass}new Site("blog");\n`, { resources: [site, inSite] }),
    nearMiss: withStack(`${unregistered}new Site("blog");\n`, { resources: [component("shop:index:Site", "blog"), inSite] }),
  },
  "phase-2/component-resources/build-reusable-infrastructure-modules": {
    evidence: {
      projects: {
        shop: {
          program: 'import { Site } from "./site";\nnew Site("blog");\nnew Site("shop");\n',
          files: { "site.ts": `${AWS}export ${siteClass}` },
          stacks: { dev: { resources: [site, inSite, shop, resource("s3/bucket:Bucket", "shop-bucket", {}, { parent: "shop" })] } },
        },
      },
    },
    nearMiss: withStack(`export ${siteClass}new Site("blog");\nnew Site("shop");\n`, { resources: [site, inSite, shop, resource("s3/bucket:Bucket", "shop-bucket", {}, { parent: "shop" })] }),
    missing: /a file of its own/,
  },
  "phase-2/working-with-outputs/chain-outputs-using-apply-and-all": {
    evidence: withStack('const a = new aws.s3.Bucket("a");\nexport const both = pulumi.all([a.arn, a.id]).apply(([arn, id]) => `${arn} ${id}`);\n', { ran: [deploy] }),
    nearMiss: withStack('const a = new aws.s3.Bucket("a");\nexport const n = Math.max.apply(null, [1, 2]);\nvoid Promise.all([1]);\nvoid a;\n', { ran: [deploy] }),
  },
  "phase-2/working-with-outputs/export-stack-outputs-for-cross-stack-references": {
    evidence: { projects: { database, app: { stacks: { dev: { resources: [reference("organization/database/dev")] } } } } },
    nearMiss: { projects: { database, app: { stacks: { dev: { resources: [reference("organization/other/dev")] } } } } },
    missing: /no other stack reads/,
  },
  "phase-2/working-with-outputs/use-stackreference-to-read-outputs-from": {
    evidence: { projects: { database, app: { program: reading('data.requireOutput("table")'), stacks: { dev: { resources: [reference("organization/database/dev")] } } } } },
    nearMiss: { projects: { database, app: { program: reading("data.name"), stacks: { dev: { resources: [reference("organization/database/dev")] } } } } },
  },
  "phase-2/working-with-outputs/handle-async-operations-and-promises": {
    evidence: withStack("async function main() {\n  const zones = await aws.getAvailabilityZones();\n  return zones.names;\n}\nexport const names = main();\n", { ran: [deploy] }),
    nearMiss: withStack("export const names = aws.getAvailabilityZones();\n", { ran: [deploy] }),
  },
  "phase-2/imports-adoption/import-existing-cloud-resources-with-pulumi": {
    evidence: { stack: { resources: [bucket], ran: [{ operation: "import", via: "terminal" }] } },
    nearMiss: { stack: { resources: [bucket], ran: [{ operation: "import", via: "terminal", ok: false }] } },
  },
  "phase-2/imports-adoption/use-import-resource-option-for-declarative": {
    evidence: withStack('new aws.s3.Bucket("site", {}, { import: "site-1a2b3c4" });\n', { resources: [bucket], ran: [{ ...deploy, changes: { import: 1 } }] }),
    nearMiss: withStack('new aws.s3.Bucket("site", { tags: { import: "site-1a2b3c4" } });\n', { resources: [bucket], ran: [{ ...deploy, changes: { import: 1 } }] }),
  },
};
