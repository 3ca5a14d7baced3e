/** AWS SDK clients that can reach the emulator and nothing else. Each service's module is loaded when first used. */

import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { LookupFunction } from "node:net";
import type { ACM } from "@aws-sdk/client-acm";
import type { APIGateway } from "@aws-sdk/client-api-gateway";
import type { ApiGatewayV2 } from "@aws-sdk/client-apigatewayv2";
import type { AppSync } from "@aws-sdk/client-appsync";
import type { CloudFront } from "@aws-sdk/client-cloudfront";
import type { CloudWatch } from "@aws-sdk/client-cloudwatch";
import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import type { CognitoIdentityProvider } from "@aws-sdk/client-cognito-identity-provider";
import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { ECR } from "@aws-sdk/client-ecr";
import type { ECS } from "@aws-sdk/client-ecs";
import type { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ElastiCache } from "@aws-sdk/client-elasticache";
import type { EventBridge } from "@aws-sdk/client-eventbridge";
import type { Firehose } from "@aws-sdk/client-firehose";
import type { IAM } from "@aws-sdk/client-iam";
import type { Kinesis } from "@aws-sdk/client-kinesis";
import type { KMS } from "@aws-sdk/client-kms";
import type { Lambda } from "@aws-sdk/client-lambda";
import type { RDS } from "@aws-sdk/client-rds";
import type { Route53 } from "@aws-sdk/client-route-53";
import type { S3 } from "@aws-sdk/client-s3";
import type { Scheduler } from "@aws-sdk/client-scheduler";
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import type { SFN } from "@aws-sdk/client-sfn";
import type { SNS } from "@aws-sdk/client-sns";
import type { SQS } from "@aws-sdk/client-sqs";
import type { SSM } from "@aws-sdk/client-ssm";
import type { STS } from "@aws-sdk/client-sts";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { untilAbandoned } from "./cancellation";
import { markFailedCall } from "./errors";
import type { LoopbackEndpoint } from "./loopback";

/** The keys are the ones that a provider's `endpoints` uses, apart from `logs`. */
export interface Clients {
  acm: ACM;
  apigateway: APIGateway;
  apigatewayv2: ApiGatewayV2;
  appsync: AppSync;
  cloudfront: CloudFront;
  cloudwatch: CloudWatch;
  cognitoidp: CognitoIdentityProvider;
  dynamodb: DynamoDB;
  ec2: EC2;
  ecr: ECR;
  ecs: ECS;
  elasticache: ElastiCache;
  elbv2: ElasticLoadBalancingV2;
  events: EventBridge;
  firehose: Firehose;
  iam: IAM;
  kinesis: Kinesis;
  kms: KMS;
  lambda: Lambda;
  logs: CloudWatchLogs;
  rds: RDS;
  route53: Route53;
  s3: S3;
  scheduler: Scheduler;
  secretsmanager: SecretsManager;
  sfn: SFN;
  sns: SNS;
  sqs: SQS;
  ssm: SSM;
  sts: STS;
}
export type ServiceName = keyof Clients;

export interface ClientTarget {
  region: string;
  endpoint: LoopbackEndpoint;
  /** A 12-digit key is an account of the emulator; anything else is "test". */
  accessKey: string;
}

interface ClientConfig {
  region: string;
  endpoint: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  maxAttempts: number;
  retryMode: string;
  requestHandler: NodeHttpHandler;
}

