import assert from "node:assert/strict";
import fc from "fast-check";
import type { ResourceGraph } from "../../../../src/shared/graph";
import { STACK_TYPE } from "../../../../src/shared/graph";
import { edgeKey } from "../../../../src/shared/graphDelta";
import type { Box, Direction, LaidOutGraph, LaidOutNode, Point } from "../../../../src/shared/layout/laidOutGraph";
import { layoutGraph } from "../../../../src/shared/layout/layoutGraph";
import { anyGraph } from "../../../fixtures/graph/anyGraph";
import { fanOut, lambdaApi, longNames, loose, nested, Sample, staticWebsite, vpc } from "../../../fixtures/graph/samples";

const samples: Record<string, () => ResourceGraph> = {
  "a static website": staticWebsite,
  "a VPC": vpc,
  "an API in two components": lambdaApi,
  "a hundred resources in three levels": nested,
  "the same with closed components": () => nested({ crossing: false }),
  "forty objects of one bucket": fanOut,
  "long names": longNames,
  "resources without any edge": () => loose(30),
};

const SLACK = 0.5;
const inside = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x - SLACK &&
  inner.y >= outer.y - SLACK &&
  inner.x + inner.width <= outer.x + outer.width + SLACK &&
  inner.y + inner.height <= outer.y + outer.height + SLACK;
const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width - SLACK && b.x < a.x + a.width - SLACK && a.y < b.y + b.height - SLACK && b.y < a.y + a.height - SLACK;
const onBorder = ({ x, y }: Point, box: Box): boolean => {
  const within = x >= box.x - SLACK && x <= box.x + box.width + SLACK && y >= box.y - SLACK && y <= box.y + box.height + SLACK;
  const near = (a: number, b: number) => Math.abs(a - b) <= SLACK;
  return within && (near(x, box.x) || near(x, box.x + box.width) || near(y, box.y) || near(y, box.y + box.height));
};

/** Whatever the graph, this is so. */
function assertSound(graph: ResourceGraph, laidOut: LaidOutGraph): void {
  const byId = new Map(laidOut.nodes.map((node) => [node.node.id, node]));
  const stack = laidOut.stack?.id;
  assert.deepEqual([...byId.keys()].sort(), graph.nodes.map(({ id }) => id).filter((id) => id !== stack).sort());

  const page: Box = { x: 0, y: 0, width: laidOut.width, height: laidOut.height };
  const siblings = new Map<string, LaidOutNode[]>();
  for (const node of laidOut.nodes) {
    assert.ok([node.x, node.y, node.width, node.height].every(Number.isFinite), `${node.node.name} has a place`);
    assert.ok(inside(node, page), `${node.node.name} is on the page`);
    const parent = byId.get(node.node.parent ?? "");
    if (parent) {
      assert.ok(inside(node, parent), `${node.node.name} is inside ${parent.node.name}`);
      assert.equal(node.depth, parent.depth + 1);
      assert.equal(parent.shape, "group");
      assert.ok(laidOut.nodes.indexOf(parent) < laidOut.nodes.indexOf(node), "groups stand before what is in them");
    }
    const key = parent?.node.id ?? "";
    for (const other of siblings.get(key) ?? []) assert.ok(!overlap(node, other), `${node.node.name} is beside ${other.node.name}`);
    siblings.set(key, [...(siblings.get(key) ?? []), node]);
  }

  const ancestors = (id: string): string[] => {
    const parent = byId.get(id)?.node.parent;
    return parent !== undefined && byId.has(parent) ? [parent, ...ancestors(parent)] : [];
  };
  const wanted = graph.edges.filter(
    ({ kind, from, to }) =>
      kind === "dependency" && byId.has(from) && byId.has(to) && !ancestors(from).includes(to) && !ancestors(to).includes(from),
  );
  assert.deepEqual(laidOut.edges.map(({ edge }) => edgeKey(edge)).sort(), wanted.map(edgeKey).sort());
  for (const { edge, points, label } of laidOut.edges) {
    const [start, end] = [points[0], points.at(-1)];
    assert.ok(start && end && points.length >= 2, "an edge has two ends");
    assert.ok(onBorder(start, byId.get(edge.from) as Box), `${edge.from} is where its edge begins`);
    assert.ok(onBorder(end, byId.get(edge.to) as Box), `${edge.to} is where its edge ends`);
    points.slice(1).forEach((point, at) => {
      const before = points[at] as Point;
      assert.ok(Math.abs(before.x - point.x) < SLACK || Math.abs(before.y - point.y) < SLACK, "steps are straight");
    });
    if (!label) continue;
    for (const node of laidOut.nodes) {
      if (node.shape === "card") assert.ok(!overlap(label, node), `the label ${label.text} leaves ${node.node.name} readable`);
    }
  }
  assert.deepEqual(strikeThroughs(laidOut), []);
}

/** How many lines run over cards that they don't belong to. */
function strikeThroughs({ nodes, edges }: LaidOutGraph): string[] {
  const cards = nodes.filter(({ shape }) => shape === "card");
  return edges.flatMap(({ edge, points }) =>
    points.slice(1).flatMap((point, at) => {
      const before = points[at] as Point;
      const segment: Box = {
        x: Math.min(before.x, point.x), y: Math.min(before.y, point.y),
        width: Math.abs(before.x - point.x) + 2 * SLACK, height: Math.abs(before.y - point.y) + 2 * SLACK,
      };
      const hit = cards.filter((card) => overlap(segment, { x: card.x + 2, y: card.y + 2, width: card.width - 4, height: card.height - 4 }));
      return hit.map((card) => `${edge.from} > ${edge.to} runs over ${card.node.name}`);
    }),
  );
}

