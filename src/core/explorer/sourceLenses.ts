import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import type { GraphNode, ResourceGraph, ResourceOp } from "../../shared/graph";
import { OPS_IN_ORDER, opWord } from "../../shared/resourceOps";
import { type StackRef, stackKey } from "./stackRef";
import type { Position } from "./movedPositions";

/** What is known of one stack that a file belongs to. */
export interface SourceGraph {
  ref: StackRef;
  graph: ResourceGraph;
  /** The graph shows what would happen, not what is. */
  planned: boolean;
}

/** One line above a line of a program: what became of the resources that are made there. */
export interface SourceLens {
  /** From 0. */
  line: number;
  /** With codicons; names in it are inert. */
  title: string;
  ref: StackRef;
  /** The resource to show, the first of several. */
  urn: string;
}

const ICONS: Record<ResourceOp, string> = {
  failed: "error",
  create: "add",
  update: "edit",
  replace: "arrow-swap",
  delete: "trash",
  import: "cloud-download",
  read: "eye",
  refresh: "refresh",
  same: "check",
};

/** The resources that a file makes, with where the graph saw them (from 0). */
export function resourcesIn(file: string, { ref, graph }: SourceGraph): { node: GraphNode; at: Position }[] {
  return graph.nodes.flatMap((node) =>
    node.source && sameFile(resolve(ref.projectDir, node.source.file), file)
      ? [{ node, at: { line: node.source.line - 1, character: node.source.column - 1 } }]
      : [],
  );
}

/**
 * The lenses of a file. `move` says where a place that a stack's graph names is now; undefined where it is no more.
 */
export function sourceLenses(file: string, graphs: readonly SourceGraph[], move: (ref: StackRef, at: Position) => Position | undefined): SourceLens[] {
  return graphs
    .flatMap((source) => {
      const lines = new Map<number, GraphNode[]>();
      for (const { node, at } of resourcesIn(file, source)) {
        const line = move(source.ref, at)?.line;
        if (line !== undefined) lines.set(line, [...(lines.get(line) ?? []), node]);
      }
      return [...lines].map(([line, nodes]) => ({ line, title: title(nodes, source), ref: source.ref, urn: (nodes[0] as GraphNode).id }));
    })
    .sort((a, b) => a.line - b.line || stackKey(a.ref).localeCompare(stackKey(b.ref)));
}

function title(nodes: readonly GraphNode[], { ref, planned }: SourceGraph): string {
  const [first] = nodes;
  if (first && nodes.length === 1) {
    return `${icon(first)} ${word(first, planned)} · ${inert(first.name)} (${inert(ref.stack)})`;
  }
  const counts = new Map<string, number>();
  for (const node of [...nodes].sort((a, b) => rank(a) - rank(b))) counts.set(word(node, planned), (counts.get(word(node, planned)) ?? 0) + 1);
  const parts = [...counts].map(([each, count]) => `${count} ${each}`).join(", ");
  return `${nodes.length} resources: ${parts} (${inert(ref.stack)})`;
}

/** What is not done yet is still to come, whatever the graph shows otherwise. */
function word({ op, status }: GraphNode, planned: boolean): string {
  if (!op) return status === "registered" ? "registered" : "deployed";
  return opWord(op, planned || status === "registered" || status === "waiting" || status === "running");
}

function icon({ op, status }: GraphNode): string {
  if (status === "running") return "$(sync~spin)";
  return `$(${op ? ICONS[op] : "cloud"})`;
}

function rank({ op }: GraphNode): number {
  return op ? OPS_IN_ORDER.indexOf(op) : OPS_IN_ORDER.length;
}

/** A program's names may look like an icon; they are text. */
function inert(text: string): string {
  return text.replaceAll("$(", "\\$(").replace(/\s+/g, " ");
}

/** Editors and Node may write the same path differently. */
function sameFile(a: string, b: string): boolean {
  return process.platform === "win32" ? a.toLowerCase() === b.toLowerCase() : a === b;
}

/** The path that the engine knows a file by. */
export function realFile(file: string): string {
  try {
    return realpathSync.native(file);
  } catch {
    return file;
  }
}
