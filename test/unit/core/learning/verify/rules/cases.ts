import type { World } from "../../../../../support/learningWorld";

/** What a rule has to tell apart. An empty workspace, which shows nothing, is the third case of each. */
export interface RuleCase {
  evidence: World;
  /** Almost the same, with what matters missing. */
  nearMiss: World;
  /** What "Check" says is missing of the near miss, where it is worth a look. */
  missing?: RegExp;
  /** How the emulator's APIs answer: for rules that make requests. */
  answers?: { evidence: Answer; nearMiss: Answer };
}

/** Of a request such as `POST /shorten`. */
export type Answer = (request: string) => { status: number; location?: string; body?: unknown };

export type RuleCases = Record<string, RuleCase>;
