import { arnOf, resource, type World } from "../../../../../support/learningWorld";
import type { RuleCases } from "./cases";
import { automation, bucket, byAutomation, failed, fn, keyed, knowing, made, queue, withDlq } from "./parts";

const group = resource("cloudwatch/logGroup:LogGroup", "app");
const filter = (more: Record<string, unknown>) => resource("cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "errors", { logGroup: group.id, destinationArn: arnOf(fn), filterPattern: "?ERROR ?Exception", ...more });
const firehose = (target: string) => resource("kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "logs", { extendedS3Configuration: { bucketArn: target } });
const running = { emulator: { name: "MiniStack", endpoint: "http://127.0.0.1:4566" } };
const file = (text: string): World => ({ files: { "agent/index.ts": text } });
const tool = (imports: string, execute: string): string => `import { tool } from "ai";\n${imports}\nexport const it = tool({ description: "d", execute: async () => { ${execute} } });\n`;
const agent = (more: string): string => `import { generateText } from "ai";\nimport { createOllama } from "ollama-ai-provider";\nconst ollama = createOllama({});\nvoid generateText({ model: ollama("llama3.2"), prompt: "why?"${more} });\n`;
const logs = 'import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";';
const metrics = 'import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";';
const documents = 'import { QueryCommand } from "@aws-sdk/lib-dynamodb";';

const service = (last: string): World => file(`import express from "express";\nconst app = express();\napp.post("/tenants", (_, r) => r.end());\napp.get("/tenants/:id", (_, r) => r.end());\n${last}\napp.listen(3000);\n`);
const tenantClass = (name: string, body: string, used = true): World => ({
  files: { "worker/tenant.ts": `import * as pulumi from "@pulumi/pulumi";\nimport * as aws from "@pulumi/aws";\nexport class ${name} extends pulumi.ComponentResource {\n  constructor(name: string, tier: string) {\n    super("tenantforge:index:${name}", name);\n    ${body}\n  }\n}\n${used ? `export const one = () => new ${name}("acme", "starter");\n` : ""}` },
  ran: byAutomation("deploy"),
});
const worker = (body: string, ...operations: string[]): World => ({ files: { "worker/index.ts": automation(body) }, ran: byAutomation(...operations) });

export const agents: RuleCases = {
  "logsherlock/phase-a-log-pipeline-localstack/log-ingestion": { evidence: made(group, fn, filter({})), nearMiss: made(group, fn, filter({ logGroup: "elsewhere" })) },
  "logsherlock/phase-a-log-pipeline-localstack/error-detection-lambda": { evidence: made(group, fn, filter({})), nearMiss: made(group, fn, filter({ filterPattern: "" })) },
  "logsherlock/phase-a-log-pipeline-localstack/queue": { evidence: made(failed, withDlq(), knowing(queue.id ?? "")), nearMiss: made(queue, knowing(queue.id ?? "")) },
  "logsherlock/phase-a-log-pipeline-localstack/storage": { evidence: made(bucket, firehose(arnOf(bucket))), nearMiss: made(bucket, firehose("arn:aws:s3:::elsewhere")) },
  "logsherlock/phase-a-log-pipeline-localstack/test": {
    evidence: { ...running, ...made(group, fn, queue, filter({})), holds: { "jobs-1a2b3c4": 1 } },
    nearMiss: { ...running, ...made(group, fn, queue, filter({})), holds: {} },
    missing: /an error in the queue/,
  },
  "logsherlock/phase-c-ai-agent-typescript/agent-setup": { evidence: file(agent(", tools: {}")), nearMiss: file(agent("")) },
  "logsherlock/phase-c-ai-agent-typescript/tool-readlogs": {
    evidence: file(tool(logs, "return new CloudWatchLogsClient({}).send(new FilterLogEventsCommand({}));")),
    nearMiss: file(tool(logs, "return [];")),
  },
  "logsherlock/phase-c-ai-agent-typescript/tool-searchdocs": { evidence: file(tool(documents, 'return new QueryCommand({ TableName: "incidents" });')), nearMiss: file(tool(documents, 'return "new QueryCommand()";')) },
  "logsherlock/phase-c-ai-agent-typescript/tool-getmetrics": {
    evidence: file(tool(metrics, "return new CloudWatchClient({}).send(new GetMetricDataCommand({}));")),
    nearMiss: file(tool(metrics, "return { cpu: 45, memory: 78, connections: 150 };")),
  },
  "logsherlock/phase-c-ai-agent-typescript/tool-notifyteam": {
    evidence: file(tool("", 'await fetch(process.env.WEBHOOK!, { method: "POST", body: "{}" });')),
    nearMiss: file(tool("", "await fetch(process.env.WEBHOOK!);")),
  },
  "logsherlock/phase-d-knowledge-base/incident-database": { evidence: made(keyed("incidentId")), nearMiss: made(keyed("id")) },
  "logsherlock/phase-d-knowledge-base/runbook-storage": {
    evidence: made(bucket, resource("s3/bucketObjectv2:BucketObjectv2", "high-cpu", { bucket: bucket.id, key: "high-cpu.md" })),
    nearMiss: made(bucket, resource("s3/bucketObjectv2:BucketObjectv2", "high-cpu", { bucket: bucket.id, key: "high-cpu.txt" })),
  },
  "logsherlock/phase-e-auto-remediation/action-registry": { evidence: made(keyed("actionId")), nearMiss: made(keyed("action")) },
  "tenantforge/phase-a-core-api-localstack/api-service": { evidence: service('app.delete("/tenants/:id", (_, r) => r.end());'), nearMiss: service('// app.delete("/tenants/:id")') },
  "tenantforge/phase-a-core-api-localstack/job-queue": {
    evidence: made(keyed("tenantId"), resource("sqs/queue:Queue", "jobs", { visibilityTimeoutSeconds: 300 })),
    nearMiss: made(keyed("tenantId"), resource("sqs/queue:Queue", "jobs", { visibilityTimeoutSeconds: 30 })),
  },
  "tenantforge/phase-a-core-api-localstack/state-store": { evidence: made(keyed("tenantId")), nearMiss: made(keyed("region", { attributes: [{ name: "tenantId" }] })) },
  "tenantforge/phase-a-core-api-localstack/basic-automation-api": { evidence: worker("await stack.up();", "deploy"), nearMiss: worker("await stack.up();", "refresh") },
  "tenantforge/phase-a-core-api-localstack/test-locally": { evidence: worker("await stack.up();", "deploy", "destroy"), nearMiss: worker("await stack.up();", "destroy", "deploy") },
  "tenantforge/phase-b-infrastructure-templates-localstack/tenant-vpc-component": {
    evidence: tenantClass("TenantVpc", 'new aws.ec2.Vpc(name, { cidrBlock: "10.0.0.0/16" }, { parent: this });'),
    nearMiss: tenantClass("TenantVpc", 'new aws.ec2.Vpc(name, { cidrBlock: "10.0.0.0/16" }, { parent: this });', false),
  },
  "tenantforge/phase-b-infrastructure-templates-localstack/tenant-database-component": {
    evidence: tenantClass("TenantDatabase", 'if (tier === "starter") new aws.dynamodb.Table(name, { attributes: [] });'),
    nearMiss: tenantClass("TenantDatabase", "new aws.dynamodb.Table(name, { attributes: [] });"),
  },
  "tenantforge/phase-b-infrastructure-templates-localstack/tenant-api-component": {
    evidence: tenantClass("TenantApi", 'new aws.lambda.Function(name, { role: "r" });'),
    nearMiss: tenantClass("TenantApi", "// new aws.lambda.Function(name)"),
  },
  "tenantforge/phase-d-lifecycle-management/updates": {
    evidence: { ran: [{ operation: "deploy", via: "automation", changes: { update: 1 } }] },
    nearMiss: { ran: [{ operation: "deploy", via: "automation", changes: { create: 1 } }] },
  },
  "tenantforge/phase-d-lifecycle-management/outputs": { evidence: worker("console.log(await stack.outputs());", "deploy"), nearMiss: worker("await stack.up();", "deploy") },
  "tenantforge/phase-d-lifecycle-management/destroy": { evidence: worker("await stack.destroy();", "deploy", "destroy"), nearMiss: worker("await stack.destroy();", "deploy") },
  "tenantforge/phase-d-lifecycle-management/drift-detection": { evidence: worker("await stack.refresh();", "refresh"), nearMiss: worker("await stack.up();", "refresh") },
};
