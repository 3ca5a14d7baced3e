import { resolve } from "node:path";
import { graphFromState } from "../../shared/graphBuilder";
import type { ResourceGraph } from "../../shared/graph";
import { exportGraph } from "../../core/graph/exports";
import { readState } from "../../core/engine/stackState";
import { UserError } from "../../core/errors";
import { type CommandResult, success } from "../commandResult";
import type { Lab } from "../lab";
import { operate } from "./operations";

/** Draws what a stack holds; a stack that was never deployed, or `--preview`, what a preview says. */
export async function graphCommand(lab: Lab, folder: string, options: { out: string; preview: boolean }): Promise<CommandResult> {
  const session = await lab.session(folder);
  const state = await readState(session.backend.dir, session.project.name, session.stack);
  let graph: ResourceGraph;
  const planned = !state || options.preview;
  if (!planned) {
    graph = graphFromState(state);
  } else {
    const outcome = await operate(lab, session, await lab.runningEmulator(), "preview");
    if (!outcome.ok) throw new UserError(outcome.error?.code ?? "preview-failed", outcome.error?.message ?? "The preview failed.", outcome.error?.hint);
    graph = outcome.graph;
  }
  const { file, format } = await exportGraph(graph, resolve(options.out), {
    title: `${session.project.name}/${session.stack}`,
    planned,
    signal: lab.signal,
  });
  return success({ ok: true, file, format, nodes: graph.nodes.length, edges: graph.edges.length }, `Drew ${graph.nodes.length} resources into ${file}`);
}
