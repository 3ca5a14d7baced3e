/** What several rules' cases are built of. */
import { arnOf, type Made, resource, type World } from "../../../../../support/learningWorld";

export const PULUMI = 'import * as pulumi from "@pulumi/pulumi";\n';
export const AWS = `${PULUMI}import * as aws from "@pulumi/aws";\n`;
export const deploy = { operation: "deploy" };

/** A deployed stack with these resources and nothing else. */
export const made = (...resources: Made[]): World => ({ stack: { resources } });

export const bucket = resource("s3/bucket:Bucket", "site");
export const otherBucket = resource("s3/bucket:Bucket", "results");
export const fn = resource("lambda/function:Function", "handler");
export const queue = resource("sqs/queue:Queue", "jobs");
export const failed = resource("sqs/queue:Queue", "failed");
export const topic = resource("sns/topic:Topic", "news");
export const table = resource("dynamodb/table:Table", "data");

/** A function that gets a value by its environment. */
export const knowing = (value: string, name = "handler"): Made => resource("lambda/function:Function", name, { environment: { variables: { TARGET: value } } });
export const withDlq = (more: Record<string, unknown> = {}): Made => resource("sqs/queue:Queue", "jobs", { redrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf(failed), maxReceiveCount: 3, ...more }) });
export const keyed = (hashKey: string, more: Record<string, unknown> = {}): Made => resource("dynamodb/table:Table", "data", { hashKey, ...more });
export const mapping = (eventSourceArn: string, functionName = fn.id): Made => resource("lambda/eventSourceMapping:EventSourceMapping", "mapping", { eventSourceArn, functionName });
export const route = (name: string, routeKey: string, more: Record<string, unknown> = {}): Made => resource("apigatewayv2/route:Route", name, { routeKey, target: "integrations/abc", ...more });
export const integration = (target: Made): Made => resource("apigatewayv2/integration:Integration", "integration", { integrationUri: target.outputs.invokeArn ?? arnOf(target) });
export const notification = (target: Made, more: Record<string, unknown> = {}): Made =>
  resource("s3/bucketNotification:BucketNotification", "notification", { bucket: bucket.id, lambdaFunctions: [{ lambdaFunctionArn: arnOf(target), events: ["s3:ObjectCreated:*"], ...more }] });
export const schedule = resource("cloudwatch/eventRule:EventRule", "nightly", { scheduleExpression: "rate(1 day)" });
export const target = (of: Made): Made => resource("cloudwatch/eventTarget:EventTarget", "target", { rule: schedule.id, arn: arnOf(of) });
export const subscription = (name: string, endpoint: Made, protocol = "sqs"): Made => resource("sns/topicSubscription:TopicSubscription", name, { topic: arnOf(topic), endpoint: arnOf(endpoint), protocol });

/** A program of the Automation API, which is no project. */
export const automation = (body: string): string => `import { LocalWorkspace } from "@pulumi/pulumi/automation";
import * as aws from "@pulumi/aws";
export async function run(): Promise<void> {
  const stack = await LocalWorkspace.createOrSelectStack({ stackName: "acme", projectName: "tenants", program: async () => { new aws.s3.Bucket("tenant"); } });
  ${body}
}
`;
export const byAutomation = (...operations: string[]) => operations.map((operation) => ({ operation, via: "automation" as const }));

export const workflow = (text: string): World => ({ files: { ".github/workflows/pulumi.yml": text } });
