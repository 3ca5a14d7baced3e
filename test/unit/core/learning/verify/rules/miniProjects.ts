import { arnOf, resource, type World } from "../../../../../support/learningWorld";
import type { RuleCases } from "./cases";
import { bucket, failed, fn, integration, knowing, made, mapping, notification, otherBucket, queue, route, schedule, subscription, table, target, topic, withDlq } from "./parts";

const website = (of: string) => resource("s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration", "web", { bucket: of, indexDocument: { suffix: "index.html" } });
const cdn = (origin: string) => resource("cloudfront/distribution:Distribution", "cdn", { enabled: true, origins: [{ domainName: origin }] });
const hosted = resource("s3/bucket:Bucket", "site", {}, { outputs: { bucketRegionalDomainName: "site-1a2b3c4.s3.us-east-1.amazonaws.com" } });
const puts = resource("apigatewayv2/integration:Integration", "put", { integrationSubtype: "SQS-SendMessage", requestParameters: { QueueUrl: queue.id } });
const dlq = { emulator: { name: "MiniStack", endpoint: "http://127.0.0.1:4566" }, ...made(failed, withDlq()) };
const websocket = resource("apigatewayv2/api:Api", "chat", { protocolType: "WEBSOCKET" });
const http = resource("apigatewayv2/api:Api", "chat", { protocolType: "HTTP" });
const stage = resource("apigatewayv2/stage:Stage", "live", { apiId: websocket.id });
const resizing = (text: string): World => ({ ...made(bucket, fn, notification(fn)), files: { "shop/handler/index.ts": text } });
const scheduled = (value: string) => [schedule, knowing(value), target(fn)];

export const miniProjects: RuleCases = {
  "mini-projects/1-static-site-generator-pipeline/s3-bucket-for-hosting": { evidence: made(bucket, website(bucket.id ?? "")), nearMiss: made(bucket, website("other")) },
  "mini-projects/1-static-site-generator-pipeline/lambda-triggered-on-s3-upload-markdown": {
    evidence: made(bucket, otherBucket, knowing(otherBucket.id ?? ""), notification(fn, { filterSuffix: ".md" })),
    nearMiss: made(bucket, otherBucket, knowing(otherBucket.id ?? ""), notification(fn, { filterSuffix: ".png" })),
  },
  "mini-projects/1-static-site-generator-pipeline/cloudfront-distribution": { evidence: made(hosted, cdn("site-1a2b3c4.s3.us-east-1.amazonaws.com")), nearMiss: made(hosted, cdn("www.example.com")) },
  "mini-projects/2-webhook-processor/api-gateway-endpoint": { evidence: made(queue, route("in", "POST /hook")), nearMiss: made(queue, route("in", "GET /hook")) },
  "mini-projects/2-webhook-processor/sqs-queue-for-buffering": { evidence: made(queue, fn, puts, mapping(arnOf(queue))), nearMiss: made(queue, fn, integration(fn), mapping(arnOf(queue))) },
  "mini-projects/2-webhook-processor/lambda-consumer-with-retry-logic": {
    evidence: made(failed, withDlq(), fn, mapping(arnOf(queue))),
    nearMiss: made(failed, withDlq({ maxReceiveCount: 1 }), fn, mapping(arnOf(queue))),
  },
  "mini-projects/2-webhook-processor/dlq-for-failed-messages": {
    evidence: { ...dlq, holds: { "failed-1a2b3c4": 1 } },
    nearMiss: { ...dlq, holds: { "jobs-1a2b3c4": 3 } },
    missing: /a message in a dead-letter queue/,
  },
  "mini-projects/3-scheduled-report-generator/eventbridge-scheduled-rule": { evidence: made(schedule, fn, target(fn)), nearMiss: made(schedule, fn) },
  "mini-projects/3-scheduled-report-generator/lambda-to-query-data": { evidence: made(table, ...scheduled(table.id ?? "")), nearMiss: made(table, ...scheduled("something")) },
  "mini-projects/3-scheduled-report-generator/s3-bucket-for-report-storage": { evidence: made(bucket, ...scheduled(bucket.id ?? "")), nearMiss: made(bucket, knowing(bucket.id ?? "")) },
  "mini-projects/3-scheduled-report-generator/sns-notification-on-completion": {
    evidence: made(topic, queue, subscription("me", queue), ...scheduled(arnOf(topic))),
    nearMiss: made(topic, ...scheduled(arnOf(topic))),
    missing: /somebody who listens/,
  },
  "mini-projects/4-image-thumbnail-service/s3-bucket-with-event-notification": { evidence: made(bucket, fn, notification(fn, { filterSuffix: ".jpg" })), nearMiss: made(bucket, fn, notification(fn, { events: ["s3:ObjectRemoved:*"], filterSuffix: ".jpg" })) },
  "mini-projects/4-image-thumbnail-service/lambda-with-sharp-pillow-for-resizing": {
    evidence: resizing('import sharp from "sharp";\nexport const handler = async (picture: Buffer) => sharp(picture).resize(128).toBuffer();\n'),
    nearMiss: resizing('import type sharp from "sharp";\n// sharp(picture).resize(128)\nexport const handler = async (picture: Buffer) => picture;\n'),
  },
  "mini-projects/4-image-thumbnail-service/destination-bucket-for-thumbnails": { evidence: made(bucket, otherBucket, knowing(otherBucket.id ?? ""), notification(fn)), nearMiss: made(bucket, knowing(bucket.id ?? ""), notification(fn)), missing: /another one for thumbnails/ },
  "mini-projects/5-chat-bot-backend/api-gateway-websocket-api": { evidence: made(websocket, stage), nearMiss: made(http, stage) },
  "mini-projects/5-chat-bot-backend/lambda-for-connection-management": {
    evidence: made(fn, integration(fn), route("in", "$connect"), route("out", "$disconnect")),
    nearMiss: made(fn, integration(fn), route("in", "$connect"), route("out", "$default")),
    missing: /\$disconnect/,
  },
  "mini-projects/5-chat-bot-backend/dynamodb-for-connection-state": { evidence: made(websocket, table, knowing(table.id ?? "")), nearMiss: made(websocket, table, knowing("elsewhere")) },
  "mini-projects/5-chat-bot-backend/sns-for-message-fanout": { evidence: made(websocket, topic, fn, subscription("all", fn, "lambda")), nearMiss: made(http, topic, fn, subscription("all", fn, "lambda")) },
};
