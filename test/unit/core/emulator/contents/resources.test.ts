import assert from "node:assert/strict";
import { contentsOfResource } from "../../../../../src/core/emulator/contents/resources";

describe("where a resource lies in the emulator", () => {
  it("is found by its id and outputs", () => {
    assert.deepEqual(contentsOfResource({ type: "aws:s3/bucket:Bucket", id: "site-1a2b3c4" }), { kind: "bucket", bucket: "site-1a2b3c4" });
    assert.deepEqual(
      contentsOfResource({ type: "aws:s3/bucketObjectv2:BucketObjectv2", id: "index.html", outputs: { bucket: "arn:aws:s3:::site", key: "a/index.html" } }),
      { kind: "object", bucket: "site", key: "a/index.html" },
    );
    const url = "http://127.0.0.1:4566/000000000000/jobs";
    assert.deepEqual(contentsOfResource({ type: "aws:sqs/queue:Queue", id: url, outputs: { url, region: "eu-west-1" } }), { kind: "queue", region: "eu-west-1", url });
    assert.deepEqual(contentsOfResource({ type: "aws:lambda/function:Function", id: "hello" }), { kind: "function", region: "us-east-1", name: "hello" });
    const arn = "arn:aws:sns:us-west-2:000000000000:news";
    assert.deepEqual(contentsOfResource({ type: "aws:sns/topic:Topic", id: arn }), { kind: "topic", region: "us-west-2", arn }, "the ARN tells the region");
    assert.deepEqual(contentsOfResource({ type: "aws:cloudwatch/logGroup:LogGroup", id: "/aws/lambda/hello" }), { kind: "logGroup", region: "us-east-1", name: "/aws/lambda/hello" });
    assert.deepEqual(contentsOfResource({ type: "aws:dynamodb/tableItem:TableItem", id: "x", outputs: { tableName: "orders" } }), { kind: "table", region: "us-east-1", table: "orders" });
  });

  it("is nowhere before it is made, and for what the emulator's contents don't show", () => {
    assert.equal(contentsOfResource({ type: "aws:s3/bucket:Bucket" }), undefined);
    assert.equal(contentsOfResource({ type: "aws:s3/bucket:Bucket", id: "" }), undefined);
    assert.equal(contentsOfResource({ type: "aws:iam/role:Role", id: "role" }), undefined);
    assert.equal(contentsOfResource({ type: "aws:s3/bucketObject:BucketObject", id: "k", outputs: { key: "k" } }), undefined);
  });
});
