/** The words and marks for what happens to a resource: one set for terminal, tree and graph. */
import type { ResourceOp } from "./graph";

/** The order in which operations are told: what changes first. */
export const OPS_IN_ORDER: readonly ResourceOp[] = [
  "failed",
  "create",
  "update",
  "replace",
  "delete",
  "import",
  "read",
  "refresh",
  "same",
];

const DONE: Record<ResourceOp, string> = {
  failed: "failed",
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  import: "imported",
  read: "read",
  refresh: "refreshed",
  same: "unchanged",
};

const PLANNED: Record<ResourceOp, string> = {
  ...DONE,
  create: "to create",
  update: "to update",
  replace: "to replace",
  delete: "to delete",
  import: "to import",
};

/** "created", or where nothing has happened yet, "to create". */
export function opWord(op: ResourceOp, planned = false): string {
  return (planned ? PLANNED : DONE)[op];
}

const MARKS: Record<ResourceOp, string> = {
  failed: "!",
  create: "+",
  update: "~",
  replace: "±",
  delete: "−",
  import: "←",
  read: "»",
  refresh: "↻",
  same: "=",
};

const ASCII_MARKS: Record<ResourceOp, string> = { ...MARKS, replace: "%", delete: "-", import: "<", read: ">", refresh: "*" };

/** One character. */
export function opMark(op: ResourceOp, unicode = true): string {
  return (unicode ? MARKS : ASCII_MARKS)[op];
}
