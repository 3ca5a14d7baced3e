/**
 * The one picture of a stack that every face draws: the tree, the graph panel, the terminal, the exports.
 * Pure types: no Node, no vscode.
 */

/** What an operation does to a resource; the words are the engine's, `failed` is ours. */
export type ResourceOp =
  | "same"
  | "create"
  | "update"
  | "replace"
  | "delete"
  | "read"
  | "import"
  | "refresh"
  | "failed";

/** How far an operation on a resource has come. `recorded`: no operation is running. */
export type ResourceStatus = "recorded" | "registered" | "waiting" | "running" | "done" | "failed";

/** Where a resource is made in the user's program. `file` is absolute or relative to the project; lines and columns start at 1. */
export interface SourcePosition {
  file: string;
  line: number;
  column: number;
}

export interface GraphNode {
  /** The URN. */
  id: string;
  /** Pulumi type token, such as `aws:s3/bucket:Bucket`. */
  type: string;
  /** The logical name. */
  name: string;
  /** The URN of the parent; absent for the stack itself and where the parent is not in the graph. */
  parent?: string;
  op?: ResourceOp;
  status?: ResourceStatus;
  /** The provider-assigned id, once known. */
  resourceId?: string;
  /** A custom resource has a provider behind it; a component has none. */
  custom: boolean;
  /** Input properties that changed, for an update or a replacement. */
  changed?: string[];
  source?: SourcePosition;
}

export interface GraphEdge {
  /** The URN of the dependent (for `parent`: the child). */
  from: string;
  /** The URN of what it depends on (for `parent`: the parent). */
  to: string;
  kind: "dependency" | "parent";
  /** The input properties that cause the edge; empty for an explicit `dependsOn`. */
  properties: string[];
}

export interface ResourceGraph {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

export const STACK_TYPE = "pulumi:pulumi:Stack";
