/** Loads ELK, the layered layout. It is large, so only on the first use. */
import type { ELK, ElkNode } from "elkjs/lib/elk-api";

let loading: Promise<ELK> | undefined;

export async function runElk(graph: ElkNode): Promise<ElkNode> {
  loading ??= load();
  return (await loading).layout(graph);
}

async function load(): Promise<ELK> {
  const scope = globalThis as { document?: unknown; self?: unknown };
  // In a web worker ELK would take over the worker's messages; it knows a page by its document.
  const inWorker = scope.document === undefined && scope.self !== undefined;
  if (inWorker) scope.document = {};
  try {
    const module = await import("elkjs/lib/elk.bundled.js");
    const exported = module.default as unknown as { default?: typeof module.default } & typeof module.default;
    return new (exported.default ?? exported)();
  } finally {
    if (inWorker) delete scope.document;
  }
}
