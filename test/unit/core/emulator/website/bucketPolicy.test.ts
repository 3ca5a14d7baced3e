import assert from "node:assert/strict";
import fc from "fast-check";
import { evaluatePolicy, matchesWildcard, type PolicyVerdict } from "../../../../../src/core/emulator/website/bucketPolicy";
import { mayReadAnonymously, type BucketAccess } from "../../../../../src/core/emulator/website/publicAccess";

const context = { "aws:securetransport": "false", "aws:sourceip": "127.0.0.1", "aws:referer": "http://127.0.0.1/a" };
const judge = (statements: unknown, resource = "arn:aws:s3:::b/index.html"): PolicyVerdict =>
  evaluatePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statements }), { action: "s3:GetObject", resource, context });
const allow = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" };

describe("bucket policy", () => {
  it("allows everyone in each of the usual spellings", () => {
    const spellings: object[] = [
      allow,
      { ...allow, Principal: { AWS: "*" } },
      { ...allow, Principal: { AWS: ["arn:aws:iam::1:root", "*"] } },
      { ...allow, Action: ["s3:PutObject", "s3:GetObject"] },
      { ...allow, Action: "S3:getobject" },
      { ...allow, Action: "s3:Get*" },
      { ...allow, Action: "*" },
      { ...allow, NotAction: "s3:PutObject", Action: undefined },
      { ...allow, Resource: ["arn:aws:s3:::b", "arn:aws:s3:::b/index.html"] },
      { ...allow, Resource: "arn:aws:s3:::b/?ndex.*" },
      { ...allow, Resource: "*" },
    ];
    for (const statement of spellings) {
      assert.equal(judge([statement]), "allow", JSON.stringify(statement));
      assert.equal(judge(statement), "allow", "a single statement needs no list");
    }
  });

  it("is silent about what it doesn't allow", () => {
    const others: object[] = [
      { ...allow, Principal: { AWS: "arn:aws:iam::123456789012:root" } },
      { ...allow, Principal: { Service: "cloudfront.amazonaws.com" } },
      { ...allow, Principal: { CanonicalUser: "*" } },
      { ...allow, Action: "s3:ListBucket" },
      { ...allow, Action: "s3:GetObjectVersion" },
      { ...allow, Resource: "arn:aws:s3:::b" },
      { ...allow, Resource: "arn:aws:s3:::other/*" },
      { ...allow, Resource: "arn:aws:s3:::B/*" },
      { ...allow, Resource: "arn:aws:s3:::b/public/*" },
      { ...allow, NotResource: "arn:aws:s3:::b/*", Resource: undefined },
      { ...allow, NotPrincipal: { AWS: "x" }, Principal: undefined },
    ];
    for (const statement of others) assert.equal(judge([statement]), "silent", JSON.stringify(statement));
    assert.equal(judge([]), "silent");
  });

  it("lets a Deny win", () => {
    assert.equal(judge([allow, { ...allow, Effect: "Deny" }]), "deny");
    assert.equal(judge([{ ...allow, Effect: "Deny", Resource: "arn:aws:s3:::b/secret/*" }, allow]), "allow");
    assert.equal(judge([{ ...allow, Effect: "Deny", Principal: { AWS: "arn:aws:iam::1:root" } }, allow]), "allow");
  });

  it("judges the conditions it knows", () => {
    const when = (Condition: object): PolicyVerdict => judge([{ ...allow, Condition }]);
    assert.equal(when({ IpAddress: { "aws:SourceIp": "127.0.0.0/8" } }), "allow");
    assert.equal(when({ IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "127.0.0.1"] } }), "allow");
    assert.equal(when({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }), "silent");
    assert.equal(when({ NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } }), "allow");
    assert.equal(when({ StringLike: { "aws:Referer": "http://127.0.0.1/*" } }), "allow");
    assert.equal(when({ StringNotLike: { "aws:Referer": "http://127.0.0.1/*" } }), "silent");
    assert.equal(when({ Bool: { "aws:SecureTransport": "true" } }), "silent");
    assert.equal(when({ Bool: { "aws:SecureTransport": false } }), "allow");
    assert.equal(when({ StringEquals: { "aws:UserAgent": "x" } }), "silent");
    assert.equal(when({ StringEqualsIfExists: { "aws:UserAgent": "x" } }), "allow");
    assert.equal(when({ Null: { "aws:UserAgent": "true" } }), "allow");
    assert.equal(when({ StringEquals: { "AWS:SourceArn": "arn:aws:cloudfront::1:distribution/E" } }), "silent");
    assert.equal(when({ Bool: { "aws:SecureTransport": "false" }, StringEquals: { "aws:Referer": "no" } }), "silent");
  });

  it("opens nothing by a condition that it doesn't know", () => {
    for (const Condition of [{ DateLessThan: { "aws:CurrentTime": "2100-01-01T00:00:00Z" } }, { "ForAnyValue:StringLike": { "aws:Referer": "*" } }, { constructor: { "aws:Referer": "*" } }]) {
      assert.equal(judge([{ ...allow, Condition }]), "silent");
      assert.equal(judge([allow, { ...allow, Effect: "Deny", Condition }]), "deny");
    }
    assert.equal(judge([allow, { ...allow, Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }]), "deny");
    assert.equal(judge([allow, { ...allow, Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "true" } } }]), "allow");
  });

  it("survives anything that calls itself a policy, and opens nothing for it", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        assert.notEqual(evaluatePolicy(text, { action: "s3:GetObject", resource: "arn:aws:s3:::b/k", context: {} }), "allow");
      }),
    );
    assert.equal(evaluatePolicy("{", { action: "a", resource: "r", context: {} }), "unreadable");
    assert.equal(judge([{ ...allow, Effect: "allow" }]), "unreadable");
  });
});

