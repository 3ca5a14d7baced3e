import type { ResourceGraph } from "../../shared/graph";
import { graphFromState } from "../../shared/graphBuilder";
import { type DeployRecord, DeployRecords } from "../engine/deployRecords";
import { hashState, type LastOperation, readLastOperation } from "../engine/lastOperation";
import { loadProject } from "../engine/project";
import { type ExportedState, readState, stackOutputsOf } from "../engine/stackState";
import { type ListedError, listedError } from "./projects";
import type { ListOptions } from "./projectStacks";
import { type StackPlace, stackPlace } from "./stackPlace";
import type { StackRef } from "./stackRef";

/** A stack at rest: what its state and its last operation tell. */
export interface StackSnapshot {
  graph: ResourceGraph;
  /** The graph shows what would happen, not what is. */
  planned: boolean;
  /** Whether the graph is the last operation's: then its marks hold still. */
  fromLastOperation: boolean;
  lastOperation?: LastOperation;
  exists: boolean;
  /** Secrets read `[secret]`. */
  outputs: Record<string, unknown>;
  record?: DeployRecord;
  /** The state as it lies in the backend; absent when the stack does not exist. */
  state?: ExportedState;
  place?: StackPlace;
  /** Nothing, or not all, could be read. */
  error?: ListedError;
}

/**
 * Reads a stack's graph: the one of the last operation as long as the state is still as that operation left it, else
 * the state's own.
 */
export async function readStackSnapshot(ref: StackRef, { environment, home, signal }: ListOptions): Promise<StackSnapshot> {
  const empty: StackSnapshot = { graph: { nodes: [], edges: [] }, planned: false, fromLastOperation: false, exists: false, outputs: {} };
  try {
    const project = await loadProject(ref.projectDir);
    const place = await stackPlace(project, environment, home);
    const { workspace, backend } = place;
    const [state, hash, lastOperation, record] = await Promise.all([
      readState(backend.dir, project.name, ref.stack),
      hashState(backend.dir, project.name, ref.stack),
      readLastOperation(workspace, project.name, ref.stack),
      new DeployRecords(workspace.deploysFile).get(project.name, ref.stack),
    ]);
    signal?.throwIfAborted();
    const fresh = lastOperation?.stateHash === hash ? lastOperation : undefined;
    return {
      graph: fresh?.graph ?? (state ? graphFromState(state) : empty.graph),
      planned: fresh?.planned ?? false,
      fromLastOperation: fresh !== undefined,
      lastOperation,
      exists: hash !== "",
      outputs: stackOutputsOf(state),
      record,
      state,
      place,
    };
  } catch (error) {
    if (signal?.aborted) throw error;
    return { ...empty, error: listedError(error) };
  }
}
