import { type EngineNote, readEngineEvent, type ResourceStep } from "./engineEvents";
import type { GraphEdge, GraphNode, PropertyChange, ResourceGraph, ResourceOp, ResourceStatus, SourcePosition } from "./graph";
import { STACK_TYPE } from "./graph";
import { compareEdges, compareText, diffGraphs, type GraphDelta, isEmptyDelta } from "./graphDelta";
import type { Registration } from "./hostProtocol";
import { changedProperties } from "./propertyChanges";
import { type DocumentedResource, readPlan, readState } from "./pulumiDocuments";
import { isDefaultProvider } from "./resourceType";
import { buildUrn, parseUrn } from "./urn";

interface Dependencies {
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
}

/** What each source says about a resource. Sources are kept apart, so that their order of arrival doesn't matter. */
interface Entry {
  urn: string;
  type: string;
  name: string;
  recorded?: DocumentedResource;
  registered?: Registration;
  planned?: DocumentedResource;
  step?: ResourceStep;
  op?: ResourceOp;
  attempted?: ResourceOp;
  /** A replacement's own steps came, not just the clearing away of an old one. */
  replacing: boolean;
  status?: ResourceStatus;
  resourceId?: string;
  changes: PropertyChange[];
  message?: string;
  node?: GraphNode;
  edges?: GraphEdge[];
}

export type GraphListener = (delta: GraphDelta, graph: ResourceGraph) => void;

/**
 * Builds one graph from everything that tells of a stack's resources, as it arrives: the state before an
 * operation, what the program registers, engine events, the saved plan. One builder serves one operation.
 */
export class GraphBuilder {
  private readonly entries = new Map<string, Entry>();
  private readonly renamed = new Map<string, string>();
  private readonly listeners = new Set<GraphListener>();
  private ordered: { visible: Entry[]; shown: Set<string> } | undefined;
  private current: ResourceGraph | undefined;
  private told: ResourceGraph = { nodes: [], edges: [] };

  /** The names of stack and project make the URNs of registrations, which carry none. */
  constructor(private readonly names: { stack: string; project: string }) {}

  /**
   * Takes an exported state as the base that an operation starts from.
   * @param status `waiting` while an operation is to come, `recorded` where none is
   * @throws GraphDataError when the document is not an exported state
   */
  loadState(document: unknown, status: "waiting" | "recorded" = "waiting"): this {
    for (const resource of readState(document)) {
      const urn = this.renamed.get(resource.urn) ?? resource.urn;
      const entry = this.entry(urn, resource.type, parseUrn(urn)?.name ?? resource.name);
      entry.recorded = resource;
      entry.status ??= status;
    }
    return this.changed();
  }

  /** @throws GraphDataError when the document is not a saved plan */
  loadPlan(document: unknown): this {
    for (const resource of readPlan(document)) {
      const entry = this.entry(resource.urn, resource.type, resource.name);
      entry.planned = resource;
      markRegistered(entry);
    }
    return this.changed();
  }

  /** Takes a resource as the program registers it, before the engine has answered. */
  register(registration: Registration & { urn?: string }): this {
    const urn = registration.urn ?? buildUrn({ ...this.names, ...registration });
    const entry = this.entry(urn, registration.type, registration.name);
    entry.registered = registration;
    markRegistered(entry);
    return this.changed();
  }

  /** Takes an engine event as the Automation API gives it; one that says nothing about resources is passed over. */
  applyEvent(event: unknown): this {
    const note = readEngineEvent(event);
    return note ? this.apply(note) : this;
  }

  /** The operation is over: whatever it did not come to is no longer waiting for it. */
  finish(): this {
    for (const entry of this.entries.values()) {
      const status = settled(entry);
      if (status !== entry.status) {
        entry.status = status;
        entry.node = undefined;
      }
    }
    return this.changed();
  }

