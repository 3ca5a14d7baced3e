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

/**
 * How far an operation on a resource has come. `recorded`: it is in the state and no operation touches it;
 * `registered`: the program asked for it and the engine has not begun, or was stopped half-way;
 * `waiting`: it is in the state and this operation has not come to it yet.
 */
export type ResourceStatus = "recorded" | "registered" | "waiting" | "running" | "done" | "failed";

/** Where a resource is made in the user's program. `file` is absolute or relative to the project; lines and columns start at 1. */
export interface SourcePosition {
  file: string;
  line: number;
  column: number;
}

/** One property that an update or a replacement changes. */
export interface PropertyChange {
  /** As the engine writes it: `tags.team`, `rules[0].port`, `labels["a.b"]`. */
  path: string;
  kind: "add" | "delete" | "update";
  /** Whether this change alone forces a replacement. */
  replaces: boolean;
  /** The values, where they are small. Secrets read `[secret]`, what a deploy decides `[unknown]`. */
  before?: unknown;
  after?: unknown;
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
  /** What was tried, where `op` is `failed` and it is known. */
  attempted?: ResourceOp;
  status?: ResourceStatus;
  /** The provider-assigned id, once known. */
  resourceId?: string;
  /** A custom resource has a provider behind it; a component has none. */
  custom: boolean;
  /** It is only read: somebody else manages it. */
  external?: boolean;
  /** Top-level properties that changed, for an update or a replacement. */
  changed?: string[];
  /** What changed in detail. */
  diff?: PropertyChange[];
  /** The first error that the engine reported for it. */
  message?: string;
  /** The URN of the provider that the program chose for it; absent for the default one. */
  provider?: string;
  /** For a stack reference: the stack it refers to. */
  stackReference?: string;
  source?: SourcePosition;
}

export interface GraphEdge {
  /** The URN of the dependent (for `parent`: the child). */
  from: string;
  /** The URN of what it depends on (for `parent`: the parent). */
  to: string;
  kind: "dependency" | "parent";
  /** The input properties that cause the edge, sorted; empty for an explicit `dependsOn`. */
  properties: string[];
}

export interface ResourceGraph {
  /** Sorted by id. */
  nodes: GraphNode[];
  /** Sorted by from, kind, to; each pair of ends at most once a kind. */
  edges: GraphEdge[];
}

export const STACK_TYPE = "pulumi:pulumi:Stack";
export const STACK_REFERENCE_TYPE = "pulumi:pulumi:StackReference";
