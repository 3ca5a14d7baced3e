/** AWS SDK clients that can reach the emulator and nothing else. Each service's module is loaded when first used. */

import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { LookupFunction } from "node:net";
import type { APIGateway } from "@aws-sdk/client-api-gateway";
import type { ApiGatewayV2 } from "@aws-sdk/client-apigatewayv2";
import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { IAM } from "@aws-sdk/client-iam";
import type { Lambda } from "@aws-sdk/client-lambda";
import type { S3 } from "@aws-sdk/client-s3";
import type { SNS } from "@aws-sdk/client-sns";
import type { SQS } from "@aws-sdk/client-sqs";
import type { STS } from "@aws-sdk/client-sts";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { untilAbandoned } from "./cancellation";
import { markFailedCall } from "./errors";
import type { LoopbackEndpoint } from "./loopback";

/** The keys are the ones that a provider's `endpoints` uses, apart from `logs`. */
export interface Clients {
  apigateway: APIGateway;
  apigatewayv2: ApiGatewayV2;
  dynamodb: DynamoDB;
  ec2: EC2;
  iam: IAM;
  lambda: Lambda;
  logs: CloudWatchLogs;
  s3: S3;
  sns: SNS;
  sqs: SQS;
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
