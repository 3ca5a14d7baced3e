import assert from "node:assert/strict";
import fc from "fast-check";
import type { GraphEdge, GraphNode, ResourceGraph } from "../../../src/shared/graph";
import { GraphBuilder, graphFromState } from "../../../src/shared/graphBuilder";
import { applyDelta } from "../../../src/shared/graphDelta";
import { summarize } from "../../../src/shared/graphSummary";
import { parseUrn } from "../../../src/shared/urn";
import { engineSummary, recordedPlan, recordedState, recording } from "../../fixtures/graph/recordings";

const names = { stack: "dev", project: "shop" };

function replay(name: string, before?: string): ResourceGraph {
  const builder = new GraphBuilder(names);
  if (before) builder.loadState(recordedState(before));
  const { registrations, events } = recording(name);
  for (const registration of registrations) builder.register(registration);
  for (const event of events) builder.applyEvent(event);
  return builder.snapshot();
}

function node(graph: ResourceGraph, name: string): GraphNode {
  const found = graph.nodes.filter((each) => each.name === name);
  assert.equal(found.length, 1, `one node is called ${name}`);
  return found[0] as GraphNode;
}

const nameOf = (urn: string | undefined) => (urn === undefined ? undefined : parseUrn(urn)?.name);
const tell = ({ from, to, properties }: GraphEdge) => `${nameOf(from)} > ${nameOf(to)}: ${properties.join()}`;
const dependencies = (graph: ResourceGraph) => graph.edges.filter((edge) => edge.kind === "dependency").map(tell).sort();

const FIRST_DEPENDENCIES = [
  "banner > handler: ",
  "banner > role: ",
  "banner > route: ",
  "handler > events: uses",
  "handler > orders: uses",
  "handler > role: role",
  "mirror > orders: uses",
  "route > handler: uses",
  "route > organization/base/dev: base",
];

