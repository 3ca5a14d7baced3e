/** Graphs that the page's tests draw. */
import type { GraphEdge, GraphNode, ResourceGraph } from "../../src/shared/graph";
import { STACK_TYPE } from "../../src/shared/graph";
import { compareEdges, compareText } from "../../src/shared/graphDelta";
import { buildUrn } from "../../src/shared/urn";

const at = { stack: "dev", project: "shop" };
export const stackUrn = buildUrn({ ...at, type: STACK_TYPE, name: "shop-dev" });

export function resource(type: string, name: string, more: Partial<GraphNode> = {}): GraphNode {
  const parent = more.parent ?? stackUrn;
  return { id: buildUrn({ ...at, type, name, parent }), type, name, custom: true, ...more, parent };
}

export function needs(from: GraphNode, to: GraphNode, ...properties: string[]): GraphEdge {
  return { from: from.id, to: to.id, kind: "dependency", properties };
}

export function graphOf(nodes: GraphNode[], edges: GraphEdge[] = []): ResourceGraph {
  const stack: GraphNode = { id: stackUrn, type: STACK_TYPE, name: "shop-dev", custom: false };
  return { nodes: [stack, ...nodes].sort((a, b) => compareText(a.id, b.id)), edges: [...edges].sort(compareEdges) };
}

/** A small shop: a component with three resources, and others around it. */
export function shop() {
  const site = resource("lab:web:Site", "site", { custom: false, op: "create" });
  const bucket = resource("aws:s3/bucket:Bucket", "pages", { parent: site.id, op: "create", status: "done", resourceId: "pages-1234567" });
  const guard = resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "guard", { parent: site.id, op: "create" });
  const policy = resource("aws:s3/bucketPolicy:BucketPolicy", "policy", { parent: site.id, op: "failed", attempted: "create", status: "failed", message: "AccessDenied: <b>no</b>" });
  const role = resource("aws:iam/role:Role", "role", { op: "same", status: "recorded" });
  const orders = resource("aws:dynamodb/table:Table", "orders", { op: "replace", status: "waiting" });
  const handler = resource("aws:lambda/function:Function", "handler", {
    op: "update", status: "running", source: { file: "/work/shop/index.ts", line: 12, column: 3 }, changed: ["timeout", "tags"],
    diff: [
      { path: "timeout", kind: "update", replaces: false, before: 3, after: 30 },
      { path: "tags.team", kind: "add", replaces: false, after: "shop" },
      { path: "name", kind: "update", replaces: true, before: "old", after: "[unknown]" },
    ],
  });
  const old = resource("aws:sqs/queue:Queue", "old-queue", { op: "delete" });
  const base = resource("pulumi:pulumi:StackReference", "organization/base/dev", { op: "read", stackReference: "organization/base/dev" });
  const route = resource("aws:apigatewayv2/route:Route", "GET /orders", { op: "create", status: "registered" });
  const nodes = [site, bucket, guard, policy, role, orders, handler, old, base, route];
  const edges = [
    needs(guard, bucket, "bucket"), needs(policy, bucket, "bucket", "policy"), needs(policy, guard),
    needs(handler, role, "role"), needs(handler, orders, "environment"), needs(handler, bucket, "environment"),
    needs(route, handler, "target"), needs(route, base, "apiId"),
  ];
  return { site, bucket, guard, policy, role, orders, handler, old, base, route, graph: graphOf(nodes, edges) };
}

/** Components in components, chains of dependencies, names of every length. */
export function large(count: number): ResourceGraph {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const types = ["aws:s3/bucket:Bucket", "aws:lambda/function:Function", "aws:sqs/queue:Queue", "aws:iam/role:Role", "aws:dynamodb/table:Table"];
  let team: GraphNode | undefined;
  let service: GraphNode | undefined;
  let last: GraphNode | undefined;
  for (let at = 0; nodes.length < count; at++) {
    if (at % 50 === 0) nodes.push((team = resource("lab:team:Team", `team-${at}`, { custom: false })));
    if (at % 10 === 0) nodes.push((service = resource("lab:team:Service", `service-${at}`, { custom: false, parent: team?.id })));
    const name = at % 97 === 0 ? `long-${"x".repeat(190)}-${at}` : `part-${at}`;
    const node = resource(types[at % types.length] as string, name, { parent: service?.id, op: "create" });
    if (last && at % 10 !== 0) edges.push(needs(node, last, "input"));
    if (at % 60 === 35 && nodes[at - 20]?.custom) edges.push(needs(node, nodes[at - 20] as GraphNode, "shared"));
    nodes.push(node);
    last = node;
  }
  return graphOf(nodes.slice(0, count), edges.filter(({ from }) => nodes.slice(0, count).some(({ id }) => id === from)));
}