const loaders: { [S in ServiceName]: (config: ClientConfig) => Promise<Clients[S]> } = {
  apigateway: async (config) => new (await import("@aws-sdk/client-api-gateway")).APIGateway(config),
  apigatewayv2: async (config) => new (await import("@aws-sdk/client-apigatewayv2")).ApiGatewayV2(config),
  dynamodb: async (config) => new (await import("@aws-sdk/client-dynamodb")).DynamoDB(config),
  ec2: async (config) => new (await import("@aws-sdk/client-ec2")).EC2(config),
  iam: async (config) => new (await import("@aws-sdk/client-iam")).IAM(config),
  lambda: async (config) => new (await import("@aws-sdk/client-lambda")).Lambda(config),
  logs: async (config) => new (await import("@aws-sdk/client-cloudwatch-logs")).CloudWatchLogs(config),
  s3: async (config) =>
    new (await import("@aws-sdk/client-s3")).S3({
      ...config,
      forcePathStyle: true,
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    }),
  sns: async (config) => new (await import("@aws-sdk/client-sns")).SNS(config),
  sqs: async (config) => new (await import("@aws-sdk/client-sqs")).SQS({ ...config, useQueueUrlAsEndpoint: false }),
  sts: async (config) => new (await import("@aws-sdk/client-sts")).STS(config),
  acm: async (config) => new (await import("@aws-sdk/client-acm")).ACM(config),
  appsync: async (config) => new (await import("@aws-sdk/client-appsync")).AppSync(config),
  cloudfront: async (config) => new (await import("@aws-sdk/client-cloudfront")).CloudFront(config),
  cloudwatch: async (config) => new (await import("@aws-sdk/client-cloudwatch")).CloudWatch(config),
  cognitoidp: async (config) => new (await import("@aws-sdk/client-cognito-identity-provider")).CognitoIdentityProvider(config),
  ecr: async (config) => new (await import("@aws-sdk/client-ecr")).ECR(config),
  ecs: async (config) => new (await import("@aws-sdk/client-ecs")).ECS(config),
  elasticache: async (config) => new (await import("@aws-sdk/client-elasticache")).ElastiCache(config),
  elbv2: async (config) => new (await import("@aws-sdk/client-elastic-load-balancing-v2")).ElasticLoadBalancingV2(config),
  events: async (config) => new (await import("@aws-sdk/client-eventbridge")).EventBridge(config),
  firehose: async (config) => new (await import("@aws-sdk/client-firehose")).Firehose(config),
  kinesis: async (config) => new (await import("@aws-sdk/client-kinesis")).Kinesis(config),
  kms: async (config) => new (await import("@aws-sdk/client-kms")).KMS(config),
  rds: async (config) => new (await import("@aws-sdk/client-rds")).RDS(config),
  route53: async (config) => new (await import("@aws-sdk/client-route-53")).Route53(config),
  scheduler: async (config) => new (await import("@aws-sdk/client-scheduler")).Scheduler(config),
  secretsmanager: async (config) => new (await import("@aws-sdk/client-secrets-manager")).SecretsManager(config),
  sfn: async (config) => new (await import("@aws-sdk/client-sfn")).SFN(config),
  ssm: async (config) => new (await import("@aws-sdk/client-ssm")).SSM(config),
};

const cache = new Map<string, Promise<unknown>>();
const handlers = new Map<string, NodeHttpHandler>();

/** The same target gives the same client. */
export function clientFor<S extends ServiceName>(service: S, target: ClientTarget): Promise<Clients[S]> {
  const key = [service, target.region, target.endpoint.url, target.accessKey].join(" ");
  let client = cache.get(key) as Promise<Clients[S]> | undefined;
  if (client === undefined) {
    client = makeClient(service, target);
    cache.set(key, client);
  }
  return client;
}

async function makeClient<S extends ServiceName>(service: S, target: ClientTarget): Promise<Clients[S]> {
  const client = await loaders[service]({
    region: target.region,
    endpoint: target.endpoint.url,
    credentials: { accessKeyId: target.accessKey, secretAccessKey: "test" },
    maxAttempts: 5,
    retryMode: "standard",
    requestHandler: handlerFor(target.endpoint),
  });
  namesItsFailures(client as unknown as MiddlewareOwner, service, target.endpoint.url);
  return client;
}

interface MiddlewareOwner {
  middlewareStack: {
    add(
      middleware: (
        next: (args: unknown) => Promise<unknown>,
        context: { commandName?: string },
      ) => (args: unknown) => Promise<unknown>,
      options: { step: "initialize"; name: string; priority: "high" },
    ): void;
  };
}

function namesItsFailures(client: MiddlewareOwner, service: string, endpoint: string): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await untilAbandoned(next(args));
      } catch (error) {
        const operation = (context.commandName ?? "call").replace(/Command$/, "");
        markFailedCall(error, { service, operation, endpoint });
        throw error;
      }
    },
    { step: "initialize", name: "labNamesFailures", priority: "high" },
  );
}

/** Whatever host name a request carries, its connection goes to the address that was checked. */
function handlerFor(endpoint: LoopbackEndpoint): NodeHttpHandler {
  const known = handlers.get(endpoint.address);
  if (known) return known;
  const lookup: LookupFunction = (_host, options, callback) => {
    if (options.all) callback(null, [{ address: endpoint.address, family: endpoint.family }]);
    else callback(null, endpoint.address, endpoint.family);
  };
  const options = { keepAlive: true, maxSockets: 50, lookup };
  const handler = new NodeHttpHandler({
    httpAgent: new HttpAgent(options),
    httpsAgent: new HttpsAgent(options),
    connectionTimeout: 5_000,
    requestTimeout: 60_000,
    throwOnRequestTimeout: true,
  });
  handlers.set(endpoint.address, handler);
  return handler;
}
