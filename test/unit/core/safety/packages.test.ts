import assert from "node:assert/strict";
import { packageOf, unsafePackages } from "../../../../src/core/safety/packages";

describe("packages of resource types", () => {
  it("takes the package from a type, and a provider's from its name", () => {
    assert.equal(packageOf("aws:s3/bucket:Bucket"), "aws");
    assert.equal(packageOf("pulumi:providers:gcp"), "gcp");
    assert.equal(packageOf("pulumi:pulumi:StackReference"), "pulumi");
    assert.equal(packageOf("pulumi-nodejs:dynamic:Resource"), "pulumi-nodejs");
  });

  it("names what may reach outside, once each", () => {
    const types = ["aws:s3/bucket:Bucket", "cloudflare:index/record:Record", "gcp:storage/bucket:Bucket", "pulumi:providers:gcp"];
    assert.deepEqual(unsafePackages(types), ["cloudflare", "gcp"]);
    assert.deepEqual(unsafePackages(["aws:iam/role:Role", "random:index/randomPet:RandomPet"]), []);
  });
});
