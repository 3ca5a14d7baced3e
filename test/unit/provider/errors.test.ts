import assert from "node:assert/strict";
import { explainError, isAwsError, isCertain, markFailedCall, ProviderError } from "../../../src/provider/errors";

const call = { service: "s3", operation: "CreateBucket", endpoint: "http://127.0.0.1:4566" };

function awsError(name: string, message: string, more: object = {}): Error {
  const error = Object.assign(new Error(message), { name, ...more });
  markFailedCall(error, call);
  return error;
}

describe("messages of failures", () => {
  it("name the resource, the AWS operation and the service's own words", () => {
    assert.equal(
      explainError("aws:s3/bucket:Bucket 'site'", awsError("BucketAlreadyExists", "The name is taken.")),
      "aws:s3/bucket:Bucket 'site': s3.CreateBucket failed: BucketAlreadyExists: The name is taken.",
    );
    assert.match(explainError("x", awsError("NotFound", "NotFound")), /NotFound: the service gave no reason/);
  });

  it("say what to do when the emulator is away or slow", () => {
    assert.match(explainError("x", awsError("Error", "connect", { code: "ECONNREFUSED" })), /does not answer\. Start it with: pulumi-lab emulator start/);
    const both = Object.assign(new AggregateError([Object.assign(new Error(), { code: "ECONNREFUSED" })]));
    markFailedCall(both, call);
    assert.match(explainError("x", both), /does not answer/);
    assert.match(explainError("x", awsError("TimeoutError", "120000 ms")), /took too long to answer \(120000 ms\)/);
  });

  it("tell what certainly did nothing from what may have", () => {
    assert.ok(isCertain(awsError("AccessDenied", "", { $metadata: { httpStatusCode: 403 } })));
    assert.ok(isCertain(awsError("Error", "", { code: "ECONNREFUSED" })));
    assert.ok(isCertain(new ProviderError("no")));
    assert.ok(!isCertain(awsError("InternalError", "", { $metadata: { httpStatusCode: 500 } })));
    assert.ok(!isCertain(awsError("TimeoutError", "")));
    assert.ok(!isCertain(new TypeError("a bug")));
  });

  it("know the code of an AWS error", () => {
    assert.ok(isAwsError(awsError("NoSuchBucket", ""), "NoSuchKey", "NoSuchBucket"));
    assert.ok(!isAwsError(awsError("NoSuchBucket", ""), "NoSuchKey"));
    assert.ok(!isAwsError("NoSuchBucket", "NoSuchBucket"));
  });
});
