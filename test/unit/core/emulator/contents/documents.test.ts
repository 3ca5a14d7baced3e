import assert from "node:assert/strict";
import { formatKey, parseKey, plainItem } from "../../../../../src/core/emulator/contents/attributes";
import { documentPath } from "../../../../../src/core/emulator/contents/documentPath";
import { contentsRef, refKey } from "../../../../../src/core/emulator/contents/model";
import { pageOfAll, pageOfRegions } from "../../../../../src/core/emulator/contents/paging";
import { localstackMessages } from "../../../../../src/core/emulator/contents/sqsPeek";
import { sizeInWords, storedDocument } from "../../../../../src/core/emulator/contents/text";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("documents of an emulator's contents", () => {
  it("have paths that say what they are, whatever the names", () => {
    const path = (bucket: string, key: string): string => documentPath({ kind: "object", bucket, key });
    assert.equal(path("site", "css/main.css"), "s3/site/css/main.css");
    assert.equal(path("site", "../../etc/passwd"), "s3/site/__/__/etc/passwd");
    assert.equal(path("site", "/a//b/"), "s3/site/a/b");
    assert.equal(path("site", "a\u202eb\n.txt"), "s3/site/a\ufffdb\ufffd.txt");
    assert.equal(documentPath({ kind: "item", region: "us-east-1", table: "orders", key: '{"id":{"S":"a/1"},"at":{"N":"7"}}' }), "dynamodb/orders/a-1 7.json");
    assert.equal(documentPath({ kind: "item", region: "us-east-1", table: "orders", key: "broken" }), "dynamodb/orders/item.json");
    assert.equal(documentPath({ kind: "logStream", region: "us-east-1", group: "/aws/lambda/f", name: "2026/01/[$LATEST]1" }), "logs/aws/lambda/f/2026-01-[$LATEST]1.log");
  });

  it("show text as it was written, and indent only JSON that survives it", () => {
    const shown = (title: string, text: string) => storedDocument({ title, size: text.length, bytes: bytes(text) });
    assert.deepEqual(shown("a.html", "<script>x</script>"), { title: "a.html", text: "<script>x</script>", language: "plaintext" });
    assert.equal(shown("a.json", '{"a":1}').text, '{\n  "a": 1\n}\n');
    assert.equal(shown("a.json", '{"a":12345678901234567890}').text, '{"a":12345678901234567890}', "large numbers would change");
    assert.equal(shown("a.json", "{broken").text, "{broken");
    assert.match(storedDocument({ title: "a.bin", size: 3, bytes: Uint8Array.of(255, 254, 65) }).text, /3 bytes, no content type[^]*ff fe 41 +\.\.A/);
    assert.equal(sizeInWords(0), "0 B");
    assert.equal(sizeInWords(1536), "1.5 KB");
  });

  it("are asked for by addresses that are checked", () => {
    assert.equal(contentsRef.safeParse({ kind: "object", bucket: "b", key: "k" }).success, true);
    assert.equal(contentsRef.safeParse({ kind: "object", bucket: "b", key: "k", endpoint: "http://10.0.0.1" }).success, false);
    assert.equal(contentsRef.safeParse({ kind: "secret" }).success, false);
  });

  it("know a queue by any of its addresses", () => {
    const queue = (url: string): string => refKey({ kind: "queue", region: "us-east-1", url });
    assert.equal(queue("http://127.0.0.1:4566/000000000000/jobs"), queue("http://localhost:4566/000000000000/jobs"));
    assert.notEqual(queue("http://127.0.0.1:4566/000000000000/jobs"), queue("http://127.0.0.1:4566/000000000000/mail"));
  });
});

describe("attributes of DynamoDB", () => {
  it("are plain for people, and lead back to their item", () => {
    assert.deepEqual(plainItem({ n: { N: "1.50" }, big: { N: "12345678901234567890.5" }, set: { NS: ["1", "2"] }, none: { NULL: true } }), {
      n: 1.5,
      big: "12345678901234567890.5",
      set: [1, 2],
      none: null,
    });
    const key = { id: { B: Uint8Array.of(1, 2, 3) }, at: { N: "1e3" } };
    assert.deepEqual(parseKey(formatKey(key)), { id: { B: Buffer.from([1, 2, 3]) }, at: { N: "1e3" } });
    assert.throws(() => parseKey('{"id":{"M":{}}}'));
  });
});

describe("pages", () => {
  it("go on from region to region", async () => {
    const node = (label: string) => ({ ref: { kind: "bucket" as const, bucket: label }, label, expandable: true });
    const asked: unknown[] = [];
    const ask = async (region: string, next: string | undefined) => {
      asked.push([region, next]);
      const from = Number(next ?? 0);
      return { nodes: Array.from({ length: 100 }, (_, n) => node(`${region} ${from + n}`)), next: from + 100 < 150 ? String(from + 100) : undefined };
    };
    const first = await pageOfRegions(["a", "b"], undefined, ask);
    assert.equal(first.nodes.length, 200);
    const second = await pageOfRegions(["a", "b"], first.more, ask);
    assert.equal(second.nodes.length, 200);
    assert.equal(second.more, undefined);
    assert.equal(second.nodes[0]!.description, "b", "other regions are named");
    assert.deepEqual(asked, [["a", undefined], ["a", "100"], ["b", undefined], ["b", "100"]]);
    assert.equal(pageOfAll(first.nodes.slice(0, 200), undefined).more, undefined);
  });
});

describe("LocalStack's look at a queue", () => {
  // As https://docs.localstack.cloud/aws/services/sqs/ shows its answers.
  const answer = (Message: unknown) => ({ ReceiveMessageResponse: { ReceiveMessageResult: Message === undefined ? null : { Message } } });
  const message = { MessageId: "1", ReceiptHandle: "SQS/BACKDOOR/ACCESS", MD5OfBody: "x", Body: "hello", Attribute: [{ Name: "SentTimestamp", Value: "1" }, { Name: "IsVisible", Value: "false" }] };

  it("is understood with none, one and several messages", () => {
    assert.deepEqual(localstackMessages(answer(undefined)), []);
    const [one] = localstackMessages(answer(message)) ?? [];
    assert.deepEqual([one?.id, one?.body, one?.inFlight], ["1", "hello", true]);
    assert.equal(localstackMessages(answer([message, { ...message, MessageId: "2" }]))?.length, 2);
    assert.equal(localstackMessages("<html>"), undefined);
  });
});
