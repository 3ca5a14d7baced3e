import assert from "node:assert/strict";
import type { ResourceGraph, ResourceOp } from "../../../src/shared/graph";
import { toGraphDocument, toResourceList } from "../../../src/shared/graphDocument";
import { hasChanges, summarize, summaryText } from "../../../src/shared/graphSummary";

const graphOf = (...ops: (ResourceOp | undefined)[]): ResourceGraph => ({
  nodes: ops.map((op, at) => ({ id: `urn${at}`, type: "a:b:C", name: `n${at}`, custom: true, ...(op ? { op } : {}) })),
  edges: [],
});

describe("summaries", () => {
  it("count and say what happened, changes first", () => {
    const summary = summarize(graphOf("same", "create", "create", "failed", undefined));
    assert.deepEqual(summary, { failed: 1, create: 2, same: 1 });
    assert.equal(summaryText(summary), "1 failed, 2 created, 1 unchanged");
    assert.equal(summaryText(summary, { planned: true }), "1 failed, 2 to create, 1 unchanged");
    assert.equal(summaryText({}), "");
  });

  it("know a stack at rest from one that changes", () => {
    assert.equal(hasChanges(summarize(graphOf("same", "read", "refresh"))), false);
    assert.equal(hasChanges(summarize(graphOf("same", "failed"))), true);
    assert.equal(hasChanges(summarize(graphOf("delete"))), true);
  });
});

describe("the graph as a document", () => {
  it("has the promised keys and no others", () => {
    const graph: ResourceGraph = {
      nodes: [
        { id: "a", type: "t", name: "a", parent: "b", op: "create", custom: true, status: "done", resourceId: "i", source: { file: "f", line: 1, column: 2 } },
        { id: "b", type: "t", name: "b", custom: false, message: "no" },
      ],
      edges: [{ from: "a", to: "b", kind: "dependency", properties: ["x"] }],
    };
    assert.deepEqual(toGraphDocument(graph), {
      nodes: [
        { id: "a", type: "t", name: "a", parent: "b", op: "create" },
        { id: "b", type: "t", name: "b" },
      ],
      edges: [{ from: "a", to: "b", kind: "dependency", properties: ["x"] }],
    });
    assert.deepEqual(toResourceList(graph), [
      { urn: "a", type: "t", name: "a", id: "i", op: "create", source: { file: "f", line: 1, column: 2 } },
      { urn: "b", type: "t", name: "b" },
    ]);
  });
});
