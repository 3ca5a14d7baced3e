/** The learning plan as everything else sees it: phases (and projects) > sections > items. */

export interface Plan {
  title: string;
  groups: PlanGroup[];
  /** The Progress Tracking table; undefined in a copy that has lost it. */
  progress?: ProgressRow[];
}

/** A phase of the plan, or a project: a heading of the second level below which items lie. */
export interface PlanGroup {
  /** Such as `phase-1-5` or `linkshortener`. */
  id: string;
  /** The heading's text, word for word. */
  title: string;
  sections: PlanSection[];
  /** Markdown between the heading and the first section. */
  lead: string;
  /** Of the heading, counted from 1. */
  line: number;
}

export interface PlanSection {
  /** Such as `phase-1/getting-started`. */
  id: string;
  title: string;
  /** Empty in a section that only explains (a table, a diagram, code). */
  items: PlanItem[];
  /** Markdown of the section without its items. */
  body: string;
  line: number;
}

export interface PlanItem {
  /**
   * Such as `phase-1/getting-started/install-pulumi-cli`: made once from the shipped plan. An item of a workspace's copy
   * has the id of the shipped item that it comes from, wherever it was moved and if it was reworded a little.
   */
  id: string;
  /** Inline Markdown of the item's first paragraph, without the box. */
  text: string;
  /** The same as plain text. */
  plain: string;
  /** Markdown of what is nested below the item (notes, code), outdented; empty if there is nothing. */
  notes: string;
  done: boolean;
  line: number;
  /** Offset, in UTF-16 units, of the character between the brackets. */
  box: number;
  /** An "Estimated time" box: it ticks when the other items of its section are done. */
  estimate?: { minMinutes: number; maxMinutes: number };
  /** Not from the shipped plan: a learner's own. */
  own: boolean;
}

export type PhaseStatus = "Not Started" | "In Progress" | "Completed";

/** A row of the Progress Tracking table. */
export interface ProgressRow {
  title: string;
  /** Of the group that the row tells about; undefined if it tells about none of them. */
  group?: string;
  status: string;
  /** As written, such as `2026-11-25`; empty if nothing is written. */
  started: string;
  completed: string;
  line: number;
}

/** How an item can be ticked: by evidence, by a quiz, or by a person's word alone. */
export type ItemKind = "verified" | "quiz" | "manual";

/** Key of the context that is set while the item (or the section, by its id) is done. */
export function doneContext(id: string): string {
  return `pulumiLab.done.${id}`;
}
