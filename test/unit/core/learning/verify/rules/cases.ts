import type { World } from "../../../../../support/learningWorld";

/** What a rule has to tell apart. An empty workspace, which shows nothing, is the third case of each. */
export interface RuleCase {
  evidence: World;
  /** Almost the same, with what matters missing. */
  nearMiss: World;
  /** What "Check" says is missing of the near miss, where it is worth a look. */
  missing?: RegExp;
}

export type RuleCases = Record<string, RuleCase>;
