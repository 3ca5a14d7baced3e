import { isAbsolute, relative } from "node:path";
import { toGraphDocument, toResourceList } from "../../shared/graphDocument";
import type { FilePosition } from "../errors";
import type { Diagnostic } from "./diagnostics";
import type { OperationOutcome } from "./operations";

/**
 * The JSON document of an operation; docs/json.md describes it. A failed operation's document carries what it got to
 * as well, since a program that fails half-way has still registered something.
 */
export function operationDocument(outcome: OperationOutcome, projectDir: string): Record<string, unknown> {
  const { ok, operation, stack, summary, outputs, graph, diagnostics, durationMs, error } = outcome;
  return {
    ok,
    operation,
    stack,
    ...(error && { error: { ...error, ...(error.source && { source: relativePosition(error.source, projectDir) }) } }),
    summary,
    outputs,
    resources: toResourceList(withRelativeSources(graph, projectDir)),
    graph: toGraphDocument(graph),
    diagnostics: diagnostics.map((each) => relativeDiagnostic(each, projectDir)),
    durationMs,
  };
}

function withRelativeSources(graph: OperationOutcome["graph"], projectDir: string): OperationOutcome["graph"] {
  const nodes = graph.nodes.map((node) => (node.source ? { ...node, source: relativePosition(node.source, projectDir) } : node));
  return { ...graph, nodes };
}

function relativeDiagnostic(diagnostic: Diagnostic, projectDir: string): Diagnostic {
  return diagnostic.source ? { ...diagnostic, source: relativePosition(diagnostic.source, projectDir) } : diagnostic;
}

/** A position with its file relative to the project, with forward slashes on every system. */
export function relativePosition(position: FilePosition, projectDir: string): FilePosition {
  if (!isAbsolute(position.file)) return position;
  const file = relative(projectDir, position.file).split("\\").join("/");
  return file.startsWith("..") ? position : { ...position, file };
}
