import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import type { Resource } from "../../support/providerClient";
import { describeLifecycle, type Lab } from "./harness";

const bucket = (lab: Lab) => lab.make("aws:s3/bucket:Bucket", { forceDestroy: true });

async function failsWith(code: string, call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return false;
  } catch (error) {
    return isAwsError(error, code);
  }
}

describeLifecycle({
  type: "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
  prepare: bucket,
  inputs: ({ id }) => ({ bucket: id, indexDocument: { suffix: "index.html" }, errorDocument: { key: "error.html" } }),
  verify: async (lab, { id, state }, { id: name }) => {
    assert.equal(id, name);
    assert.equal(state["websiteDomain"], "s3-website-us-east-1.amazonaws.com");
    assert.equal(state["websiteEndpoint"], `${name}.s3-website-us-east-1.amazonaws.com`);
    const { IndexDocument, ErrorDocument, RoutingRules } = await (await lab.aws("s3")).getBucketWebsite({ Bucket: name });
    assert.deepEqual({ IndexDocument, ErrorDocument, RoutingRules }, {
      IndexDocument: { Suffix: "index.html" },
      ErrorDocument: { Key: "error.html" },
      RoutingRules: undefined,
    });
  },
  update: {
    inputs: ({ id }) => ({
      bucket: id,
      indexDocument: { suffix: "home.html" },
      routingRules: [
        { condition: { keyPrefixEquals: "docs/" }, redirect: { replaceKeyPrefixWith: "documents/", httpRedirectCode: "302" } },
      ],
    }),
    paths: ["errorDocument", "indexDocument.suffix", "routingRules"],
    verify: async (lab, { state }, { id }) => {
      const found = await (await lab.aws("s3")).getBucketWebsite({ Bucket: id });
      assert.equal(found.ErrorDocument, undefined);
      assert.deepEqual(found.RoutingRules, [
        { Condition: { KeyPrefixEquals: "docs/" }, Redirect: { ReplaceKeyPrefixWith: "documents/", HttpRedirectCode: "302" } },
      ]);
      assert.deepEqual(JSON.parse(String(state["routingRuleDetails"])), found.RoutingRules);
    },
  },
  replaces: { bucket: () => ({ bucket: "another-bucket", indexDocument: { suffix: "index.html" } }) },
  drift: {
    act: async (lab, { id }) => {
      const s3 = await lab.aws("s3");
      await s3.putBucketWebsite({
        Bucket: id,
        WebsiteConfiguration: { IndexDocument: { Suffix: "home.html" }, ErrorDocument: { Key: "oops.html" } },
      });
    },
    path: "errorDocument",
  },
  gone: async (lab, { id }) => failsWith("NoSuchWebsiteConfiguration", (await lab.aws("s3")).getBucketWebsite({ Bucket: id })),
});

const rules = (prefix: string) =>
  JSON.stringify([{ Condition: { HttpErrorCodeReturnedEquals: "404" }, Redirect: { ReplaceKeyPrefixWith: prefix } }]);

describe("a website with other settings", () => {
  describeLifecycle({
    type: "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
    prepare: bucket,
    inputs: ({ id }) => ({ bucket: id, indexDocument: { suffix: "index.html" }, routingRuleDetails: rules("") }),
    verify: async (lab, { state }, { id }) => {
      const { RoutingRules } = await (await lab.aws("s3")).getBucketWebsite({ Bucket: id });
      assert.deepEqual(RoutingRules, JSON.parse(rules("")));
      assert.deepEqual(state["routingRules"], [
        { condition: { httpErrorCodeReturnedEquals: "404" }, redirect: { replaceKeyPrefixWith: "" } },
      ]);
    },
    update: {
      inputs: ({ id }) => ({ bucket: id, redirectAllRequestsTo: { hostName: "example.com", protocol: "https" } }),
      paths: ["indexDocument", "redirectAllRequestsTo"],
      verify: async (lab, _resource, { id }) => {
        const found = await (await lab.aws("s3")).getBucketWebsite({ Bucket: id });
        assert.deepEqual(found.RedirectAllRequestsTo, { HostName: "example.com", Protocol: "https" });
        assert.equal(found.IndexDocument, undefined);
        assert.equal(found.RoutingRules, undefined);
      },
    },
    gone: async (lab, { id }) => failsWith("NoSuchWebsiteConfiguration", (await lab.aws("s3")).getBucketWebsite({ Bucket: id })),
  });
});

