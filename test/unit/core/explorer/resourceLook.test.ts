import assert from "node:assert/strict";
import { resourceLook, resourceWords } from "../../../../src/core/explorer/resourceLook";
import type { GraphNode } from "../../../../src/shared/graph";

describe("resourceLook", () => {
  const bucket: GraphNode = { id: "urn:x", type: "aws:s3/bucket:Bucket", name: "files", custom: true };

  it("says what a resource is, which one, and what happened to it", () => {
    const look = resourceLook({ ...bucket, op: "create", status: "done", resourceId: "files-1a2b3c4" });
    assert.deepEqual(look, { label: "files", description: "s3.Bucket · files-1a2b3c4", mark: "+", tone: "added", outcome: "created", icon: "archive" });
    assert.equal(resourceLook({ ...bucket, op: "create" }, { planned: true }).outcome, "to create");
    assert.equal(resourceLook({ ...bucket, op: "create", status: "running" }).outcome, "creating");
    assert.equal(resourceLook({ ...bucket, op: "create", status: "running" }).icon, "sync~spin");
    assert.equal(resourceLook({ ...bucket, op: "failed", attempted: "update" }).outcome, "update failed");
  });

  it("leaves what did not change unmarked", () => {
    const look = resourceLook({ ...bucket, op: "same" });
    assert.deepEqual([look.mark, look.tone, look.outcome], [undefined, "quiet", "unchanged"]);
  });

  it("shows names from programs without their control characters", () => {
    assert.equal(resourceLook({ ...bucket, name: "a\u202eb\nc" }).label, "a\ufffdb\ufffdc");
  });

  it("prefers an address to an id", () => {
    const look = resourceLook({ ...bucket, type: "aws:lambda/functionUrl:FunctionUrl", resourceId: "f-1" }, { outputs: { functionUrl: "http://abc.lambda-url" } });
    assert.equal(look.description, "lambda.FunctionUrl · http://abc.lambda-url");
  });

  it("names what can be done with it", () => {
    const nothing = { url: false, recorded: false, emulator: false };
    assert.deepEqual(resourceWords({ ...bucket, custom: false }, nothing), ["component"]);
    assert.deepEqual(resourceWords({ ...bucket, resourceId: "x", source: { file: "a.ts", line: 1, column: 1 } }, { ...nothing, url: true, emulator: true }), [
      "custom", "hasSource", "hasId", "hasUrl", "hasEmulator",
    ]);
  });
});
