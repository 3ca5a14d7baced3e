/** The graph as the `--json` document and the `.json` export give it. The schema is described in docs/json.md. */
import type { GraphEdge, GraphNode, ResourceGraph, ResourceOp, SourcePosition } from "./graph";

export interface GraphDocument {
  nodes: { id: string; type: string; name: string; parent?: string; op?: ResourceOp }[];
  edges: GraphEdge[];
}

export interface ResourceDocument {
  urn: string;
  type: string;
  name: string;
  /** The provider-assigned id; absent for components and until it is known. */
  id?: string;
  op?: ResourceOp;
  source?: SourcePosition;
}

export function toGraphDocument(graph: ResourceGraph): GraphDocument {
  return {
    nodes: graph.nodes.map(({ id, type, name, parent, op }) => compact({ id, type, name, parent, op })),
    edges: graph.edges.map(({ from, to, kind, properties }) => ({ from, to, kind, properties: [...properties] })),
  };
}

export function toResourceList(graph: ResourceGraph): ResourceDocument[] {
  return graph.nodes.map(({ id, type, name, resourceId, op, source }: GraphNode) =>
    compact({ urn: id, type, name, id: resourceId, op, source }),
  );
}

function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}
