import assert from "node:assert/strict";
import fc from "fast-check";
import { applyDelta, diffGraphs, isEmptyDelta } from "../../../src/shared/graphDelta";
import { anyGraph } from "../../fixtures/graph/anyGraph";

describe("graph deltas", () => {
  it("lead from any graph to any other", () => {
    fc.assert(
      fc.property(anyGraph(), anyGraph(), (before, after) => {
        assert.deepEqual(applyDelta(before, diffGraphs(before, after)), after);
      }),
    );
  });

  it("are empty between equal graphs, and only then", () => {
    fc.assert(
      fc.property(anyGraph(), (graph) => {
        assert.ok(isEmptyDelta(diffGraphs(graph, structuredClone(graph))));
        if (graph.nodes.length > 0) assert.ok(!isEmptyDelta(diffGraphs(graph, { nodes: [], edges: [] })));
      }),
    );
  });
});
