import assert from "node:assert/strict";
import { documentOf, mergeDocuments, parseDocument, refuseDuplicates, writeDocument } from "../../../src/provider/resources/iam/policyDocument";

const VERSION = "2012-10-17";

describe("IAM policy documents", () => {
  it("are written as the official provider writes them", () => {
    // The example of the official provider's own documentation.
    const document = documentOf(VERSION, undefined, [
      { sid: "1", actions: ["s3:ListAllMyBuckets", "s3:GetBucketLocation"], resources: ["arn:aws:s3:::*"] },
      {
        actions: ["s3:ListBucket"],
        resources: ["arn:aws:s3:::b"],
        conditions: [{ test: "StringLike", variable: "s3:prefix", values: ["", "home/", "home/&{aws:username}/"] }],
      },
    ]);
    assert.equal(
      writeDocument(document, 2),
      `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "1",
      "Effect": "Allow",
      "Action": [
        "s3:ListAllMyBuckets",
        "s3:GetBucketLocation"
      ],
      "Resource": "arn:aws:s3:::*"
    },
    {
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::b",
      "Condition": {
        "StringLike": {
          "s3:prefix": [
            "",
            "home/",
            "home/\${aws:username}/"
          ]
        }
      }
    }
  ]
}`,
    );
  });

  it("write principals by type, and everyone as a star", () => {
    const principal = (principals: { type: string; identifiers: string[] }[]) =>
      JSON.parse(writeDocument(documentOf(VERSION, undefined, [{ principals }]), 0)).Statement[0].Principal as unknown;
    assert.equal(principal([{ type: "*", identifiers: ["*"] }]), "*");
    assert.deepEqual(principal([{ type: "AWS", identifiers: ["*"] }]), { AWS: "*" });
    assert.deepEqual(
      principal([
        { type: "Service", identifiers: ["lambda.amazonaws.com"] },
        { type: "AWS", identifiers: ["a", "b"] },
        { type: "AWS", identifiers: ["c"] },
      ]),
      { AWS: ["b", "a", "c"], Service: "lambda.amazonaws.com" },
    );
  });

  it("escape what HTML would trip over, as Go does", () => {
    const document = documentOf(VERSION, undefined, [{ sid: "A", actions: ["x"], conditions: [{ test: "T", variable: "v", values: ["<&>"] }] }]);
    assert.match(writeDocument(document, 0), /"v":"\\u003c\\u0026\\u003e"/);
  });

  it("merge with other documents by sid", () => {
    const source = parseDocument(`{"Version":"2008-10-17","Statement":{"Sid":"a","Effect":"Deny","Action":"s3:*","Resource":"*"}}`, "it");
    const own = documentOf(VERSION, "mine", [{ sid: "a", actions: ["s3:GetObject"] }, { actions: ["sqs:*"] }]);
    const override = parseDocument(`{"Statement":[{"Sid":"b","Effect":"Deny"}]}`, "it");
    const merged = JSON.parse(writeDocument(mergeDocuments([source, own, override]), 0));
    assert.deepEqual(merged, {
      Version: VERSION,
      Id: "mine",
      Statement: [
        { Sid: "a", Effect: "Allow", Action: "s3:GetObject" },
        { Effect: "Allow", Action: "sqs:*" },
        { Sid: "b", Effect: "Deny" },
      ],
    });
  });

  it("refuse the same sid twice, and text that is no policy", () => {
    assert.throws(() => documentOf(VERSION, undefined, [{ sid: "a" }, { sid: "a" }]), /two statements have the sid 'a'/);
    assert.throws(() => refuseDuplicates(["x", undefined, "", "", "x"], ""), /'x'/);
    assert.throws(() => parseDocument("[]", "the source"), /the source is not a policy document/);
    assert.throws(() => parseDocument("{", "the source"), /the source is not JSON/);
  });
});
