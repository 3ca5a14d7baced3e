import { arnOf, resource } from "../../../../../support/learningWorld";
import type { RuleCases } from "./cases";
import { automation, AWS, bucket, byAutomation, deploy, table, workflow } from "./parts";

const policy = (statement: Record<string, unknown>) => resource("iam/rolePolicy:RolePolicy", "use-table", { policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] }) });
const oidc = (permissions: string): string => `on: [push]\njobs:\n  deploy:\n    ${permissions}\n    steps:\n      - uses: aws-actions/configure-aws-credentials@v4\n        with:\n          role-to-assume: arn:aws:iam::123456789012:role/deploy\n`;
const actions = (on: string, more = ""): string => `on:\n  ${on}:\njobs:\n  preview:\n    steps:\n      - uses: pulumi/actions@v6\n        with:\n          command: preview\n${more}`;
const server = 'import { createServer } from "node:http";\nimport { run } from "./deploy";\ncreateServer(() => void run()).listen(3000);\n';
const existing = automation("").replace(/, program: async.*?\} \}/, ', workDir: "./infra" }');
const host = 'import { componentProviderHost } from "@pulumi/pulumi/provider/experimental";\nimport * as pulumi from "@pulumi/pulumi";\nexport class Site extends pulumi.ComponentResource {}\ncomponentProviderHost({ name: "site" });\n';

/** Another bucket that has the same physical name, such as one that the program gives. */
const anew = (name: string) => resource("s3/bucket:Bucket", name, {}, { id: bucket.id, state: { created: "2026-11-25T12:00:00.000Z" } });

export const phases4to5: RuleCases = {
  "phase-4/state-management/practice-state-recovery-and-pulumi-refresh": {
    evidence: { stack: { ran: [deploy, { operation: "refresh", via: "terminal" }] } },
    nearMiss: { stack: { ran: [deploy, { operation: "refresh", ok: false }] } },
  },
  "phase-4/state-management/learn-state-import-export-for-migrations": {
    evidence: { stack: { ran: [deploy, { operation: "export" }, { operation: "import-state" }] } },
    nearMiss: { stack: { ran: [deploy, { operation: "export" }] } },
    missing: /missing: an import of a state/,
  },
  "phase-4/secrets-security/configure-oidc-for-cloud-provider-authentication": {
    evidence: workflow(oidc("permissions: { id-token: write, contents: read }")),
    nearMiss: workflow(oidc("permissions: { contents: read }")),
  },
  "phase-4/secrets-security/integrate-with-external-secret-stores-vault": {
    evidence: { program: `${AWS}const read = aws.secretsmanager.getSecretVersionOutput({ secretId: "db" });\nexport const version = read.versionId;\n`, stack: { resources: [resource("secretsmanager/secretVersion:SecretVersion", "db")] } },
    nearMiss: { program: `${AWS}// aws.secretsmanager.getSecretVersionOutput({ secretId: "db" })\n`, stack: { resources: [resource("secretsmanager/secretVersion:SecretVersion", "db")] } },
  },
  "phase-4/secrets-security/implement-least-privilege-iam-patterns": {
    evidence: { stack: { resources: [table, policy({ Action: ["dynamodb:GetItem"], Resource: arnOf(table) })] } },
    nearMiss: { stack: { resources: [table, policy({ Action: ["dynamodb:*"], Resource: arnOf(table) }), resource("iam/policy:Policy", "wide", { policy: '{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' })] } },
  },
  "phase-4/refactoring-migrations/use-aliases-for-safe-resource-renaming": {
    evidence: {
      program: `${AWS}new aws.s3.Bucket("website", {}, { aliases: [{ name: "site" }] });\n`,
      stack: { resources: [resource("s3/bucket:Bucket", "website", {}, { id: bucket.id })], earlier: [[bucket]] },
    },
    nearMiss: {
      program: `${AWS}new aws.s3.Bucket("website", {}, { aliases: [{ name: "site" }] });\n`,
      stack: { resources: [anew("website")], earlier: [[bucket]] },
    },
    missing: /renamed/,
  },
  "phase-4/refactoring-migrations/migrate-resources-between-stacks": {
    evidence: { projects: { shop: { stacks: { dev: { earlier: [[bucket]] }, prod: { resources: [bucket] } } } } },
    nearMiss: { projects: { shop: { stacks: { dev: { earlier: [[bucket]] }, prod: { resources: [anew("site")] } } } } },
  },
  "phase-4/ci-cd-integration/set-up-pulumi-with-github-actions": {
    evidence: workflow(actions("push")),
    nearMiss: workflow("on: [push]\njobs:\n  x:\n    steps:\n      - run: echo pulumi up\n      - uses: pulumi/setup-pulumi@v2\n"),
  },
  "phase-4/ci-cd-integration/configure-preview-comments-on-prs": {
    evidence: workflow(actions("pull_request", "          comment-on-pr: true\n")),
    nearMiss: workflow(actions("push", "          comment-on-pr: true\n")),
  },
  "phase-5/automation-api/embed-pulumi-in-custom-applications": {
    evidence: { files: { "app.ts": automation("await stack.up();") }, ran: byAutomation("deploy") },
    nearMiss: { files: { "app.ts": existing }, ran: byAutomation("deploy") },
    missing: /inline program/,
  },
  "phase-5/automation-api/build-self-service-infrastructure-portals": {
    evidence: { files: { "server.ts": server, "deploy.ts": automation("await stack.up();") }, ran: byAutomation("deploy", "destroy") },
    nearMiss: { files: { "deploy.ts": automation("await stack.up();") }, ran: byAutomation("deploy", "destroy") },
    missing: /a server that takes requests/,
  },
  "phase-5/automation-api/orchestrate-complex-multi-stack-deployments": {
    evidence: { files: { "deploy.ts": automation("await stack.up();") }, ran: [...byAutomation("deploy"), { operation: "deploy", via: "automation", stack: "globex" }] },
    nearMiss: { files: { "deploy.ts": automation("await stack.up();") }, ran: byAutomation("deploy", "deploy") },
  },
  "phase-5/multi-language-components/build-components-that-work-across-languages": {
    evidence: { files: { "site/PulumiPlugin.yaml": "runtime: nodejs\n", "site/index.ts": host } },
    nearMiss: { files: { "site/index.ts": host } },
  },
};
