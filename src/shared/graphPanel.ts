/**
 * What the graph panel's page and the extension say to each other. Both sides check what arrives with these schemas.
 * Requests carry an id and always get one reply. Pure: no Node, no vscode, no DOM.
 */
import { z } from "zod";
import { graphFormats } from "./graphFormats";

const op = z.enum(["same", "create", "update", "replace", "delete", "read", "import", "refresh", "failed"]);
const status = z.enum(["recorded", "registered", "waiting", "running", "done", "failed"]);
const position = z.object({ file: z.string(), line: z.number(), column: z.number() });
const change = z.object({
  path: z.string(),
  kind: z.enum(["add", "delete", "update"]),
  replaces: z.boolean(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});

export const graphNode = z.object({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  parent: z.string().optional(),
  op: op.optional(),
  attempted: op.optional(),
  status: status.optional(),
  resourceId: z.string().optional(),
  custom: z.boolean(),
  external: z.boolean().optional(),
  changed: z.array(z.string()).optional(),
  diff: z.array(change).optional(),
  message: z.string().optional(),
  provider: z.string().optional(),
  stackReference: z.string().optional(),
  source: position.optional(),
});
export const graphEdge = z.object({ from: z.string(), to: z.string(), kind: z.enum(["dependency", "parent"]), properties: z.array(z.string()) });
export const resourceGraph = z.object({ nodes: z.array(graphNode), edges: z.array(graphEdge) });
export const graphDelta = z.object({
  nodes: z.array(graphNode),
  removedNodes: z.array(z.string()),
  edges: z.array(graphEdge),
  removedEdges: z.array(z.string()),
});

/** What is said above the graph: what runs, what came of it, or that nothing has happened yet. */
export const panelState = z.object({
  /** `project/stack`. */
  title: z.string(),
  /** The graph shows what would happen, not what is. */
  planned: z.boolean(),
  operation: z.enum(["preview", "deploy", "refresh", "destroy"]).optional(),
  phase: z.enum(["idle", "running", "cancelling", "succeeded", "failed", "cancelled"]),
  /** One line: what is being done now, or what came of it. */
  message: z.string(),
  /** A failure's whole text and what to do next. */
  error: z.object({ message: z.string(), hint: z.string().optional(), source: position.optional() }).optional(),
  /** Where it is deployed, such as `MiniStack on 127.0.0.1:4566`. */
  place: z.string().optional(),
});
export type PanelState = z.infer<typeof panelState>;

/** Extension to page. */
export const toPage = z.discriminatedUnion("kind", [
  /** Another stack, or everything anew. */
  z.object({ kind: z.literal("graph"), state: panelState, graph: resourceGraph }),
  z.object({ kind: z.literal("delta"), delta: graphDelta }),
  z.object({ kind: z.literal("state"), state: panelState }),
  /** Select a resource and bring it into view. */
  z.object({ kind: z.literal("select"), urn: z.string() }),
  z.object({ kind: z.literal("reply"), id: z.number(), value: z.unknown() }),
  z.object({ kind: z.literal("failure"), id: z.number(), message: z.string() }),
]);
export type ToPage = z.infer<typeof toPage>;

/** What is known of a resource beyond the graph. Secrets read `[secret]`, unknown values `[unknown]`. */
export const resourceDetails = z.object({
  inputs: z.record(z.string(), z.unknown()),
  outputs: z.record(z.string(), z.unknown()),
  diagnostics: z.array(z.object({ severity: z.enum(["info", "warning", "error"]), message: z.string() })),
  /** Something in it is a secret that can be shown on request. */
  hasSecrets: z.boolean(),
  /** Addresses that a browser can open. */
  urls: z.array(z.string()),
});
export type ResourceDetails = z.infer<typeof resourceDetails>;

/** Page to extension: each is a request, but for `ready` and `selected`. */
export const fromPage = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("selected"), urn: z.string().optional() }),
  z.object({ kind: z.literal("details"), id: z.number(), urn: z.string() }),
  /** The same with the secrets in the clear, after a question. The reply is ResourceDetails; a refusal is a failure. */
  z.object({ kind: z.literal("reveal"), id: z.number(), urn: z.string() }),
  z.object({ kind: z.literal("goToSource"), id: z.number(), urn: z.string() }),
  /** Opens the graph of the stack that a stack reference names. */
  z.object({ kind: z.literal("openReference"), id: z.number(), urn: z.string() }),
  z.object({ kind: z.literal("openUrl"), id: z.number(), urn: z.string(), url: z.string() }),
  z.object({ kind: z.literal("goToError"), id: z.number() }),
  z.object({ kind: z.literal("copy"), id: z.number(), text: z.string() }),
  z.object({ kind: z.literal("copyMermaid"), id: z.number() }),
  /** Asks where to and writes the file; the reply is its path, or null when the person changed their mind. */
  z.object({ kind: z.literal("export"), id: z.number(), format: z.enum(graphFormats) }),
  z.object({ kind: z.literal("run"), id: z.number(), command: z.enum(["preview", "deploy", "refresh", "destroy", "cancel", "selectStack"]) }),
]);
export type FromPage = z.infer<typeof fromPage>;
export type PageRequest = Extract<FromPage, { id: number }>;