describe("the layout", function () {
  this.timeout(120_000);

  for (const [name, sample] of Object.entries(samples)) {
    for (const direction of ["down", "right"] satisfies Direction[]) {
      it(`is sound for ${name}, drawn ${direction}`, async () => {
        const graph = sample();
        const laidOut = await layoutGraph(graph, { direction });
        assert.equal(laidOut.direction, direction);
        assertSound(graph, laidOut);
      });
    }
  }

  it("is sound for any graph", async () => {
    await fc.assert(
      fc.asyncProperty(anyGraph(), fc.constantFrom<Direction>("down", "right"), async (graph, direction) => {
        assertSound(graph, await layoutGraph(graph, { direction }));
      }),
      { numRuns: 80 },
    );
  });

  it("is sound for many siblings that are wired alike, whichever way", async () => {
    const shape = fc.record({
      members: fc.integer({ min: 5, max: 40 }), others: fc.integer({ min: 1, max: 3 }), more: fc.integer({ min: 0, max: 6 }),
      outward: fc.boolean(), direction: fc.constantFrom<Direction>("down", "right"), wrapped: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ members, others, more, outward, direction, wrapped }) => {
        const sample = new Sample("alike");
        const parent = wrapped ? "box" : undefined;
        if (wrapped) sample.component("lab:boxes:Box", "box");
        const names = (kind: string, count: number) => Array.from({ length: count }, (_, at) => `${kind}-${at}`);
        const [hubs, spokes] = [names("hub", others), names("spoke", members)];
        const add = (list: string[], to: string[], inside?: string) => {
          const wires = Object.fromEntries(to.map((name, at) => [name, at % 2 === 0 ? ["target"] : []]));
          for (const name of list) sample.resource("aws:sqs/queue:Queue", name, wires, inside);
        };
        add(outward ? hubs : spokes, [], outward ? undefined : parent);
        add(outward ? spokes : hubs, outward ? hubs : spokes, outward ? parent : undefined);
        add(names("extra", more), [hubs[0] as string]);
        const graph = sample.graph();
        assertSound(graph, await layoutGraph(graph, { direction }));
      }),
      { numRuns: 60 },
    );
  });

  it("draws edges inside a component that something outside depends on as a whole", async () => {
    const graph = new Sample("whole")
      .component("lab:net:Network", "network")
      .resource("aws:ec2/vpc:Vpc", "vpc", {}, "network")
      .resource("aws:ec2/subnet:Subnet", "subnet", { vpc: ["vpcId"] }, "network")
      .resource("aws:sqs/queue:Queue", "queue", { network: [] })
      .graph();
    assertSound(graph, await layoutGraph(graph));
  });

  it("is the same each time, in whatever order nodes and edges come", async () => {
    const graph = lambdaApi();
    const expected = await layoutGraph(graph);
    assert.deepEqual(await layoutGraph(graph), expected);
    assert.deepEqual(await layoutGraph({ nodes: [...graph.nodes].reverse(), edges: graph.edges }), expected);
    assert.deepEqual(await layoutGraph({ nodes: graph.nodes, edges: [...graph.edges].reverse() }), expected);
  });

  it("goes with the edges: what others depend on stands below or to the right", async () => {
    for (const [direction, axis] of [["down", "y"], ["right", "x"]] as const) {
      const { edges, nodes } = await layoutGraph(vpc(), { direction });
      const place = (id: string) => nodes.find(({ node }) => node.id === id)?.[axis] ?? NaN;
      for (const { edge } of edges) assert.ok(place(edge.from) < place(edge.to), `${edge.from} before ${edge.to}`);
    }
  });

  it("draws the stack as the picture itself", async () => {
    const { stack, nodes } = await layoutGraph(staticWebsite());
    assert.equal(stack?.type, STACK_TYPE);
    assert.equal(nodes.length, 7);
  });

  it("labels an edge with its causes, and siblings that are wired alike once", async () => {
    const website = await layoutGraph(staticWebsite());
    assert.ok(website.edges.some(({ label }) => label?.text === "bucket, policy"));
    assert.ok(website.edges.every(({ edge, label }) => (edge.properties.length === 0) === (label === undefined)));
    const { edges } = await layoutGraph(fanOut(40));
    const labels = edges.filter(({ label }) => label !== undefined);
    assert.equal(edges.length, 83);
    assert.equal(labels.length, 2);
  });

  it("keeps a picture of many like resources in a shape that a screen can show", async () => {
    for (const graph of [fanOut(100), loose(100), nested({ crossing: false })]) {
      const { width, height } = await layoutGraph(graph);
      assert.ok(width / height < 3 && height / width < 2, `${width} by ${height}`);
    }
  });

  it("stops when it is asked to", async () => {
    const reason = new Error("the panel was closed");
    await assert.rejects(layoutGraph(nested(), { signal: AbortSignal.abort(reason) }), reason);
  });

  it("is plain data, fit to be sent from a worker", async () => {
    const laidOut = await layoutGraph(lambdaApi());
    assert.deepEqual(structuredClone(laidOut), laidOut);
    assert.deepEqual(JSON.parse(JSON.stringify(laidOut)), laidOut);
  });
});