describe("GraphBuilder", () => {
  describe("on what the real engine said", () => {
    it("draws a first preview: nodes, operations, parents, dependencies and their causes", () => {
      const graph = replay("create.preview");
      assert.deepEqual(dependencies(graph), FIRST_DEPENDENCIES);
      assert.deepEqual(graph.nodes.map((each) => each.name).sort(), [
        "banner", "data", "events", "handler", "mirror", "orders", "organization/base/dev", "role", "route", "shop",
        "shop-dev", "web", "west",
      ]);
      assert.deepEqual(graph.edges.filter((edge) => edge.kind === "parent").length, graph.nodes.length - 1);
      assert.equal(nameOf(node(graph, "handler").parent), "web");
      assert.equal(nameOf(node(graph, "web").parent), "shop");
      assert.equal(node(graph, "shop-dev").parent, undefined);
      assert.equal(node(graph, "web").custom, false);
      assert.equal(node(graph, "role").custom, true);
      assert.equal(node(graph, "organization/base/dev").stackReference, "organization/base/dev");
      assert.equal(nameOf(node(graph, "mirror").provider), "west");
      assert.equal(node(graph, "role").provider, undefined, "the default provider is nobody's choice");
      assert.equal(node(graph, "role").resourceId, undefined, "an id that isn't known yet is not shown");
    });

    for (const [name, before] of [
      ["create.preview", undefined],
      ["create.up", undefined],
      ["same.up", "create"],
      ["change.preview", "create"],
      ["change.up", "create"],
      ["throw.preview", "change"],
      ["all.destroy", "fail"],
    ] as const) {
      it(`counts as the engine does: ${name}`, () => {
        const { read: _read, ...counts } = summarize(replay(name, before));
        const { discard = 0, ...engine } = engineSummary(recording(name));
        if (discard) engine.delete = (engine.delete ?? 0) + discard;
        assert.deepEqual(counts, engine);
      });
    }

    it("needs no registrations when there is a plan, and they agree", () => {
      const planned = new GraphBuilder(names).loadPlan(recordedPlan("create"));
      for (const event of recording("create.preview").events) planned.applyEvent(event);
      const live = replay("create.preview");
      const withoutReads = (edges: string[]) => edges.filter((edge) => !edge.includes("organization"));
      assert.deepEqual(withoutReads(dependencies(planned.snapshot())), withoutReads(dependencies(live)));
      assert.deepEqual(planned.snapshot().nodes, live.nodes);
    });

    it("draws a change: updated, replaced, deleted, added and renamed resources", () => {
      const graph = replay("change.preview", "create");
      assert.equal(node(graph, "events").op, "update");
      assert.deepEqual(node(graph, "events").changed, ["tags"]);
      assert.deepEqual(node(graph, "orders").diff, [
        { path: "size", kind: "update", replaces: true, before: 1, after: 2 },
        { path: "tags", kind: "update", replaces: false, before: { team: "web" }, after: { team: "shop" } },
      ]);
      assert.equal(node(graph, "orders").op, "replace");
      assert.equal(node(graph, "banner").op, "delete");
      assert.equal(node(graph, "metrics").op, "create");
      assert.equal(nameOf(node(graph, "metrics").parent), "handler");
      assert.equal(node(graph, "store").op, "same");
      assert.ok(!graph.nodes.some((each) => each.name === "data"), "the alias carried data over to store");
      assert.equal(nameOf(node(graph, "orders").parent), "store");
      assert.ok(dependencies(graph).includes("banner > handler: "), "what is deleted keeps its edges");
      assert.deepEqual(node(graph, "mirror").diff?.[0]?.after, "[unknown]");
    });

    it("gives the new id after a replacement and the old one before it", () => {
      assert.equal(node(replay("change.preview", "create"), "orders").resourceId, "orders-3");
      assert.equal(node(replay("change.up", "create"), "orders").resourceId, "orders-9");
    });

    it("tells what failed, what was tried and what was never reached", () => {
      const graph = replay("fail.up", "change");
      const handler = node(graph, "handler");
      assert.deepEqual([handler.op, handler.attempted, handler.status], ["failed", "update", "failed"]);
      assert.equal(handler.message, "the cloud has no room for handler");
      assert.equal(node(graph, "orders").op, "replace", "its old one was not cleared away, but it was replaced");
      assert.deepEqual([node(graph, "route").op, node(graph, "route").status], [undefined, "recorded"]);
      assert.deepEqual([node(graph, "mirror").op, node(graph, "mirror").status], [undefined, "registered"]);
    });

    it("sees a failure that comes as a diagnostic alone", () => {
      const found = node(replay("import.preview", "change"), "found");
      assert.deepEqual([found.op, found.attempted, found.status], ["failed", "import", "failed"]);
      assert.match(found.message ?? "", /toJavaScript/);
    });

    it("keeps what a program registered before it threw", () => {
      const graph = replay("throw.preview");
      assert.equal(node(graph, "route").op, "same");
      assert.ok(dependencies(graph).includes("route > handler: uses"));
    });

    it("shows drift and loss after a refresh", () => {
      const graph = replay("drift.refresh", "fail");
      assert.equal(node(graph, "role").op, "delete");
      assert.equal(node(graph, "events").op, "update");
      assert.deepEqual(node(graph, "events").diff, [
        { path: "tags", kind: "update", replaces: false, before: { team: "shop" }, after: { team: "somebody else" } },
      ]);
      assert.equal(node(graph, "orders").op, "same", "the old one that waits for deletion is not the resource");
      assert.equal(node(graph, "orders").resourceId, "orders-11");
      assert.ok(dependencies(graph).includes("handler > orders: uses"), "edges come from the state");
    });

    it("calls a destroyed resource deleted, even when an old one of the same name went with it", () => {
      const graph = replay("all.destroy", "fail");
      assert.equal(node(graph, "orders").op, "delete");
      assert.equal(node(graph, "organization/base/dev").op, "delete");
    });

    it("draws a stack at rest", () => {
      const graph = graphFromState(recordedState("create"));
      assert.deepEqual(dependencies(graph), FIRST_DEPENDENCIES);
      assert.ok(graph.nodes.every((each) => each.op === undefined && each.status === "recorded"));
      assert.equal(node(graph, "orders").resourceId, "orders-3");
      const source = node(graph, "shop").source;
      assert.equal(source?.file, "/program/record.mjs");
      assert.ok(Number(source?.line) > 1);
    });

    it("never carries a secret", () => {
      for (const name of ["create.up", "change.up", "drift.refresh"]) {
        assert.ok(!JSON.stringify(replay(name, "create")).includes("hush"), name);
      }
    });
  });

  it("knows a resource before the engine does", () => {
    const builder = new GraphBuilder(names);
    const [stack, shop] = recording("create.preview").registrations;
    assert.ok(stack && shop);
    builder.register(stack).register(shop);
    assert.deepEqual(
      builder.snapshot().nodes.map(({ name, status, op }) => [name, status, op]),
      [["shop-dev", "registered", undefined], ["shop", "registered", undefined]],
    );
  });

  it("waits for what the state holds until the operation ends without it", () => {
    const builder = new GraphBuilder(names).loadState(recordedState("create"));
    assert.ok(builder.snapshot().nodes.every((each) => each.status === "waiting"));
    builder.applyEvent({ summaryEvent: { resourceChanges: {} } });
    assert.ok(builder.snapshot().nodes.every((each) => each.status === "recorded"));
  });

  it("passes over events it does not know, and refuses documents that are none", () => {
    const builder = new GraphBuilder(names);
    fc.assert(
      fc.property(fc.anything(), (event) => {
        builder.applyEvent(event);
        assert.deepEqual(builder.snapshot(), { nodes: [], edges: [] });
      }),
    );
    assert.throws(() => builder.loadState({ resources: [] }), /exported state/);
    assert.throws(() => builder.loadPlan([]), /saved plan/);
  });

  it("drops edges that lead nowhere, loops, and doubles", () => {
    const builder = new GraphBuilder(names);
    const urn = (name: string) => `urn:pulumi:dev::shop::a:b:C::${name}`;
    const registration = {
      type: "a:b:C", name: "one", custom: true, propertyDependencies: { x: [urn("two")], y: [urn("two"), urn("two")] },
      dependencies: [urn("two"), urn("two"), urn("nowhere"), urn("one")],
    };
    builder.register(registration).register(registration);
    assert.deepEqual(dependencies(builder.snapshot()), []);
    builder.register({ ...registration, name: "two", dependencies: [], propertyDependencies: {} });
    assert.deepEqual(dependencies(builder.snapshot()), ["one > two: x,y"]);
  });

  it("ends with the same graph however the sources interleave", () => {
    const { registrations, events } = recording("change.up");
    const expected = replay("change.up", "create");
    const state = recordedState("create");
    const plan = recordedPlan("change");
    const steps = events.filter((event) => !event.summaryEvent);
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(1000)), (random) => {
        // Events of one resource keep their order; everything else may come at any time.
        const lanes = new Map<string, ((builder: GraphBuilder) => void)[]>();
        const push = (lane: string, run: (builder: GraphBuilder) => void) => lanes.set(lane, [...(lanes.get(lane) ?? []), run]);
        push("state", (builder) => builder.loadState(state));
        push("plan", (builder) => builder.loadPlan(plan));
        registrations.forEach((each, at) => push(`registration ${at}`, (builder) => builder.register(each)));
        for (const event of steps) {
          const step = (event.resourcePreEvent ?? event.resOutputsEvent) as { metadata: { urn: string } } | undefined;
          push(step?.metadata.urn ?? "others", (builder) => builder.applyEvent(event));
        }
        const builder = new GraphBuilder(names);
        const queues = [...lanes.values()];
        while (queues.length > 0) {
          const at = (random.next().value as number) % queues.length;
          queues[at]?.shift()?.(builder);
          if (queues[at]?.length === 0) queues.splice(at, 1);
        }
        assert.deepEqual(builder.finish().snapshot(), expected);
      }),
      { numRuns: 60 },
    );
  });

  it("tells listeners exactly what changed", () => {
    const builder = new GraphBuilder(names);
    let followed: ResourceGraph = builder.snapshot();
    let calls = 0;
    const stop = builder.subscribe((delta, graph) => {
      calls += 1;
      followed = applyDelta(followed, delta);
      assert.deepEqual(followed, graph);
    });
    builder.loadState(recordedState("create"));
    const { registrations, events } = recording("change.up");
    for (const registration of registrations) builder.register(registration);
    for (const event of events) builder.applyEvent(event);
    assert.deepEqual(followed, replay("change.up", "create"));
    assert.ok(calls > registrations.length);
    const before = calls;
    builder.finish();
    assert.equal(calls, before, "nothing changed, nothing is told");
    stop();
    builder.register({ type: "a:b:C", name: "late", custom: true, dependencies: [], propertyDependencies: {} });
    assert.equal(calls, before);
  });
});
