/** Proves that what a program deployed works: a green deploy alone says little. */

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { Lambda } from "@aws-sdk/client-lambda";
import { S3 } from "@aws-sdk/client-s3";
import { SNS } from "@aws-sdk/client-sns";
import { clientOptions } from "./awsInventory";
import type { OutputReference, ProgramCheck } from "./fixtures";

export async function runCheck(check: ProgramCheck, outputs: Record<string, unknown>, endpoint: string): Promise<void> {
  const options = clientOptions(endpoint);
  const value = (reference: OutputReference): string =>
    typeof reference === "string" ? String(outputs[reference]) : reference.literal;
  if ("invoke" in check) {
    const answer = await new Lambda(options).invoke({ FunctionName: value(check.invoke), Payload: JSON.stringify(check.payload) });
    const text = answer.Payload?.transformToString() ?? "";
    assert.equal(answer.FunctionError, undefined, text);
    assert.deepEqual(JSON.parse(text), withOutputs(check.returns, outputs));
  } else if ("upload" in check) {
    await new S3(options).putObject({ Bucket: value(check.upload.bucket), Key: check.upload.key, Body: "x" });
    await logged(endpoint, check.logged);
  } else if ("publish" in check) {
    const attributes = Object.entries(check.attributes).map(([name, text]) => [name, { DataType: "String", StringValue: text }]);
    await new SNS(options).publish({
      TopicArn: value(check.publish),
      Message: JSON.stringify(check.message),
      MessageAttributes: Object.fromEntries(attributes),
    });
    await logged(endpoint, check.logged);
  } else if ("put" in check) {
    await new DynamoDB(options).putItem({ TableName: value(check.put.table), Item: check.put.item as never });
    await logged(endpoint, check.logged);
  } else if ("object" in check) {
    const object = await new S3(options).getObject({ Bucket: value(check.object.bucket), Key: check.object.key });
    const text = (await object.Body?.transformToString()) ?? "";
    assert.ok(text.includes(check.contains), text);
    if (check.contentType) assert.equal(object.ContentType, check.contentType);
  } else {
    const path = [check.stage, check.path.replace(/^\//, "")].filter((part) => part !== undefined).join("/");
    const response = await fetch(`${endpoint}/_aws/execute-api/${value(check.api)}/${path}`, {
      method: check.method,
      ...(check.body !== undefined && { body: JSON.stringify(check.body), headers: { "content-type": "application/json" } }),
    });
    const text = await response.text();
    assert.equal(response.status, check.status, text);
    assert.deepEqual(JSON.parse(text), check.json);
  }
}

/** `{"output": NAME}` inside an expected answer stands for that output's value. */
function withOutputs(expected: unknown, outputs: Record<string, unknown>): unknown {
  if (Array.isArray(expected)) return expected.map((each) => withOutputs(each, outputs));
  if (typeof expected !== "object" || expected === null) return expected;
  const { output } = expected as { output?: unknown };
  if (typeof output === "string") return outputs[output];
  return Object.fromEntries(Object.entries(expected).map(([key, each]) => [key, withOutputs(each, outputs)]));
}

/** Waits until some function has logged a line with `text`. The test's own time limit ends a wait in vain. */
async function logged(endpoint: string, text: string): Promise<void> {
  const logs = new CloudWatchLogs(clientOptions(endpoint));
  for (;;) {
    const { logGroups = [] } = await logs.describeLogGroups({ logGroupNamePrefix: "/aws/lambda/" });
    for (const { logGroupName } of logGroups) {
      const { events = [] } = await logs.filterLogEvents({ logGroupName });
      if (events.some((event) => event.message?.includes(text))) return;
    }
    await sleep(200);
  }
}
