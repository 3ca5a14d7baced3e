/** AWS SDK clients for looking into one emulator: dummy keys, and connections to the checked address alone. */
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { DEFAULT_REGION } from "./model";

export interface Access {
  /** The checked address, without a trailing slash. */
  readonly endpoint: string;
  s3(region?: string): S3Client;
  dynamodb(region: string): DynamoDBClient;
  sqs(region: string): SQSClient;
  lambda(region: string): LambdaClient;
  logs(region: string): CloudWatchLogsClient;
  sns(region: string): SNSClient;
  close(): void;
}

/** @param endpoint an address that was checked to be this machine's own */
export function accessTo(endpoint: string): Access {
  const agents = { keepAlive: true, maxSockets: 20 };
  const handler = new NodeHttpHandler({
    httpAgent: new HttpAgent(agents),
    httpsAgent: new HttpsAgent(agents),
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    throwOnRequestTimeout: true,
  });
  const settings = (region: string) => ({
    region,
    endpoint,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    // Somebody waits at a tree: an emulator that is gone shall be told at once.
    maxAttempts: 2,
    requestHandler: handler,
  });
  const made = new Map<string, unknown>();
  const once = <C>(service: string, region: string, make: () => C): C => {
    const key = `${service} ${region}`;
    if (!made.has(key)) made.set(key, make());
    return made.get(key) as C;
  };
  return {
    endpoint,
    s3: (region = DEFAULT_REGION) =>
      once("s3", region, () => {
        return new S3Client({
          ...settings(region),
          forcePathStyle: true,
          followRegionRedirects: false,
          requestChecksumCalculation: "WHEN_REQUIRED",
          responseChecksumValidation: "WHEN_REQUIRED",
        });
      }),
    dynamodb: (region) => once("dynamodb", region, () => new DynamoDBClient(settings(region))),
    sqs: (region) => once("sqs", region, () => new SQSClient({ ...settings(region), useQueueUrlAsEndpoint: false })),
    lambda: (region) => once("lambda", region, () => new LambdaClient(settings(region))),
    logs: (region) => once("logs", region, () => new CloudWatchLogsClient(settings(region))),
    sns: (region) => once("sns", region, () => new SNSClient(settings(region))),
    close: () => handler.destroy(),
  };
}
