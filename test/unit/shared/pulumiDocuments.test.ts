import assert from "node:assert/strict";
import fc from "fast-check";
import { GraphDataError, readPlan, readSourcePosition, readState } from "../../../src/shared/pulumiDocuments";
import { recordedState } from "../../fixtures/graph/recordings";

describe("Pulumi documents", () => {
  it("reads source positions, the SDK's odd ones for ES modules too", () => {
    assert.deepEqual(readSourcePosition("project:///src/my%20file.ts#12,5"), { file: "src/my file.ts", line: 12, column: 5 });
    assert.deepEqual(readSourcePosition("project:///index.ts#3"), { file: "index.ts", line: 3, column: 1 });
    assert.deepEqual(readSourcePosition("project:///../../program/file:/program/index.mjs#9,1"), {
      file: "/program/index.mjs",
      line: 9,
      column: 1,
    });
    assert.equal(readSourcePosition("project:///a/file:///C:/lab/index.mjs#9,1")?.file, "C:/lab/index.mjs");
    assert.equal(readSourcePosition("project:///index%E0%A4%A.ts#1,1")?.file, "index%E0%A4%A.ts");
  });

  it("gives no position inside a library, nor for what is no position", () => {
    assert.equal(readSourcePosition("project:///node_modules/x/index.js#1,1"), undefined);
    assert.equal(readSourcePosition("project:///../../node_modules/x/index.js#1,1"), undefined);
    fc.assert(fc.property(fc.string(), (text) => void readSourcePosition(text)));
    assert.equal(readSourcePosition("index.ts:1"), undefined);
  });

  it("shows a resource made in a library where its nearest ancestor is made", () => {
    const urn = (name: string) => `urn:pulumi:dev::p::a:b:C::${name}`;
    const resources = [
      { urn: urn("own"), type: "a:b:C", sourcePosition: "project:///index.ts#4,1" },
      { urn: urn("inner"), type: "a:b:C", parent: urn("own"), sourcePosition: "project:///node_modules/lib/i.js#1,1" },
      { urn: urn("innermost"), type: "a:b:C", parent: urn("inner") },
      { urn: urn("lost"), type: "a:b:C", parent: urn("lost") },
    ];
    const positions = readState({ version: 3, deployment: { resources } }).map((each) => each.source?.line);
    assert.deepEqual(positions, [4, 4, 4, undefined]);
  });

  it("leaves out what only waits for deletion", () => {
    const orders = readState(recordedState("fail")).filter((each) => each.name === "orders");
    assert.deepEqual(orders.map((each) => each.resourceId), ["orders-11"]);
  });

  it("takes an empty stack's state", () => {
    assert.deepEqual(readState({ version: 3, deployment: { manifest: {} } }), []);
    assert.deepEqual(readState({ version: 3, deployment: { resources: null } }), []);
  });

  it("says what is wrong with anything else", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        assert.throws(() => readState(value), GraphDataError);
        assert.throws(() => readPlan(value), GraphDataError);
      }),
    );
    assert.throws(() => readState({ deployment: { resources: [{ urn: 7 }] } }), /urn/);
  });
});