describeLifecycle({
  type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  prepare: bucket,
  inputs: ({ id }) => ({ bucket: id, blockPublicAcls: true, ignorePublicAcls: true }),
  verify: async (lab, { id, state }, { id: name }) => {
    assert.equal(id, name);
    assert.equal(state["restrictPublicBuckets"], false);
    const found = await (await lab.aws("s3")).getPublicAccessBlock({ Bucket: name });
    assert.deepEqual(found.PublicAccessBlockConfiguration, {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    });
  },
  update: {
    inputs: ({ id }) => ({ bucket: id, blockPublicAcls: true, blockPublicPolicy: true }),
    paths: ["blockPublicPolicy", "ignorePublicAcls"],
    verify: async (lab, _resource, { id }) => {
      const found = await (await lab.aws("s3")).getPublicAccessBlock({ Bucket: id });
      assert.deepEqual(found.PublicAccessBlockConfiguration, {
        BlockPublicAcls: true,
        IgnorePublicAcls: false,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: false,
      });
    },
  },
  replaces: { bucket: () => ({ bucket: "another-bucket", blockPublicAcls: true, ignorePublicAcls: true }) },
  drift: {
    act: async (lab, { id }) => {
      const s3 = await lab.aws("s3");
      await s3.putPublicAccessBlock({ Bucket: id, PublicAccessBlockConfiguration: { BlockPublicAcls: true } });
    },
    path: "blockPublicPolicy",
  },
  gone: async (lab, { id }) =>
    failsWith("NoSuchPublicAccessBlockConfiguration", (await lab.aws("s3")).getPublicAccessBlock({ Bucket: id })),
});

describeLifecycle({
  type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  prepare: bucket,
  inputs: ({ id }) => ({ bucket: id, rule: { objectOwnership: "BucketOwnerPreferred" } }),
  verify: async (lab, { id }, { id: name }) => {
    assert.equal(id, name);
    assert.equal(await ownership(lab, name), "BucketOwnerPreferred");
  },
  update: {
    inputs: ({ id }) => ({ bucket: id, rule: { objectOwnership: "BucketOwnerEnforced" } }),
    paths: ["rule.objectOwnership"],
    verify: async (lab, _resource, { id }) => assert.equal(await ownership(lab, id), "BucketOwnerEnforced"),
  },
  replaces: { bucket: () => ({ bucket: "another-bucket", rule: { objectOwnership: "BucketOwnerPreferred" } }) },
  drift: {
    act: async (lab, { id }) => {
      const s3 = await lab.aws("s3");
      await s3.putBucketOwnershipControls({ Bucket: id, OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] } });
    },
    path: "rule.objectOwnership",
  },
  gone: async (lab, { id }) =>
    failsWith("OwnershipControlsNotFoundError", (await lab.aws("s3")).getBucketOwnershipControls({ Bucket: id })),
});

async function ownership(lab: Lab, name: string): Promise<string | undefined> {
  const { OwnershipControls } = await (await lab.aws("s3")).getBucketOwnershipControls({ Bucket: name });
  return OwnershipControls?.Rules?.[0]?.ObjectOwnership;
}

const policy = ({ id }: Resource, action: string) => ({
  Version: "2012-10-17",
  Statement: [{ Sid: "PublicRead", Effect: "Allow", Principal: "*", Action: [action], Resource: [`arn:aws:s3:::${id}/*`] }],
});

describeLifecycle({
  type: "aws:s3/bucketPolicy:BucketPolicy",
  prepare: bucket,
  inputs: (prepared) => ({ bucket: prepared.id, policy: JSON.stringify(policy(prepared, "s3:GetObject"), undefined, 2) }),
  verify: async (lab, { id, state, inputs }, prepared) => {
    assert.equal(id, prepared.id);
    assert.equal(state["policy"], inputs["policy"]);
    assert.deepEqual(await storedPolicy(lab, prepared.id), policy(prepared, "s3:GetObject"));
  },
  update: {
    // An object instead of text.
    inputs: (prepared) => ({ bucket: prepared.id, policy: policy(prepared, "s3:*") }),
    paths: ["policy"],
    verify: async (lab, _resource, prepared) => assert.deepEqual(await storedPolicy(lab, prepared.id), policy(prepared, "s3:*")),
  },
  replaces: { bucket: (prepared) => ({ bucket: "another-bucket", policy: policy(prepared, "s3:GetObject") }) },
  drift: {
    act: async (lab, { id }, prepared) => {
      await (await lab.aws("s3")).putBucketPolicy({ Bucket: id, Policy: JSON.stringify(policy(prepared, "s3:PutObject")) });
    },
    path: "policy",
  },
  gone: async (lab, { id }) => failsWith("NoSuchBucketPolicy", (await lab.aws("s3")).getBucketPolicy({ Bucket: id })),
});

async function storedPolicy(lab: Lab, name: string): Promise<unknown> {
  return JSON.parse((await (await lab.aws("s3")).getBucketPolicy({ Bucket: name })).Policy ?? "") as unknown;
}
