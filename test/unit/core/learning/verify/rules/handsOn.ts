import { readFileSync } from "node:fs";
import { join } from "node:path";
import { resource, type World } from "../../../../../support/learningWorld";
import type { RuleCases } from "./cases";
import { bucket, deploy, fn, integration, knowing, made, notification, otherBucket, queue, route, schedule, subscription, table, target, topic } from "./parts";

/** A lab as the template makes it, deployed, and what was run on it after that. */
function lab(template: string, ...ran: { operation: string; ok?: boolean }[]): World {
  const check = readFileSync(join(__dirname, "..", "..", "..", "..", "..", "..", "templates", template, "check.ts"), "utf8");
  return { projects: { lab: { template, files: { "check.ts": check }, stacks: { dev: { resources: [table, bucket], ran: [deploy, ...ran] } } } } };
}

const passed = { operation: "check" };
const failed = { operation: "check", ok: false };
const someCheck = (template: string): World => {
  const world = lab(template, passed);
  return { projects: { lab: { ...world.projects?.lab, files: { "check.ts": "console.log('{}');" } } } };
};

const queuePolicy = resource("sqs/queuePolicy:QueuePolicy", "allow", { queueUrl: queue.id, policy: JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:SendMessage" }] }) });
const writing = resource("iam/rolePolicy:RolePolicy", "write", { policy: '{"Statement":[{"Effect":"Allow","Action":["s3:PutObject"],"Resource":"x"}]}' });
const machine = (state: Record<string, unknown>) => made(resource("sfn/stateMachine:StateMachine", "order", { definition: JSON.stringify({ StartAt: "A", States: { A: state } }) }));

export const handsOn: RuleCases = {
  "hands-on-projects/beginner-localstack/deploy-a-static-website-to-s3": {
    evidence: lab("static-website", passed),
    nearMiss: lab("static-website", failed),
    missing: /its check has not passed yet/,
  },
  "hands-on-projects/beginner-localstack/create-a-vpc-with-public-private-subnets": {
    evidence: lab("vpc", passed),
    nearMiss: someCheck("vpc"),
    missing: /check\.ts/,
  },
  "hands-on-projects/beginner-localstack/set-up-a-dynamodb-table-with": {
    evidence: made(table, resource("dynamodb/tableItem:TableItem", "a", { tableName: table.id }), resource("dynamodb/tableItem:TableItem", "b", { tableName: table.id })),
    nearMiss: lab("lambda-api", passed),
  },
  "hands-on-projects/beginner-localstack/deploy-a-lambda-function-with-api": {
    evidence: lab("lambda-api", failed, passed),
    nearMiss: made(fn, integration(fn), route("all", "GET /")),
    missing: /a stage of the API/,
  },
  "hands-on-projects/intermediate-localstack/build-an-sqs-sns-messaging-system-local": {
    evidence: made(topic, queue, subscription("to-queue", queue), queuePolicy),
    nearMiss: made(topic, queue, subscription("to-queue", queue)),
  },
  "hands-on-projects/intermediate-localstack/deploy-step-functions-workflow-local": {
    evidence: machine({ Type: "Task", Resource: "arn:aws:states:::lambda:invoke", End: true }),
    nearMiss: machine({ Type: "Pass", End: true }),
  },
  "hands-on-projects/intermediate-localstack/implement-s3-lambda-image-processing-pipeline": {
    evidence: made(bucket, otherBucket, knowing(otherBucket.id ?? ""), notification(fn), writing),
    nearMiss: made(bucket, otherBucket, fn, notification(fn), writing),
  },
  "hands-on-projects/intermediate-localstack/create-eventbridge-scheduled-jobs-local": {
    evidence: made(schedule, fn, target(fn)),
    nearMiss: made(resource("cloudwatch/eventRule:EventRule", "nightly", { eventPattern: "{}" }), fn, target(fn)),
  },
};
