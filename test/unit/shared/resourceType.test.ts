import assert from "node:assert/strict";
import fc from "fast-check";
import { isDefaultProvider, shortType } from "../../../src/shared/resourceType";

describe("resource types", () => {
  const shorts: Record<string, string> = {
    "aws:s3/bucket:Bucket": "s3.Bucket",
    "aws:s3/bucketObjectv2:BucketObjectv2": "s3.BucketObjectv2",
    "aws:apigatewayv2/api:Api": "apigatewayv2.Api",
    "random:index/randomPet:RandomPet": "random.RandomPet",
    "pulumi-nodejs:dynamic:Resource": "dynamic.Resource",
    "shop:groups:Web": "groups.Web",
    "shop:index:Web": "shop.Web",
    "kubernetes:apps/v1:Deployment": "apps/v1.Deployment",
    "pulumi:pulumi:StackReference": "StackReference",
    "pulumi:pulumi:Stack": "Stack",
    "pulumi:providers:aws": "aws provider",
    VpcComponent: "VpcComponent",
    "pkg:Thing": "pkg.Thing",
  };
  for (const [type, short] of Object.entries(shorts)) {
    it(`calls ${type} ${short}`, () => assert.equal(shortType(type), short));
  }

  it("has some word for any type", () => {
    fc.assert(fc.property(fc.string({ minLength: 1 }).filter((text) => /[^:]/.test(text)), (type) => shortType(type).length > 0));
  });

  it("knows the engine's own providers from the program's", () => {
    const provider = (name: string) => `urn:pulumi:dev::shop::pulumi:providers:aws::${name}`;
    assert.ok(isDefaultProvider(provider("default")));
    assert.ok(isDefaultProvider(provider("default_7_48_0")));
    assert.ok(!isDefaultProvider(provider("west")));
    assert.ok(!isDefaultProvider(provider("defaults")));
    assert.ok(!isDefaultProvider("urn:pulumi:dev::shop::aws:s3/bucket:Bucket::default"));
  });
});
