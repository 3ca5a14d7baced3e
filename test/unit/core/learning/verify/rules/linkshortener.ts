import { arnOf, component, resource, type World } from "../../../../../support/learningWorld";
import type { RuleCases } from "./cases";
import { automation, AWS, bucket, byAutomation, fn, integration, keyed, knowing, made, mapping, queue, route, schedule, table, target, workflow } from "./parts";

const links = keyed("shortCode");
const streamArn = "arn:aws:dynamodb:us-east-1:000000000000:table/data-1a2b3c4/stream/1";
const streaming = keyed("shortCode", { streamEnabled: true, streamArn });
const cache = (engine: string) => resource("elasticache/cluster:Cluster", "hot", { engine });
const pool = resource("cognito/userPool:UserPool", "people");
const client = resource("cognito/userPoolClient:UserPoolClient", "web", { userPoolId: pool.id });
const zone = resource("route53/zone:Zone", "zone");
const certificate = resource("acm/certificate:Certificate", "cert");
const record = resource("route53/record:Record", "short", { zoneId: zone.id });
const domain = (arn: string) => resource("apigatewayv2/domainName:DomainName", "domain", { domainNameConfiguration: { certificateArn: arn } });
const distribution = (enabled: boolean) => made(resource("cloudfront/distribution:Distribution", "cdn", { enabled, origins: [{ domainName: "abc.execute-api.us-east-1.amazonaws.com" }] }));
const dashboard = (widgets: unknown[]) => resource("cloudwatch/dashboard:Dashboard", "board", { dashboardBody: JSON.stringify({ widgets }) });
const alarm = resource("cloudwatch/metricAlarm:MetricAlarm", "errors", { threshold: 1 });
const reference = resource("pulumi:pulumi:StackReference", "data", { name: "organization/data/dev" }, { id: "organization/data/dev", state: { external: true } });
const deployed = { stacks: { dev: { resources: [table] } } };
const api = resource("apigatewayv2/api:Api", "links-api", {}, { parent: "links" });
const serverless = (name: string): string => `${AWS}class ${name} extends pulumi.ComponentResource {\n  constructor(name: string) {\n    super("links:index:Api", name);\n    new aws.apigatewayv2.Api(\`\${name}-api\`, { protocolType: "HTTP" }, { parent: this });\n  }\n}\nnew ${name}("links");\n`;
const unit = 'import * as pulumi from "@pulumi/pulumi";\npulumi.runtime.setMocks({} as never);\nit("works", () => undefined);\n';
const pack = 'import { PolicyPack, validateResourceOfType } from "@pulumi/policy";\nimport * as aws from "@pulumi/aws";\nnew PolicyPack("p", { policies: [{ name: "n", description: "d", validateResource: validateResourceOfType(aws.s3.Bucket, () => undefined) }] });\n';
const project = { shop: { program: `${AWS}new aws.s3.Bucket("site");\n`, files: { "unit.test.ts": unit } } };
const integrationTest = automation("await stack.up(); await stack.destroy();");
const pipeline = (stack: string): string => `on:\n  pull_request:\njobs:\n  preview:\n    steps:\n      - uses: pulumi/actions@v6\n        with:\n          command: up\n          stack-name: ${stack}\n`;
const firehose = resource("kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "logs", { extendedS3Configuration: { bucketArn: arnOf(bucket) } });
const tagged = { Project: "links", CostCenter: "42" };

const API: World = made(links, knowing(links.id ?? ""), integration(fn), route("create", "POST /shorten"), route("follow", "GET /{code}"));

/** A shortener that leads to the right place, or to another. */
const shortener = (leadsTo: string) => (request: string) => {
  if (request.startsWith("POST /")) return { status: 201, body: { shortCode: "abc123" } };
  return request.endsWith("/abc123") ? { status: 302, location: leadsTo } : { status: 404 };
};
const deployedApi = made(resource("apigatewayv2/api:Api", "links", { protocolType: "HTTP" }), resource("apigatewayv2/stage:Stage", "stage", { apiId: "links-1a2b3c4", name: "$default" }));

export const linkshortener: RuleCases = {
  "linkshortener/phase-a-foundation-localstack/storage-layer": { evidence: made(links), nearMiss: made(keyed("id", { attributes: [{ name: "shortCode" }] })) },
  "linkshortener/phase-a-foundation-localstack/api-layer": {
    evidence: API,
    nearMiss: made(links, fn, integration(fn), route("create", "POST /shorten"), route("follow", "GET /{code}")),
    missing: /knows the table/,
  },
  "linkshortener/phase-a-foundation-localstack/testing": {
    evidence: deployedApi,
    nearMiss: deployedApi,
    missing: /GET \/abc123 leads to .*elsewhere/,
    answers: { evidence: shortener("https://www.example.com/pulumi-lab"), nearMiss: shortener("https://www.example.com/elsewhere") },
  },
  "linkshortener/phase-b-enhance-localstack/analytics": { evidence: made(streaming, fn, mapping(streamArn)), nearMiss: made(links, queue, fn, mapping(arnOf(queue))) },
  "linkshortener/phase-b-enhance-localstack/async-processing": {
    evidence: made(links, queue, fn, mapping(arnOf(queue)), knowing(queue.id ?? "", "sender")),
    nearMiss: made(links, queue, fn, mapping(arnOf(queue))),
    missing: /knows the queue/,
  },
  "linkshortener/phase-b-enhance-localstack/caching": { evidence: made(links, cache("valkey")), nearMiss: made(links, cache("memcached")) },
  "linkshortener/phase-b-enhance-localstack/scheduled-jobs": { evidence: made(links, schedule, knowing(links.id ?? ""), target(fn)), nearMiss: made(links, schedule, fn, target(fn)) },
  "linkshortener/phase-c-production-features-localstack/auth": {
    evidence: made(pool, client, resource("apigatewayv2/authorizer:Authorizer", "jwt", { authorizerType: "JWT" })),
    nearMiss: made(pool, client, resource("apigatewayv2/authorizer:Authorizer", "jwt", { authorizerType: "REQUEST" })),
  },
  "linkshortener/phase-c-production-features-localstack/custom-domain": { evidence: made(zone, record, certificate, domain(arnOf(certificate))), nearMiss: made(zone, record, certificate, domain("arn:aws:acm:us-east-1:1:certificate/other")) },
  "linkshortener/phase-c-production-features-localstack/cdn": { evidence: distribution(true), nearMiss: distribution(false) },
  "linkshortener/phase-c-production-features-localstack/monitoring": { evidence: made(dashboard([{ type: "metric" }]), alarm), nearMiss: made(dashboard([]), alarm) },
  "linkshortener/phase-d-architecture-localstack-aws/multi-stack": {
    evidence: { projects: { network: deployed, data: deployed, api: { stacks: { dev: { resources: [reference, fn] } } }, monitoring: deployed } },
    nearMiss: { projects: { network: deployed, data: deployed, api: { stacks: { dev: { resources: [reference, fn] } } } } },
  },
  "linkshortener/phase-d-architecture-localstack-aws/components": {
    evidence: { program: serverless("ServerlessApi"), stack: { resources: [component("links:index:Api", "links"), api] } },
    nearMiss: { program: serverless("OtherApi"), stack: { resources: [component("links:index:Api", "links"), api] } },
  },
  "linkshortener/phase-d-architecture-localstack-aws/testing": {
    evidence: { projects: project, files: { "test/deploy.test.ts": integrationTest, "policy/index.ts": pack }, ran: byAutomation("deploy", "destroy") },
    nearMiss: { projects: project, files: { "test/deploy.test.ts": integrationTest }, ran: byAutomation("deploy", "destroy") },
    missing: /a policy pack/,
  },
  "linkshortener/phase-d-architecture-localstack-aws/ci-cd": {
    evidence: workflow(pipeline("pr-${{ github.event.number }}")),
    nearMiss: workflow(pipeline("prod")),
  },
  "linkshortener/phase-e-advanced-aws/multi-region": { evidence: made(keyed("shortCode", { replicas: [{ regionName: "eu-west-1" }] })), nearMiss: made(keyed("shortCode", { replicas: [] })) },
  "linkshortener/phase-e-advanced-aws/canary-deployments": {
    evidence: made(resource("lambda/alias:Alias", "live", { routingConfig: { additionalVersionWeights: { "2": 0.1 } } })),
    nearMiss: made(resource("lambda/alias:Alias", "live", { functionVersion: "2" })),
  },
  "linkshortener/phase-e-advanced-aws/cost-tracking": {
    evidence: made(keyed("shortCode", { tagsAll: tagged }), resource("lambda/function:Function", "handler", { tagsAll: tagged })),
    nearMiss: made(keyed("shortCode", { tagsAll: tagged }), resource("lambda/function:Function", "handler", { tagsAll: {} })),
  },
  "linkshortener/phase-e-advanced-aws/disaster-recovery": { evidence: made(keyed("shortCode", { pointInTimeRecovery: { enabled: true } })), nearMiss: made(links) },
  "linkshortener/phase-f-ai-powered-operations-aiops/log-aggregation": {
    evidence: made(bucket, firehose, resource("cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "all", { destinationArn: arnOf(firehose) })),
    nearMiss: made(bucket, firehose, fn, resource("cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "all", { destinationArn: arnOf(fn) })),
  },
};
