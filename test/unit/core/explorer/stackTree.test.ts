import assert from "node:assert/strict";
import fc from "fast-check";
import { pathTo, serviceOf, type StackTreeItem, stackTree, treeNodes } from "../../../../src/core/explorer/stackTree";
import type { GraphNode, ResourceGraph } from "../../../../src/shared/graph";
import { STACK_TYPE } from "../../../../src/shared/graph";
import { anyGraph } from "../../../fixtures/graph/anyGraph";

describe("stackTree", () => {
  const stack = node("urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev", STACK_TYPE, { custom: false });
  const web = node("urn:pulumi:dev::p::shop:index:Web::web", "shop:index:Web", { custom: false, parent: stack.id });
  const bucket = node("urn:pulumi:dev::p::shop:index:Web$aws:s3/bucket:Bucket::files", "aws:s3/bucket:Bucket", { parent: web.id, resourceId: "files-1a2b3c4" });
  const queue = node("urn:pulumi:dev::p::aws:sqs/queue:Queue::orders", "aws:sqs/queue:Queue", { parent: stack.id });
  const provider = node("urn:pulumi:dev::p::pulumi:providers:aws::west", "pulumi:providers:aws", { parent: stack.id });
  const graph: ResourceGraph = { nodes: [stack, web, bucket, queue, provider], edges: [] };

  it("nests resources in their components, below the stack that is not shown", () => {
    assert.deepEqual(outline(stackTree(graph, { grouping: "component" })), ["orders", "web", ["files"], "west"]);
  });

  it("groups resources by service; what belongs to none comes last", () => {
    assert.deepEqual(outline(stackTree(graph, { grouping: "service" })), ["(s3)", ["files"], "(sqs)", ["orders"], "(providers)", ["west"], "(components)", ["web"]]);
    assert.equal(serviceOf({ type: "random:index/randomPet:RandomPet", custom: true }), "random");
  });

  it("keeps what matches all words, and what leads there", () => {
    const found = (filter: string) => outline(stackTree(graph, { grouping: "component", filter }));
    assert.deepEqual(found("BUCKET"), ["web", ["files"]]);
    assert.deepEqual(found("1a2b"), ["web", ["files"]]);
    assert.deepEqual(found("s3 files"), ["web", ["files"]]);
    assert.deepEqual(found("s3 orders"), []);
    assert.deepEqual(found("  "), outline(stackTree(graph, { grouping: "component" })));
    assert.deepEqual(outline(stackTree(graph, { grouping: "service", filter: "sqs" })), ["(sqs)", ["orders"]]);
  });

  it("finds the way to a resource", () => {
    const tree = stackTree(graph, { grouping: "component" });
    assert.deepEqual(pathTo(tree, bucket.id).map((item) => item.kind === "resource" && item.node.name), ["web", "files"]);
    assert.deepEqual(pathTo(tree, "urn:none"), []);
  });

  it("holds every resource of any graph exactly once, however it is grouped", () => {
    fc.assert(
      fc.property(anyGraph(), fc.constantFrom("component" as const, "service" as const), (any, grouping) => {
        const ids = treeNodes(stackTree(any, { grouping })).map((each) => each.id).sort();
        assert.deepEqual(ids, any.nodes.filter((each) => each.type !== STACK_TYPE).map((each) => each.id).sort());
      }),
      { numRuns: 50 },
    );
  });
});

function node(id: string, type: string, more: Partial<GraphNode> = {}): GraphNode {
  return { id, type, name: id.split("::").pop() ?? id, custom: true, ...more };
}

type Outline = (string | Outline)[];

function outline(items: readonly StackTreeItem[]): Outline {
  return items.flatMap((item) => [
    item.kind === "service" ? `(${item.name})` : item.node.name,
    ...(item.children.length > 0 ? [outline(item.children)] : []),
  ]);
}
