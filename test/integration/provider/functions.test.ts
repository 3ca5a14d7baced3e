import assert from "node:assert/strict";
import { labScope } from "./harness";

describe("functions of the embedded provider", function () {
  this.timeout(60_000);
  const scope = labScope({ region: "eu-west-1" });

  it("tells the region, the one of the provider or another", async () => {
    assert.deepEqual(await scope.lab.provider.invoke("aws:index/getRegion:getRegion"), {
      description: "Europe (Ireland)",
      endpoint: "ec2.eu-west-1.amazonaws.com",
      id: "eu-west-1",
      name: "eu-west-1",
      region: "eu-west-1",
    });
    const other = await scope.lab.provider.invoke("aws:index/getRegion:getRegion", { name: "us-west-2" });
    assert.equal(other["description"], "US West (Oregon)");
  });

  it("tells who is asking, and in which partition", async () => {
    const identity = await scope.lab.provider.invoke("aws:index/getCallerIdentity:getCallerIdentity");
    assert.equal(identity["accountId"], "000000000000");
    assert.match(String(identity["arn"]), /^arn:aws:/);
    const partition = await scope.lab.provider.invoke("aws:index/getPartition:getPartition");
    assert.deepEqual(partition, { dnsSuffix: "amazonaws.com", id: "aws", partition: "aws", reverseDnsPrefix: "com.amazonaws" });
  });

  it("lists availability zones, and leaves some out", async () => {
    const zones = await scope.lab.provider.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", { state: "available" });
    assert.deepEqual(zones["names"], ["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
    assert.equal((zones["zoneIds"] as string[]).length, 3);
    const fewer = await scope.lab.provider.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", {
      excludeNames: ["eu-west-1a"],
      filters: [{ name: "zone-name", values: ["eu-west-1a", "eu-west-1c"] }],
    });
    assert.deepEqual(fewer["names"], ["eu-west-1c"]);
  });

  it("finds a bucket, and says when there is none", async () => {
    const bucket = await scope.lab.make("aws:s3/bucket:Bucket", {});
    const found = await scope.lab.provider.invoke("aws:s3/getBucket:getBucket", { bucket: bucket.id });
    assert.equal(found["arn"], `arn:aws:s3:::${bucket.id}`);
    assert.equal(found["hostedZoneId"], "Z1BKCTXD74EZPE");
    assert.equal(found["websiteEndpoint"], "");
    await (await scope.lab.aws("s3")).putBucketWebsite({
      Bucket: bucket.id,
      WebsiteConfiguration: { IndexDocument: { Suffix: "index.html" } },
    });
    const website = await scope.lab.provider.invoke("aws:s3/getBucket:getBucket", { bucket: bucket.id });
    assert.equal(website["websiteEndpoint"], `${bucket.id}.s3-website-eu-west-1.amazonaws.com`);
    await assert.rejects(
      scope.lab.provider.invoke("aws:s3/getBucket:getBucket", { bucket: "no-such-bucket-anywhere" }),
      /aws:s3\/getBucket:getBucket: there is no bucket 'no-such-bucket-anywhere'/,
    );
  });

  it("refuses an argument or a function that it doesn't know", async () => {
    await assert.rejects(
      scope.lab.provider.invoke("aws:s3/getBucket:getBucket", { bucket: "b", tags: {} }),
      /does not implement 'tags'/,
    );
    await assert.rejects(
      scope.lab.provider.invoke("aws:ec2/getAmi:getAmi"),
      /aws:ec2\/getAmi:getAmi: the embedded provider does not implement this function.*--provider official/,
    );
  });
});
