import { arnOf, resource } from "../../../../../support/learningWorld";
import type { RuleCases } from "./cases";
import { bucket, failed, fn, integration, keyed, made, mapping, notification, queue, route, subscription, table, topic, withDlq } from "./parts";

const layer = resource("lambda/layerVersion:LayerVersion", "shared");
const restStage = resource("apigateway/stage:Stage", "prod", { restApi: "abc" });
const restIntegration = resource("apigateway/integration:Integration", "rest", { uri: fn.outputs.invokeArn });
const method = (httpMethod: string, more: Record<string, unknown> = {}) => resource("apigateway/method:Method", `method-${httpMethod}`, { httpMethod, authorization: "NONE", ...more });
const bus = resource("cloudwatch/eventBus:EventBus", "orders");
const rule = resource("cloudwatch/eventRule:EventRule", "placed", { eventBusName: bus.id, eventPattern: '{"source":["shop"]}' });
const ruleTarget = resource("cloudwatch/eventTarget:EventTarget", "to-queue", { rule: rule.id, arn: arnOf(queue) });
const permission = (principal: string) => resource("lambda/permission:Permission", "allow", { principal, function: fn.id });
const certificate = resource("acm/certificate:Certificate", "cert");
const stream = resource("kinesis/stream:Stream", "clicks");
const api = resource("appsync/graphQLApi:GraphQLApi", "graph");
const lifecycle = (status: string) => resource("s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "expire", { bucket: bucket.id, rules: [{ id: "old", status, expiration: { days: 30 } }] });
const streaming = keyed("id", { streamEnabled: true, streamArn: "arn:aws:dynamodb:us-east-1:000000000000:table/data-1a2b3c4/stream/1" });

export const phase35: RuleCases = {
  "phase-3-5/serverless-architecture/deploy-lambda-with-api-gateway-rest": {
    evidence: made(fn, integration(fn), route("all", "GET /"), restIntegration, restStage),
    nearMiss: made(fn, integration(fn), route("all", "GET /")),
    missing: /a REST API/,
  },
  "phase-3-5/serverless-architecture/use-lambda-layers-for-shared-dependencies": {
    evidence: made(layer, resource("lambda/function:Function", "handler", { layers: [arnOf(layer)] })),
    nearMiss: made(layer, resource("lambda/function:Function", "handler", { layers: ["arn:aws:lambda:us-east-1:000000000000:layer:other:1"] })),
  },
  "phase-3-5/serverless-architecture/implement-lambda-destinations-and-async-invocation": {
    evidence: made(fn, failed, resource("lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "async", { functionName: fn.id, destinationConfig: { onFailure: { destination: arnOf(failed) } } })),
    nearMiss: made(fn, failed, resource("lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "async", { functionName: fn.id, maximumRetryAttempts: 0 })),
  },
  "phase-3-5/serverless-architecture/configure-provisioned-concurrency-vs-on-demand": {
    evidence: made(fn, resource("lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig", "warm", { functionName: fn.id, provisionedConcurrentExecutions: 2 })),
    nearMiss: made(resource("lambda/function:Function", "handler", { reservedConcurrentExecutions: 2 })),
  },
  "phase-3-5/serverless-architecture/build-step-functions-for-orchestration-workflows": {
    evidence: made(resource("sfn/stateMachine:StateMachine", "order", { definition: '{"States":{"A":{"Type":"Pass"},"B":{"Type":"Succeed"}}}' })),
    nearMiss: made(resource("sfn/stateMachine:StateMachine", "order", { definition: '{"States":{"A":{"Type":"Succeed"}}}' })),
  },
  "phase-3-5/event-driven-architecture/deploy-sqs-queues-with-dead-letter-queues": {
    evidence: made(failed, withDlq()),
    nearMiss: made(failed, queue),
    missing: /a queue with a dead-letter queue/,
  },
  "phase-3-5/event-driven-architecture/set-up-sns-topics-with-fan-out": {
    evidence: made(topic, queue, fn, subscription("a", queue), subscription("b", fn, "lambda")),
    nearMiss: made(topic, queue, fn, subscription("a", queue), subscription("b", queue)),
  },
  "phase-3-5/event-driven-architecture/configure-eventbridge-rules-and-event-buses": {
    evidence: made(bus, rule, queue, ruleTarget),
    nearMiss: made(bus, resource("cloudwatch/eventRule:EventRule", "placed", { eventBusName: "default", eventPattern: "{}" }), queue, ruleTarget),
  },
  "phase-3-5/event-driven-architecture/implement-s3-event-notifications-to-lambda": {
    evidence: made(bucket, fn, notification(fn), permission("s3.amazonaws.com")),
    nearMiss: made(bucket, fn, notification(fn), permission("apigateway.amazonaws.com")),
  },
  "phase-3-5/event-driven-architecture/build-event-sourcing-patterns-with-dynamodb": {
    evidence: made(streaming, fn, mapping(streaming.outputs.streamArn as string)),
    nearMiss: made(table, queue, fn, mapping(arnOf(queue))),
  },
  "phase-3-5/api-patterns/build-rest-apis-with-api-gateway": {
    evidence: made(fn, method("GET"), method("POST"), restIntegration, restStage),
    nearMiss: made(fn, method("GET"), restIntegration, restStage),
  },
  "phase-3-5/api-patterns/implement-graphql-with-appsync": {
    evidence: made(api, resource("appsync/resolver:Resolver", "get", { apiId: api.id })),
    nearMiss: made(api),
  },
  "phase-3-5/api-patterns/configure-custom-domains-and-certificates": {
    evidence: made(certificate, resource("apigatewayv2/domainName:DomainName", "shop", { domainNameConfiguration: { certificateArn: arnOf(certificate) } })),
    nearMiss: made(certificate, resource("apigatewayv2/domainName:DomainName", "shop", { domainNameConfiguration: { certificateArn: "arn:aws:acm:us-east-1:000000000000:certificate/other" } })),
  },
  "phase-3-5/api-patterns/set-up-api-authentication-cognito-api": {
    evidence: made(route("mine", "GET /mine", { authorizationType: "JWT" })),
    nearMiss: made(route("mine", "GET /mine", { authorizationType: "NONE" })),
  },
  "phase-3-5/api-patterns/implement-rate-limiting-and-throttling": {
    evidence: made(resource("apigatewayv2/stage:Stage", "stage", { defaultRouteSettings: { throttlingRateLimit: 10 } })),
    nearMiss: made(resource("apigatewayv2/stage:Stage", "stage", { defaultRouteSettings: { throttlingRateLimit: 0 } })),
  },
  "phase-3-5/data-architecture/deploy-dynamodb-with-gsi-lsi-patterns": {
    evidence: made(keyed("id", { globalSecondaryIndexes: [{ name: "by-date" }], localSecondaryIndexes: [{ name: "by-size" }] })),
    nearMiss: made(keyed("id", { globalSecondaryIndexes: [{ name: "by-date" }], localSecondaryIndexes: [] })),
    missing: /local secondary index/,
  },
  "phase-3-5/data-architecture/set-up-aurora-serverless-v2": {
    evidence: made(resource("rds/cluster:Cluster", "db", { engine: "aurora-postgresql", serverlessv2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 2 } })),
    nearMiss: made(resource("rds/cluster:Cluster", "db", { engine: "aurora-postgresql", engineMode: "serverless" })),
  },
  "phase-3-5/data-architecture/configure-elasticache-redis-for-caching": {
    evidence: made(resource("elasticache/cluster:Cluster", "cache", { engine: "redis" })),
    nearMiss: made(resource("elasticache/cluster:Cluster", "cache", { engine: "memcached" })),
  },
  "phase-3-5/data-architecture/implement-data-pipelines-with-kinesis": {
    evidence: made(stream, fn, mapping(arnOf(stream))),
    nearMiss: made(stream, fn),
  },
  "phase-3-5/data-architecture/set-up-backup-and-point-in-time-recovery": {
    evidence: made(keyed("id", { pointInTimeRecovery: { enabled: true } })),
    nearMiss: made(keyed("id", { pointInTimeRecovery: { enabled: false } })),
  },
  "phase-3-5/cost-optimization-patterns/use-spot-instances-for-batch-workloads": {
    evidence: made(resource("batch/computeEnvironment:ComputeEnvironment", "night", { computeResources: { type: "SPOT" } })),
    nearMiss: made(resource("batch/computeEnvironment:ComputeEnvironment", "night", { computeResources: { type: "EC2" } })),
  },
  "phase-3-5/cost-optimization-patterns/configure-s3-lifecycle-policies": {
    evidence: made(bucket, lifecycle("Enabled")),
    nearMiss: made(bucket, lifecycle("Disabled")),
  },
  "phase-3-5/cost-optimization-patterns/set-up-cost-allocation-tags": {
    evidence: made(resource("pulumi:providers:aws", "tagged", { defaultTags: '{"tags":{"CostCenter":"42"}}' }), resource("s3/bucket:Bucket", "a", { tagsAll: { CostCenter: "42" } }, { provider: "tagged" }), resource("sqs/queue:Queue", "b", { tagsAll: { CostCenter: "42" } }, { provider: "tagged" })),
    nearMiss: made(resource("pulumi:providers:aws", "tagged", { defaultTags: '{"tags":{}}' }), resource("s3/bucket:Bucket", "a", { tagsAll: { CostCenter: "42" } }), resource("sqs/queue:Queue", "b", { tagsAll: { CostCenter: "42" } })),
  },
};
