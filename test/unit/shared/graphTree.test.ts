import assert from "node:assert/strict";
import fc from "fast-check";
import { graphForest, type TreeItem } from "../../../src/shared/graphTree";
import type { GraphNode } from "../../../src/shared/graph";
import { anyGraph } from "../../fixtures/graph/anyGraph";

const node = (name: string, part: Partial<GraphNode> = {}): GraphNode => ({ id: name, name, type: "t", custom: true, ...part });
const outline = (items: TreeItem[]): unknown[] => items.map((item) => [item.node.name, ...outline(item.children)]);

describe("the forest of resources", () => {
  it("stands in the order of the program, then by name, numbers as numbers", () => {
    const at = (line: number) => ({ source: { file: "index.ts", line, column: 1 } });
    const nodes = [node("z", at(1)), node("a", at(9)), node("n10"), node("n9"), node("inner", { parent: "z" })];
    assert.deepEqual(outline(graphForest({ nodes, edges: [] })), [["z", ["inner"]], ["a"], ["n9"], ["n10"]]);
  });

  it("holds every node once, below its parent", () => {
    fc.assert(
      fc.property(anyGraph(), (graph) => {
        const seen: string[] = [];
        const visit = (item: TreeItem, parent: string | undefined): void => {
          seen.push(item.node.id);
          assert.equal(item.node.parent, parent);
          for (const child of item.children) visit(child, item.node.id);
        };
        for (const root of graphForest(graph)) visit(root, undefined);
        assert.deepEqual(seen.sort(), graph.nodes.map(({ id }) => id).sort());
      }),
    );
  });

  it("loses no node to a ring of parents", () => {
    const nodes = [node("a", { parent: "b" }), node("b", { parent: "a" }), node("c", { parent: "b" }), node("d", { parent: "nowhere" })];
    const count = (items: TreeItem[]): number => items.reduce((sum, item) => sum + 1 + count(item.children), 0);
    assert.equal(count(graphForest({ nodes, edges: [] })), 4);
  });
});
