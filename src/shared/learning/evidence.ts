/** What proves that an item of the plan was done. Kept in the workspace's `.pulumi-lab/evidence.json`. */
export interface Evidence {
  /** Id of the item. */
  item: string;
  /** One plain sentence part, such as "bucket site-1a2b3c4 in stack dev". */
  what: string;
  /** ISO 8601, when it was seen. */
  time: string;
  /** Project and stack, where it belongs to one. */
  project?: string;
  stack?: string;
}

/** The answer to "Check" on an item. */
export type CheckOutcome =
  | { kind: "done"; evidence: Omit<Evidence, "item" | "time"> }
  /** What is missing, and the next step in a sentence. */
  | { kind: "notYet"; missing: string; next: string }
  /** It can't be told now (the emulator is off, tools are missing), and what helps. */
  | { kind: "unknown"; reason: string; next: string };
