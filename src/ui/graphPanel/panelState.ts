import type { StackActivity } from "../../core/explorer/stackActivities";
import { type StackRef, stackTitle } from "../../core/explorer/stackRef";
import type { PanelState } from "../../shared/graphPanel";
import type { ResourceGraph } from "../../shared/graph";
import { describeError } from "../showError";

/** What the state file and the record of the last operation say of a stack at rest. */
export interface RestingStack {
  graph: ResourceGraph;
  planned: boolean;
  place?: string;
  lastOperation?: { operation: PanelState["operation"]; result: "succeeded" | "failed" | "cancelled"; error?: PanelState["error"] & { code?: string } };
}

export function stateOfActivity({ ref, operation, phase, message, outcome, error }: StackActivity, place: string | undefined): PanelState {
  const planned = operation === "preview";
  const failure = phase === "failed" ? error : undefined;
  return {
    title: stackTitle(ref),
    planned,
    operation,
    phase,
    // How it succeeded the page counts from the graph.
    message: phase === "succeeded" ? "" : message,
    ...(failure && { error: { message: describeError(failure), ...(outcome?.error?.source && { source: outcome.error.source }) } }),
    ...(place && { place }),
  };
}

export function stateAtRest(ref: StackRef, resting: RestingStack): PanelState {
  const { lastOperation, planned, place } = resting;
  const failed = lastOperation?.result === "failed" ? lastOperation.error : undefined;
  return {
    title: stackTitle(ref),
    planned,
    operation: lastOperation?.operation,
    phase: lastOperation?.result ?? "idle",
    message: "",
    ...(failed && { error: { message: describeError(failed), ...(failed.source && { source: failed.source }) } }),
    ...(place && { place }),
  };
}
