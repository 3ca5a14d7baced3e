/** What an emulator holds, and things made in it by hand. */

import { APIGateway } from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2 } from "@aws-sdk/client-apigatewayv2";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { EC2 } from "@aws-sdk/client-ec2";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { IAM } from "@aws-sdk/client-iam";
import { Lambda } from "@aws-sdk/client-lambda";
import { S3 } from "@aws-sdk/client-s3";
import { Scheduler } from "@aws-sdk/client-scheduler";
import { SFN } from "@aws-sdk/client-sfn";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";

export function clientOptions(endpoint: string, region = "us-east-1") {
  return { endpoint, region, forcePathStyle: true, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
}

/** The regions that the fixtures use. */
const REGIONS = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"];

/** Everything there is of the kinds that programs make, as sorted lines `KIND NAME`, with the region where it isn't us-east-1. */
export async function inventory(endpoint: string): Promise<string[]> {
  const parts = await Promise.all([worldwide(endpoint), ...REGIONS.map((region) => regional(endpoint, region))]);
  return parts.flat().sort();
}

async function worldwide(endpoint: string): Promise<string[]> {
  const s3 = new S3(clientOptions(endpoint));
  const iam = new IAM(clientOptions(endpoint));
  const [buckets, roles, policies] = await Promise.all([s3.listBuckets({}), iam.listRoles({}), iam.listPolicies({ Scope: "Local" })]);
  return [
    ...lines("bucket", buckets.Buckets, (each) => each.Name),
    ...lines("role", roles.Roles, (each) => each.RoleName),
    ...lines("policy", policies.Policies, (each) => each.PolicyName),
  ];
}

async function regional(endpoint: string, region: string): Promise<string[]> {
  const options = clientOptions(endpoint, region);
  const lambda = new Lambda(options);
  const ec2 = new EC2(options);
  const [functions, layers, mappings, tables, queues, topics, subscriptions, groups, restApis, apis] = await Promise.all([
    lambda.listFunctions({}),
    lambda.listLayers({}),
    lambda.listEventSourceMappings({}),
    new DynamoDB(options).listTables({}),
    new SQS(options).listQueues({}),
    new SNS(options).listTopics({}),
    new SNS(options).listSubscriptions({}),
    new CloudWatchLogs(options).describeLogGroups({}),
    new APIGateway(options).getRestApis({}),
    new ApiGatewayV2(options).getApis({}),
  ]);
  const [vpcs, subnets, gateways, tablesOfRoutes, securityGroups, addresses, nats] = await Promise.all([
    ec2.describeVpcs({}),
    ec2.describeSubnets({}),
    ec2.describeInternetGateways({}),
    ec2.describeRouteTables({}),
    ec2.describeSecurityGroups({}),
    ec2.describeAddresses({}),
    ec2.describeNatGateways({}),
  ]);
  const found = [
    ...lines("function", functions.Functions, (each) => each.FunctionName),
    ...lines("layer", layers.Layers, (each) => each.LayerName),
    ...lines("mapping", mappings.EventSourceMappings, (each) => each.UUID),
    ...lines("table", tables.TableNames, (each) => each),
    ...lines("queue", queues.QueueUrls, (each) => each.split("/").at(-1)),
    ...lines("topic", topics.Topics, (each) => each.TopicArn?.split(":").at(-1)),
    ...lines("subscription", subscriptions.Subscriptions, (each) => each.SubscriptionArn),
    // A function that ran has made its own log group, in AWS as well.
    ...lines("logGroup", groups.logGroups?.filter((each) => !each.logGroupName?.startsWith("/aws/lambda/")), (each) => each.logGroupName),
    ...lines("restApi", restApis.items, (each) => each.name),
    ...lines("api", apis.Items, (each) => each.Name),
    ...lines("vpc", vpcs.Vpcs, (each) => each.VpcId),
    ...lines("subnet", subnets.Subnets, (each) => each.SubnetId),
    ...lines("internetGateway", gateways.InternetGateways, (each) => each.InternetGatewayId),
    ...lines("routeTable", tablesOfRoutes.RouteTables, (each) => each.RouteTableId),
    ...lines("securityGroup", securityGroups.SecurityGroups, (each) => each.GroupId),
    ...lines("address", addresses.Addresses, (each) => each.AllocationId),
    // A deleted one is listed for an hour.
    ...lines("natGateway", nats.NatGateways?.filter((each) => each.State !== "deleted"), (each) => each.NatGatewayId),
    ...(await eventsAndWatching(options)),
  ];
  return region === "us-east-1" ? found : found.map((line) => `${line} in ${region}`);
}

async function eventsAndWatching(options: ReturnType<typeof clientOptions>): Promise<string[]> {
  const events = new EventBridge(options);
  const scheduler = new Scheduler(options);
  const [buses, machines, groups, schedules, alarms, dashboards] = await Promise.all([
    events.listEventBuses({}),
    new SFN(options).listStateMachines({}),
    scheduler.listScheduleGroups({}),
    scheduler.listSchedules({}),
    new CloudWatch(options).describeAlarms({}),
    dashboardNames(options),
  ]);
  const rules = await Promise.all((buses.EventBuses ?? []).map((bus) => events.listRules({ EventBusName: bus.Name })));
  return [
    // Each account has one of its own, and so it is with groups of schedules.
    ...lines("eventBus", buses.EventBuses?.filter((each) => each.Name !== "default"), (each) => each.Name),
    ...lines("rule", rules.flatMap((each) => each.Rules ?? []), (each) => each.Arn?.split(":rule/").at(-1)),
    ...lines("stateMachine", machines.stateMachines, (each) => each.name),
    ...lines("scheduleGroup", groups.ScheduleGroups?.filter((each) => each.Name !== "default"), (each) => each.Name),
    ...lines("schedule", schedules.Schedules, (each) => `${each.GroupName}/${each.Name}`),
    ...lines("alarm", alarms.MetricAlarms, (each) => each.AlarmName),
    ...lines("dashboard", dashboards, (each) => each),
  ];
}

/** Asked in the old protocol: in the SDK's, MiniStack gives a date as text, on which the SDK throws. */
async function dashboardNames({ endpoint, region }: ReturnType<typeof clientOptions>): Promise<string[]> {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/monitoring/aws4_request, SignedHeaders=host, Signature=none` },
    body: new URLSearchParams({ Action: "ListDashboards", Version: "2010-08-01" }),
  });
  return [...(await answer.text()).matchAll(/<DashboardName>(.*?)<\/DashboardName>/g)].map(([, name = ""]) => name);
}

function lines<T>(kind: string, list: T[] | undefined, name: (each: T) => string | undefined): string[] {
  return (list ?? []).map((each) => `${kind} ${name(each) ?? "?"}`);
}

/** Makes something by hand: `bucket NAME`, `table NAME KEY` or `logGroup NAME DAYS`. */
export async function makeByHand(endpoint: string, line: string): Promise<void> {
  const [kind, name = "", more = ""] = line.split(" ");
  const options = clientOptions(endpoint);
  if (kind === "bucket") await new S3(options).createBucket({ Bucket: name });
  else if (kind === "table") {
    await new DynamoDB(options).createTable({
      TableName: name,
      AttributeDefinitions: [{ AttributeName: more, AttributeType: "S" }],
      KeySchema: [{ AttributeName: more, KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    });
  } else if (kind === "logGroup") {
    const logs = new CloudWatchLogs(options);
    await logs.createLogGroup({ logGroupName: name });
    await logs.putRetentionPolicy({ logGroupName: name, retentionInDays: Number(more) });
  } else throw new Error(`Nobody knows how to make a ${kind}.`);
}
