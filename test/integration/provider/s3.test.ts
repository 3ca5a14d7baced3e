import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import { describeLifecycle } from "./harness";

describeLifecycle({
  type: "aws:s3/bucket:Bucket",
  inputs: () => ({ forceDestroy: true, tags: { team: "learners", cost: 5 } }),
  verify: async (lab, { id, state }) => {
    assert.match(id, /^main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["bucket"], id);
    assert.equal(state["arn"], `arn:aws:s3:::${id}`);
    assert.equal(state["bucketRegionalDomainName"], `${id}.s3.us-east-1.amazonaws.com`);
    assert.deepEqual(state["tagsAll"], { team: "learners", cost: "5" });
    const s3 = await lab.aws("s3");
    const { TagSet } = await s3.getBucketTagging({ Bucket: id });
    assert.deepEqual(Object.fromEntries((TagSet ?? []).map((tag) => [tag.Key, tag.Value])), { team: "learners", cost: "5" });
    await s3.putObject({ Bucket: id, Key: "left-behind.txt", Body: "x" });
  },
  update: {
    inputs: () => ({ forceDestroy: true, tags: { team: "teachers" } }),
    paths: ["tags.team", "tags.cost"],
    verify: async (lab, { id }) => {
      const { TagSet } = await (await lab.aws("s3")).getBucketTagging({ Bucket: id });
      assert.deepEqual(TagSet, [{ Key: "team", Value: "teachers" }]);
    },
  },
  replaces: {
    bucket: () => ({ forceDestroy: true, bucket: "another-name-altogether", tags: { team: "learners", cost: "5" } }),
    region: () => ({ forceDestroy: true, region: "eu-west-1", tags: { team: "learners", cost: "5" } }),
  },
  drift: {
    act: async (lab, { id }) => {
      const s3 = await lab.aws("s3");
      await s3.putBucketTagging({ Bucket: id, Tagging: { TagSet: [{ Key: "team", Value: "strangers" }] } });
    },
    path: "tags.team",
  },
  unknownToImport: ["forceDestroy"],
  gone: async (lab, { id }) => {
    try {
      await (await lab.aws("s3")).headBucket({ Bucket: id });
      return false;
    } catch (error) {
      return isAwsError(error, "NotFound", "NoSuchBucket");
    }
  },
});
