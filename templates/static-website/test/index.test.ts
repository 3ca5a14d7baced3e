// Unit tests: the program runs against mocks, so nothing is deployed and no emulator is needed.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { before, describe, it } from "node:test";
import * as pulumi from "@pulumi/pulumi";

interface Registered {
  type: string;
  name: string;
  inputs: Record<string, any>;
}

const registered: Registered[] = [];

/** Stands for the AWS provider: takes notes, and answers with the inputs and what AWS would add to them. */
const mocks: pulumi.runtime.Mocks = {
  newResource({ type, name, inputs }) {
    registered.push({ type, name, inputs });
    const added = { arn: `arn:aws:s3:::${name}`, bucket: name, websiteEndpoint: `${name}.s3-website.test` };
    return { id: `${name}-id`, state: { ...added, ...inputs } };
  },
  call: ({ token }) => {
    throw new Error(`The program calls ${token}.`);
  },
};

function one(type: string): Registered {
  const found = registered.filter((resource) => resource.type === type);
  assert.equal(found.length, 1, `${found.length} resources of type ${type}`);
  return found[0]!;
}

function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

describe("static website", () => {
  let program: typeof import("../index");

  before(async () => {
    await pulumi.runtime.setMocks(mocks);
    program = await import("../index");
    // Resources are registered in the background; this waits for the last of them.
    await pulumi.runtime.disconnect();
  });

  it("names the index and the error document", () => {
    const { inputs } = one("aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration");
    assert.deepEqual(inputs.indexDocument, { suffix: "index.html" });
    assert.deepEqual(inputs.errorDocument, { key: "error.html" });
  });

  it("uploads each file of ./site, those two among them", () => {
    const keys = registered.filter(({ type }) => type.endsWith(":BucketObjectv2")).map(({ inputs }) => inputs.key);
    assert.deepEqual(keys.sort(), readdirSync("site").sort());
    assert.ok(keys.includes("index.html") && keys.includes("error.html"));
  });

  it("stores a content type that browsers understand", () => {
    const types = Object.fromEntries(registered.map(({ inputs }) => [inputs.key, inputs.contentType]));
    assert.equal(types["index.html"], "text/html; charset=utf-8");
    assert.equal(types["style.css"], "text/css; charset=utf-8");
  });

  it("lets everyone read objects and do nothing else", () => {
    const { inputs } = one("aws:s3/bucketPolicy:BucketPolicy");
    assert.deepEqual(JSON.parse(inputs.policy).Statement, [
      { Sid: "PublicRead", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::site/*" },
    ]);
  });

  it("keeps ACLs blocked and lets the policy through", () => {
    const { inputs } = one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock");
    assert.deepEqual(
      [inputs.blockPublicAcls, inputs.ignorePublicAcls, inputs.blockPublicPolicy, inputs.restrictPublicBuckets],
      [true, true, false, false],
    );
  });

  it("gives the website's address", async () => {
    assert.equal(await valueOf(program.websiteUrl), "http://website.s3-website.test");
  });
});
