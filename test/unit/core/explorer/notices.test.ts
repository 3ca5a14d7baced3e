import assert from "node:assert/strict";
import { stackNotices } from "../../../../src/core/explorer/notices";
import type { StackInfo } from "../../../../src/core/explorer/projectStacks";
import type { StackActivity } from "../../../../src/core/explorer/stackActivities";

describe("stackNotices", () => {
  const ref = { projectDir: "/p", project: "p", stack: "dev" };
  const fresh: StackInfo = { ref, exists: false, resourceCount: 0, regions: [] };
  const deployed: StackInfo = {
    ref,
    exists: true,
    resourceCount: 3,
    regions: ["us-east-1"],
    record: { provider: "embedded", emulator: "MiniStack", endpoint: "http://127.0.0.1:4566", bootId: "first", time: "2026-01-02T03:04:05Z" },
  };
  const kinds = (...given: Parameters<typeof stackNotices>) => stackNotices(...given).map(({ kind }) => kind);

  it("says nothing of a stack that is where it should be", () => {
    assert.deepEqual(kinds(deployed, { running: true, bootId: "first" }), []);
  });

  it("tells why a stack's resources are not there", () => {
    assert.deepEqual(kinds(deployed, { running: false }), ["emulatorOff"]);
    assert.deepEqual(kinds(deployed, { running: true, bootId: "second" }), ["emulatorEmptied"]);
    assert.deepEqual(kinds({ ...deployed, resourceCount: 0 }, { running: true, bootId: "second" }), ["nothingYet"]);
    // An emulator that keeps no marker can't be known to be another.
    assert.deepEqual(kinds(deployed, { running: true }), []);
  });

  it("tells that nothing was deployed yet, unless a preview tells more", () => {
    assert.deepEqual(kinds(fresh, { running: false }), ["nothingYet"]);
  });

  it("tells of a failure, until something runs again", () => {
    const activity: StackActivity = { ref, operation: "deploy", phase: "failed", message: "no", graph: { nodes: [], edges: [] }, error: { code: "x", message: "It is off." } };
    assert.deepEqual(stackNotices(fresh, { running: false }, activity), [{ kind: "failed", message: "It is off." }]);
    assert.deepEqual(kinds(fresh, { running: false }, { ...activity, phase: "running" }), []);
  });
});