  /** The graph as it is now. It never changes afterwards; unchanged nodes and edges stay the same objects. */
  snapshot(): ResourceGraph {
    this.current ??= this.build();
    return this.current;
  }

  /** Calls back after each change that is visible in the graph. @returns a function that ends this */
  subscribe(listener: GraphListener): () => void {
    if (this.listeners.size === 0) this.told = this.snapshot();
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private apply(note: EngineNote): this {
    if (note.kind === "end") return this.finish();
    if (note.kind === "error") {
      this.applyError(note.urn, note.message);
    } else {
      this.applyStep(note);
    }
    return this.changed();
  }

  private applyError(urn: string, message: string): void {
    const parsed = parseUrn(urn);
    if (!parsed) return;
    const entry = this.entry(urn, parsed.type, parsed.name);
    entry.message ??= message;
    // An error of the program is told on the stack, which did not fail as a resource.
    if (parsed.type === STACK_TYPE || entry.op === "failed") return;
    entry.attempted = entry.op;
    entry.op = "failed";
    entry.status = "failed";
  }

  private applyStep(step: ResourceStep): void {
    const entry = this.entry(step.urn, step.type, step.name);
    if (step.renamedFrom) this.rename(step.renamedFrom, entry);
    const leftover = step.role === "cleanUp" && !entry.replacing;
    // Clearing away the old one says nothing about the one that lives on under the same URN.
    if (leftover && entry.step && entry.step.role !== "cleanUp" && step.phase !== "failed") return;
    if (step.role === "replacement") entry.replacing = true;
    if (step.role !== "cleanUp") entry.step = step;
    else entry.step ??= step;

    const op = entry.replacing && step.op !== "delete" ? "replace" : step.op;
    if (step.phase === "failed") {
      entry.attempted = op;
      entry.op = "failed";
      entry.status = "failed";
    } else if (entry.status !== "failed" || step.phase === "finished") {
      entry.op = op;
      entry.attempted = undefined;
      entry.status = step.phase === "finished" ? "done" : "running";
    }
    if (step.role !== "cleanUp" && step.resourceId) entry.resourceId = step.resourceId;
    if (step.op === "same") entry.changes = [];
    else if (step.changes.length > 0 && step.role !== "cleanUp") entry.changes = step.changes;
  }

  private rename(from: string, entry: Entry): void {
    const old = this.entries.get(from);
    this.renamed.set(from, entry.urn);
    if (!old || old.registered || old.step) return;
    entry.recorded ??= old.recorded;
    this.entries.delete(from);
    this.ordered = undefined;
    // Edges that named the old URN lead to the new one.
    this.forgetEdges();
  }

  private forgetEdges(): void {
    for (const each of this.entries.values()) each.edges = undefined;
  }

  private resolve(urn: string): string {
    return this.entries.has(urn) ? urn : (this.renamed.get(urn) ?? urn);
  }

  /** The entry of a URN, marked as touched. */
  private entry(urn: string, type: string, name: string): Entry {
    let entry = this.entries.get(urn);
    if (!entry) {
      entry = { urn, type, name, replacing: false, changes: [] };
      this.entries.set(urn, entry);
      this.ordered = undefined;
      if (this.renamed.has(urn)) this.forgetEdges();
    }
    entry.node = undefined;
    entry.edges = undefined;
    return entry;
  }

  private changed(): this {
    this.current = undefined;
    if (this.listeners.size === 0) return this;
    const graph = this.snapshot();
    const delta = diffGraphs(this.told, graph);
    this.told = graph;
    if (!isEmptyDelta(delta)) for (const listener of [...this.listeners]) listener(delta, graph);
    return this;
  }

  private build(): ResourceGraph {
    this.ordered ??= this.order();
    const { visible, shown } = this.ordered;
    const nodes = visible.map((entry) => this.nodeOf(entry, shown));
    const edges = visible.flatMap((entry) => {
      entry.edges ??= this.edgesOf(entry);
      return entry.edges.filter((edge) => shown.has(edge.to));
    });
    return { nodes, edges };
  }

  private order(): { visible: Entry[]; shown: Set<string> } {
    const visible = [...this.entries.values()].filter((entry) => !isDefaultProvider(entry.urn));
    return { visible: visible.sort((a, b) => compareText(a.urn, b.urn)), shown: new Set(visible.map(({ urn }) => urn)) };
  }

  private nodeOf(entry: Entry, shown: Set<string>): GraphNode {
    const parent = this.parentOf(entry);
    const visibleParent = parent !== undefined && shown.has(parent) ? parent : undefined;
    if (!entry.node || entry.node.parent !== visibleParent) entry.node = describe(entry, visibleParent);
    return entry.node;
  }

  private parentOf({ urn, step, planned, registered, recorded }: Entry): string | undefined {
    const parent = step?.parent ?? planned?.parent ?? registered?.parent ?? recorded?.parent;
    const current = parent === undefined ? undefined : this.resolve(parent);
    return current === urn ? undefined : current;
  }

  private edgesOf(entry: Entry): GraphEdge[] {
    const source: Dependencies | undefined = entry.planned ?? entry.registered ?? entry.recorded;
    const properties = new Map<string, Set<string>>();
    const dependOn = (urn: string): Set<string> => {
      const to = this.resolve(urn);
      const known = properties.get(to) ?? new Set();
      properties.set(to, known);
      return known;
    };
    for (const urn of source?.dependencies ?? []) dependOn(urn);
    for (const [property, urns] of Object.entries(source?.propertyDependencies ?? {})) {
      for (const urn of urns) dependOn(urn).add(property);
    }
    properties.delete(entry.urn);
    const edges = [...properties].map(
      ([to, causes]): GraphEdge => ({ from: entry.urn, to, kind: "dependency", properties: [...causes].sort() }),
    );
    const parent = this.parentOf(entry);
    if (parent !== undefined) edges.push({ from: entry.urn, to: parent, kind: "parent", properties: [] });
    return edges.sort(compareEdges);
  }
}

/** The graph of a stack at rest, from its exported state. @throws GraphDataError when it is not one */
export function graphFromState(document: unknown): ResourceGraph {
  return new GraphBuilder({ stack: "", project: "" }).loadState(document, "recorded").snapshot();
}

function markRegistered(entry: Entry): void {
  if (!entry.status || entry.status === "waiting" || entry.status === "recorded") entry.status = "registered";
}

function settled({ status, message }: Entry): ResourceStatus | undefined {
  if (status === "waiting") return "recorded";
  if (status === "running") return message === undefined ? "registered" : "failed";
  return status;
}

function describe(entry: Entry, parent: string | undefined): GraphNode {
  const { recorded, registered, planned, step } = entry;
  const node: GraphNode = {
    id: entry.urn,
    type: entry.type,
    name: entry.name,
    custom: step?.custom ?? planned?.custom ?? registered?.custom ?? recorded?.custom ?? false,
  };
  const provider = step?.provider ?? planned?.provider ?? recorded?.provider;
  const source: SourcePosition | undefined = registered?.source ?? recorded?.source;
  const optional: Partial<GraphNode> = {
    parent,
    op: entry.op,
    attempted: entry.attempted,
    status: entry.status,
    resourceId: entry.resourceId ?? recorded?.resourceId,
    external: entry.op === "read" || recorded?.external || undefined,
    message: entry.message,
    provider: provider !== undefined && !isDefaultProvider(provider) ? provider : undefined,
    stackReference: step?.stackReference ?? recorded?.stackReference,
    source,
  };
  if (entry.changes.length > 0) {
    optional.changed = changedProperties(entry.changes);
    optional.diff = entry.changes;
  }
  for (const [key, value] of Object.entries(optional)) if (value !== undefined) Object.assign(node, { [key]: value });
  return node;
}
