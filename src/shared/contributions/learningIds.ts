/** Ids of what belongs to the learning plan, written once. */

export const LEARNING_VIEW = "pulumiLab.learning";

export const LEARNING_COMMANDS = {
  /** Leads from an empty window to the first deployed lab. */
  startHere: "pulumiLab.learning.startHere",
  /** Goes to the current item of the plan. */
  continue: "pulumiLab.learning.continue",
  /** The plan's own text, in the workspace. */
  openPlan: "pulumiLab.learning.openPlan",
  refresh: "pulumiLab.learning.refresh",
  /** Argument: a group's id. */
  openWalkthrough: "pulumiLab.learning.openWalkthrough",
  /** The lesson of an item or a section. Argument: its id. */
  openLesson: "pulumiLab.learning.openLesson",
  /** Makes a lab from the program of a section's lesson. Argument: the section's id. */
  openSnippet: "pulumiLab.learning.openSnippet",
  /** Makes the lab that an item is practised with. */
  scaffold: "pulumiLab.learning.scaffold",
  openDocs: "pulumiLab.learning.openDocs",
  checkItem: "pulumiLab.learning.checkItem",
  /** Argument: the section's id. */
  checkSection: "pulumiLab.learning.checkSection",
  quiz: "pulumiLab.learning.quiz",
  /** CDK and Pulumi beside each other. */
  compare: "pulumiLab.learning.compare",
  progress: "pulumiLab.learning.progress",
  exportProgress: "pulumiLab.learning.exportProgress",
  shareImage: "pulumiLab.learning.shareImage",
} as const;
export type LearningCommandId = (typeof LEARNING_COMMANDS)[keyof typeof LEARNING_COMMANDS];

export const PROGRESS_VIEW_TYPE = "pulumiLab.progress";
