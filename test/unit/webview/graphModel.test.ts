import assert from "node:assert/strict";
import { closure } from "../../../webview/graph/model/closure";
import { filteredIds, searchNodes, serviceOf } from "../../../webview/graph/model/filters";
import { groupSize, segmentsOf } from "../../../webview/graph/model/geometry";
import { neighbourTowards } from "../../../webview/graph/model/neighbours";
import { drawnElements, structureOf } from "../../../webview/graph/model/elements";
import { visibleGraph } from "../../../webview/graph/model/visibleGraph";
import { announcement, phaseText } from "../../../webview/graph/model/words";
import { graphOf, needs, resource, shop } from "../../webview/graphs";

const names = (ids: Iterable<string>) => [...ids].map((id) => id.slice(id.lastIndexOf("::") + 2)).sort();

describe("The graph panel's model", () => {
  it("follows what a resource needs, and what breaks without it, to the end", () => {
    const { graph, route, bucket } = shop();
    assert.deepEqual(names(closure(graph, route.id, "needs")), ["GET /orders", "handler", "orders", "organization/base/dev", "pages", "role"]);
    assert.deepEqual(names(closure(graph, bucket.id, "breaks")), ["GET /orders", "guard", "handler", "pages", "policy"]);
  });

  it("counts what is in a component, and the provider that was chosen, as needed", () => {
    const group = resource("lab:x:Group", "group", { custom: false });
    const inner = resource("aws:s3/bucket:Bucket", "inner", { parent: group.id });
    const provider = resource("pulumi:providers:aws", "west", {});
    const user = resource("aws:sqs/queue:Queue", "user", { provider: provider.id });
    const graph = graphOf([group, inner, provider, user], [needs(user, group)]);
    assert.deepEqual(names(closure(graph, user.id, "needs")), ["group", "inner", "user", "west"]);
    assert.deepEqual(names(closure(graph, provider.id, "breaks")), ["user", "west"]);
  });

  it("ends in a ring of dependencies", () => {
    const [a, b] = [resource("x:y:Z", "a"), resource("x:y:Z", "b")];
    assert.deepEqual(names(closure(graphOf([a, b], [needs(a, b), needs(b, a)]), a.id, "needs")), ["a", "b"]);
  });

  it("draws a collapsed component as one card with the edges of what is in it", () => {
    const { graph, site, handler } = shop();
    const { graph: drawn, hidden, standsFor } = visibleGraph(graph, new Set([site.id]), {});
    assert.equal(hidden.get(site.id), 3);
    assert.equal(standsFor.get(shop().bucket.id), site.id);
    assert.deepEqual(drawn.edges.filter(({ to }) => to === site.id).map(({ from, properties }) => [from, properties]), [[handler.id, ["environment"]]]);
    assert.equal(drawn.nodes.find(({ id }) => id === site.id)?.status, "failed", "what failed inside shows outside");
  });

  it("keeps the frames around what a filter asks for", () => {
    const { graph, site } = shop();
    assert.deepEqual(names(visibleGraph(graph, new Set(), { op: "failed" }).graph.nodes.map(({ id }) => id)), ["policy", "shop-dev", "site"]);
    assert.deepEqual(names(filteredIds(graph, { component: site.id, service: "s3" })), ["guard", "pages", "policy"]);
    assert.equal(serviceOf("random:index/randomPet:RandomPet"), "random");
  });

  it("finds resources by name, type and URN", () => {
    const { graph } = shop();
    assert.deepEqual(names(searchNodes(graph.nodes, "s3 bucket")), ["guard", "pages", "policy"]);
    assert.deepEqual(names(searchNodes(graph.nodes, "  ")), []);
  });

  it("wants another layout for other boxes and lines, not for progress", () => {
    const { graph, handler } = shop();
    const structure = (changed: typeof graph) => structureOf(drawnElements(visibleGraph(changed, new Set(), {})));
    const done = { ...graph, nodes: graph.nodes.map((node) => (node.id === handler.id ? { ...node, status: "done" as const, op: "same" as const } : node)) };
    assert.equal(structure(done), structure(graph));
    assert.notEqual(structure({ ...graph, edges: graph.edges.slice(1) }), structure(graph));
  });

  it("walks along edges first, and to the nearest otherwise", () => {
    const box = (x: number, y: number) => ({ x, y, width: 10, height: 10 });
    const placed = [["a", 0, 0], ["near", 20, 0], ["tied", 60, 10], ["below", 0, 30]].map(([id, x, y]) => ({ id: id as string, box: box(x as number, y as number), group: false }));
    const from = placed[0] as (typeof placed)[number];
    assert.equal(neighbourTowards(from, placed, new Set(["tied"]), "right"), "tied");
    assert.equal(neighbourTowards(from, placed, new Set(), "right"), "near");
    assert.equal(neighbourTowards(from, placed, new Set(["tied"]), "down"), "below");
    assert.equal(neighbourTowards(from, placed, new Set(), "left"), undefined);
  });

  it("says boxes and lines in Cytoscape's terms", () => {
    const size = groupSize({ x: 0, y: 0, width: 100, height: 100 }, [{ x: 10, y: 40, width: 60, height: 50 }]);
    assert.deepEqual(size, { minWidth: 100, minHeight: 100, left: "25%", right: "75%", top: "80%", bottom: "20%" });
    const [from, to] = [{ x: 0, y: 0, width: 10, height: 10 }, { x: 100, y: 100, width: 10, height: 10 }];
    const line = segmentsOf([{ x: 10, y: 5 }, { x: 55, y: 5 }, { x: 55, y: 105 }, { x: 100, y: 105 }], from, to);
    assert.equal(line?.source, "5px 0px");
    assert.equal(line?.target, "-5px 0px");
    assert.equal(line?.weights.length, 2);
    assert.equal(segmentsOf([{ x: 1, y: 1 }], from, to), undefined);
  });

  it("speaks plainly of resources and phases", () => {
    const { graph, handler } = shop();
    assert.equal(announcement(handler, graph, true), "handler, lambda.Function, to update, in progress, needs 3, needed by 1");
    assert.equal(phaseText({ title: "", planned: true, phase: "failed", operation: "preview", message: "" }), "Preview failed");
  });
});
