import assert from "node:assert/strict";
import { CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { BatchWriteItemCommand, CreateTableCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { zipSync } from "fflate";
import { openContents } from "../../../src/core/emulator/contents/main";
import { CATEGORIES, type ContentsNode, type ContentsPage, type ContentsRef, type EmulatorContents } from "../../../src/core/emulator/contents/model";
import { CancelledError, type UserError } from "../../../src/core/errors";
import { freePort, startMinistack, type TestEmulator } from "../../support/ministack";

describe("the contents of an emulator", function () {
  this.timeout(60_000);
  let emulator: TestEmulator;
  let contents: EmulatorContents;
  const at = (region = "us-east-1") => ({ endpoint: emulator.endpoint, region, credentials: { accessKeyId: "test", secretAccessKey: "test" } });

  before(async () => {
    emulator = await startMinistack();
  });
  after(() => emulator.stop());
  beforeEach(async () => {
    await fetch(`${emulator.endpoint}/_ministack/reset`, { method: "POST" });
    contents = openContents(emulator.endpoint);
  });
  afterEach(() => contents.close());

  const labels = ({ nodes }: ContentsPage): string[] => nodes.map((node) => node.label);
  const only = (page: ContentsPage): ContentsNode => {
    assert.equal(page.nodes.length, 1, `one of ${labels(page).join(", ")}`);
    return page.nodes[0]!;
  };
  const json = async (ref: ContentsRef): Promise<Record<string, unknown>> => JSON.parse((await contents.read(ref)).text);

  it("are nothing in an empty one", async () => {
    for (const category of CATEGORIES) assert.deepEqual(await contents.list(category), { nodes: [] }, category);
  });

  describe("of S3", () => {
    let s3: S3Client;
    const put = (Key: string, Body: string | Uint8Array, ContentType?: string) => s3.send(new PutObjectCommand({ Bucket: "site", Key, Body, ContentType }));
    beforeEach(async () => {
      s3 = new S3Client({ ...at(), forcePathStyle: true });
      await s3.send(new CreateBucketCommand({ Bucket: "site" }));
    });
    afterEach(() => s3.destroy());

    it("are in any region", async () => {
      const far = new S3Client({ ...at("eu-west-1"), forcePathStyle: true });
      await far.send(new CreateBucketCommand({ Bucket: "far", CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }));
      await far.send(new PutObjectCommand({ Bucket: "far", Key: "a.txt", Body: "from afar" }));
      far.destroy();
      const object = only(await contents.children({ kind: "bucket", bucket: "far" }));
      assert.equal((await contents.read(object.ref)).text, "from afar");
      assert.equal((await json({ kind: "bucket", bucket: "far" })).Region, "eu-west-1");
    });

    it("are buckets, folders and objects, and text is shown as text", async () => {
      await put("index.html", "<h1>Grüße</h1>\n", "text/html");
      await put("data/one.json", '{"a":[1,2]}', "application/json");
      await put("data/deep/two.txt", "");
      const bucket = only(await contents.list("buckets"));
      assert.equal(bucket.label, "site");
      const inside = await contents.children(bucket.ref);
      assert.deepEqual(labels(inside), ["data/", "index.html"]);
      assert.equal((await contents.read(inside.nodes[1]!.ref)).text, "<h1>Grüße</h1>\n");
      const data = await contents.children(inside.nodes[0]!.ref);
      assert.deepEqual(labels(data), ["deep/", "one.json"]);
      assert.deepEqual(await contents.read(data.nodes[1]!.ref), { title: "one.json", text: '{\n  "a": [\n    1,\n    2\n  ]\n}\n', language: "json" });
      const empty = only(await contents.children(data.nodes[0]!.ref));
      assert.equal((await contents.read(empty.ref)).text, "");
      assert.equal((await json(bucket.ref)).Bucket, "site");
    });

    it("come in pages", async () => {
      for (let n = 0; n < 250; n += 50) await Promise.all(Array.from({ length: 50 }, (_, i) => put(`k${String(n + i).padStart(3, "0")}`, "x")));
      const first = await contents.children({ kind: "bucket", bucket: "site" });
      assert.equal(first.nodes.length, 200);
      const second = await contents.children({ kind: "bucket", bucket: "site" }, { more: first.more });
      assert.equal(second.more, undefined);
      assert.equal(new Set([...labels(first), ...labels(second)]).size, 250);
    });

    it("are a note for what is no text or too large", async () => {
      await put("pixel.png", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 255), "image/png");
      await put("large.txt", "x".repeat(1024 * 1024 + 1));
      const binary = await contents.read({ kind: "object", bucket: "site", key: "pixel.png" });
      assert.match(binary.text, /6 bytes, image\/png/);
      assert.match(binary.text, /89 50 4e 47 00 ff +\.PNG\.\./);
      const large = await contents.read({ kind: "object", bucket: "site", key: "large.txt" });
      assert.match(large.text, /1048577 bytes[^]*larger than 1 MB/);
    });

    it("say that an object is gone", async () => {
      await put("a", "x");
      await s3.send(new DeleteObjectCommand({ Bucket: "site", Key: "a" }));
      await assert.rejects(contents.read({ kind: "object", bucket: "site", key: "a" }), { code: "emulator-gone" });
      await assert.rejects(contents.children({ kind: "bucket", bucket: "never-made" }), { code: "emulator-gone" });
    });

    it("take keys as they are", async () => {
      const keys = ["a b/ü?#%.txt", "../up.txt", "x//y"];
      for (const key of keys) await put(key, `this is ${key}`);
      for (const key of keys) assert.equal((await contents.read({ kind: "object", bucket: "site", key })).text, `this is ${key}`);
    });
  });

  describe("of DynamoDB", () => {
    let client: DynamoDBClient;
    beforeEach(async () => {
      client = new DynamoDBClient(at());
      await client.send(
        new CreateTableCommand({
          TableName: "orders",
          BillingMode: "PAY_PER_REQUEST",
          AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }, { AttributeName: "at", AttributeType: "N" }],
          KeySchema: [{ AttributeName: "id", KeyType: "HASH" }, { AttributeName: "at", KeyType: "RANGE" }],
        }),
      );
    });
    afterEach(() => client.destroy());

    it("are items as plain JSON, found by their keys", async () => {
      await client.send(
        new PutItemCommand({
          TableName: "orders",
          Item: {
            id: { S: "a/b" },
            at: { N: "7" },
            total: { N: "12345678901234567890" },
            paid: { BOOL: true },
            note: { NULL: true },
            bytes: { B: Uint8Array.of(1, 2) },
            lines: { L: [{ M: { sku: { S: "x" }, count: { N: "2" } } }] },
            tags: { SS: ["new"] },
          },
        }),
      );
      const table = only(await contents.list("tables"));
      const item = only(await contents.children(table.ref));
      assert.equal(item.label, "a/b / 7");
      assert.deepEqual(await json(item.ref), {
        id: "a/b",
        at: 7,
        total: "12345678901234567890",
        paid: true,
        note: null,
        bytes: "AQI=",
        lines: [{ sku: "x", count: 2 }],
        tags: ["new"],
      });
      assert.equal((await json(table.ref)).TableName, "orders");
    });

    it("come in pages", async () => {
      for (let n = 0; n < 225; n += 25) {
        const puts = Array.from({ length: 25 }, (_, i) => ({ PutRequest: { Item: { id: { S: `o${n + i}` }, at: { N: "1" } } } }));
        await client.send(new BatchWriteItemCommand({ RequestItems: { orders: puts } }));
      }
      const table: ContentsRef = { kind: "table", region: "us-east-1", table: "orders" };
      const first = await contents.children(table);
      assert.equal(first.nodes.length, 200);
      const second = await contents.children(table, { more: first.more });
      assert.equal(new Set([...labels(first), ...labels(second)]).size, 225);
      assert.equal(second.more, undefined);
    });

    it("of other regions are there when they are looked for", async () => {
      const west = new DynamoDBClient(at("us-west-2"));
      const [AttributeDefinitions, KeySchema] = [[{ AttributeName: "id", AttributeType: "S" as const }], [{ AttributeName: "id", KeyType: "HASH" as const }]];
      await west.send(new CreateTableCommand({ TableName: "western", BillingMode: "PAY_PER_REQUEST", AttributeDefinitions, KeySchema }));
      west.destroy();
      assert.deepEqual(labels(await contents.list("tables")), ["orders"]);
      const both = openContents(emulator.endpoint, { regions: ["us-east-1", "us-west-2"] });
      const found = await both.list("tables");
      assert.deepEqual(found.nodes.map((node) => [node.label, node.description]), [["orders", undefined], ["western", "us-west-2"]]);
      assert.match((await both.read(found.nodes[1]!.ref)).text, /us-west-2/);
      both.close();
    });
  });

  it("of SQS are messages that stay as they were", async () => {
    const sqs = new SQSClient(at());
    const { QueueUrl: dead } = await sqs.send(new CreateQueueCommand({ QueueName: "dead" }));
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: "arn:aws:sqs:us-east-1:000000000000:dead", maxReceiveCount: 1 });
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "jobs", Attributes: { RedrivePolicy } }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"job": 1}' }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "second\nline" }));
    const queues = await contents.list("queues");
    assert.deepEqual(labels(queues).sort(), ["dead", "jobs"]);
    const jobs = queues.nodes.find((node) => node.label === "jobs")!;
    // More looks than the queue allows receives.
    for (let look = 0; look < 3; look++) assert.deepEqual(labels(await contents.children(jobs.ref)), ['{"job": 1}', "second line"]);
    const document = await json((await contents.children(jobs.ref)).nodes[0]!.ref);
    assert.deepEqual(document.Body, { job: 1 });
    const attributes = await json(jobs.ref);
    assert.equal(attributes.ApproximateNumberOfMessages, "2");
    assert.deepEqual((attributes.RedrivePolicy as { maxReceiveCount: number }).maxReceiveCount, 1);
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ["ApproximateReceiveCount"] }));
    assert.deepEqual(Messages?.map((message) => message.Attributes?.ApproximateReceiveCount), ["1", "1"]);
    assert.deepEqual(await contents.children({ kind: "queue", region: "us-east-1", url: dead! }), { nodes: [] });
    assert.equal((await contents.children(jobs.ref)).nodes[0]!.description, "in flight");
    await assert.rejects(contents.children({ kind: "queue", region: "us-east-1", url: `${dead}-not` }), { code: "emulator-gone" });
    sqs.destroy();
  });

  it("of Lambda are configurations", async () => {
    const lambda = new LambdaClient(at());
    const ZipFile = zipSync({ "index.js": new TextEncoder().encode("exports.handler = async () => 1;") });
    const Role = "arn:aws:iam::000000000000:role/any";
    await lambda.send(new CreateFunctionCommand({ FunctionName: "hello", Runtime: "nodejs20.x", Handler: "index.handler", Role, Code: { ZipFile }, Environment: { Variables: { STAGE: "dev" } } }));
    lambda.destroy();
    const found = only(await contents.list("functions"));
    assert.deepEqual([found.label, found.description, found.expandable], ["hello", "nodejs20.x", false]);
    const { Configuration } = await json(found.ref);
    assert.equal((Configuration as { Handler: string }).Handler, "index.handler");
  });

  it("of CloudWatch Logs are streams and their events", async () => {
    const logs = new CloudWatchLogsClient(at());
    const logGroupName = "/aws/lambda/hello";
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    const write = async (logStreamName: string, timestamp: number, ...messages: string[]): Promise<void> => {
      await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
      await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents: messages.map((message, n) => ({ message, timestamp: timestamp + n * 2000 })) }));
    };
    const start = Date.now() - 60_000;
    await write("first", start, "one\n", "three");
    await write("second", start + 1000, "two", "four");
    logs.destroy();
    const group = only(await contents.list("logGroups"));
    assert.equal(group.label, logGroupName);
    const streams = await contents.children(group.ref);
    assert.deepEqual(labels(streams), ["second", "first"], "the latest first");
    const first = await contents.read(streams.nodes[1]!.ref);
    assert.equal(first.text, `${new Date(start).toISOString()}  one\n${new Date(start + 2000).toISOString()}  three\n`);
    const all = await contents.read(group.ref);
    assert.deepEqual(all.text.match(/\w+$/gm), ["one", "two", "three", "four"]);
    assert.equal(all.title, "hello.log");
  });

  it("of SNS are topics and who listens", async () => {
    const sns = new SNSClient(at());
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "news" }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: "arn:aws:sqs:us-east-1:000000000000:readers" }));
    sns.destroy();
    const topic = only(await contents.list("topics"));
    assert.equal(topic.label, "news");
    const subscription = only(await contents.children(topic.ref));
    assert.equal(subscription.description, "sqs");
    assert.equal((await json(subscription.ref)).Protocol, "sqs");
    assert.equal((await json(topic.ref)).TopicArn, TopicArn);
  });

  it("stay out of reach when the endpoint is not on this machine, nothing answers, or nobody waits", async () => {
    const codeOf = async (endpoint: string, signal?: AbortSignal): Promise<string> => {
      const opened = openContents(endpoint);
      try {
        return await opened.list("buckets", { signal }).then(() => "none", (error: UserError) => error.code);
      } finally {
        opened.close();
      }
    };
    assert.equal(await codeOf("http://10.0.0.1:4566"), "endpoint-not-loopback");
    assert.equal(await codeOf(`http://127.0.0.1:${await freePort()}`), "emulator-not-running");
    assert.equal(await codeOf(emulator.endpoint, AbortSignal.abort()), "cancelled");
    const later = new AbortController();
    const asked = contents.list("tables", { signal: later.signal });
    later.abort();
    await assert.rejects(asked, CancelledError);
  });
});