describe("wildcards", () => {
  it("mean what a regular expression would", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "/", "."), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "/", ".", "*", "?"), maxLength: 8 });
    fc.assert(
      fc.property(pattern, letters, (glob, text) => {
        const source = glob.replace(/[./]/g, "\\$&").replaceAll("*", "[^]*").replaceAll("?", "[^]");
        assert.equal(matchesWildcard(glob, text), new RegExp(`^${source}$`).test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it("take no time over a pattern made to take long", () => {
    assert.equal(matchesWildcard("*a".repeat(200), "a".repeat(5000) + "b"), false);
  });
});

describe("public access", () => {
  const open: BucketAccess = { policy: JSON.stringify({ Statement: [allow] }), restrictPublicBuckets: false, ignorePublicAcls: false, aclsEnabled: false };
  const read = (access: Partial<BucketAccess>, aclIsPublic = false): Promise<boolean> =>
    mayReadAnonymously({ ...open, ...access }, { bucket: "b", key: "k", context: {} }, async () => aclIsPublic).then((verdict) => {
      assert.equal(verdict.why === undefined, verdict.allowed, "a refusal says why");
      return verdict.allowed;
    });
  const denied = JSON.stringify({ Statement: [{ ...allow, Effect: "Deny" }] });

  it("follows the policy unless the public access block sets it aside", async () => {
    assert.equal(await read({}), true);
    assert.equal(await read({ restrictPublicBuckets: true }), false);
    assert.equal(await read({ policy: undefined }), false);
    assert.equal(await read({ policy: "not JSON" }), false);
  });

  it("follows the object's ACL where ACLs count, but not against a Deny", async () => {
    assert.equal(await read({ policy: undefined, aclsEnabled: true }, true), true);
    assert.equal(await read({ policy: undefined, aclsEnabled: false }, true), false);
    assert.equal(await read({ policy: undefined, aclsEnabled: true, ignorePublicAcls: true }, true), false);
    assert.equal(await read({ policy: denied, aclsEnabled: true }, true), false);
    assert.equal(await read({ restrictPublicBuckets: true, aclsEnabled: true }, true), true);
  });
});
