/** Every command of the extension: what it is called, its icon, and when it makes sense. */
import { COMMANDS, type CommandId, CONTEXTS } from "./ids";
import { LEARNING_COMMANDS, type LearningCommandId } from "./learningIds";

export interface CommandContribution {
  id: CommandId | LearningCommandId;
  title: string;
  /** A codicon. */
  icon?: string;
  /** When it can be run; also hides it from the Command Palette otherwise. */
  when?: string;
  /** It needs an item of a view: never in the Command Palette. */
  itemOnly?: boolean;
}

const trusted = "isWorkspaceTrusted";
const project = `${trusted} && ${CONTEXTS.hasProject}`;
const stack = `${project} && ${CONTEXTS.hasStack}`;

export const COMMAND_TABLE: readonly CommandContribution[] = [
  { id: LEARNING_COMMANDS.startHere, title: "Start Here", icon: "rocket" },
  { id: LEARNING_COMMANDS.continue, title: "Continue Learning", icon: "debug-continue" },
  { id: LEARNING_COMMANDS.openPlan, title: "Open Learning Plan", icon: "markdown" },
  { id: LEARNING_COMMANDS.progress, title: "Show Progress", icon: "graph" },
  { id: LEARNING_COMMANDS.exportProgress, title: "Export Progress as Markdown" },
  { id: LEARNING_COMMANDS.shareImage, title: "Save Progress as Image" },
  { id: LEARNING_COMMANDS.compare, title: "Compare CDK and Pulumi Side by Side", icon: "diff" },
  { id: LEARNING_COMMANDS.refresh, title: "Check All Items Again", icon: "refresh", when: trusted },
  { id: LEARNING_COMMANDS.openWalkthrough, title: "Open Walkthrough", icon: "book" },
  { id: LEARNING_COMMANDS.openLesson, title: "Open Lesson", icon: "book", itemOnly: true },
  { id: LEARNING_COMMANDS.openSnippet, title: "Try the Lesson's Program", icon: "beaker", itemOnly: true },
  { id: LEARNING_COMMANDS.scaffold, title: "Make Its Lab", icon: "add", itemOnly: true },
  { id: LEARNING_COMMANDS.openDocs, title: "Open Documentation", icon: "link-external", itemOnly: true },
  { id: LEARNING_COMMANDS.checkItem, title: "Check", icon: "beaker", itemOnly: true },
  { id: LEARNING_COMMANDS.checkSection, title: "Check My Work", icon: "checklist", itemOnly: true },
  { id: LEARNING_COMMANDS.quiz, title: "Answer Three Questions", icon: "question", itemOnly: true },
  { id: COMMANDS.deploy, title: "Deploy to LocalStack", icon: "cloud-upload", when: trusted },
  { id: COMMANDS.preview, title: "Preview", icon: "eye", when: project },
  { id: COMMANDS.refresh, title: "Refresh", icon: "sync", when: stack },
  { id: COMMANDS.destroy, title: "Destroy", icon: "trash", when: stack },
  { id: COMMANDS.cancel, title: "Cancel Operation", icon: "debug-stop", when: CONTEXTS.busy },
  { id: COMMANDS.check, title: "Check This Lab", icon: "checklist", when: stack },
  { id: COMMANDS.showGraph, title: "Show Resource Graph", icon: "type-hierarchy", when: project },
  { id: COMMANDS.newLab, title: "New Lab from Template", icon: "add", when: trusted },
  { id: COMMANDS.selectStack, title: "Select Stack", icon: "layers", when: project },
  { id: COMMANDS.newStack, title: "New Stack", icon: "new-folder", when: project },
  { id: COMMANDS.renameStack, title: "Rename Stack", when: stack },
  { id: COMMANDS.removeStack, title: "Remove Stack", when: stack },
  { id: COMMANDS.exportState, title: "Export State", when: stack },
  { id: COMMANDS.importState, title: "Import State", when: project },
  { id: COMMANDS.setConfig, title: "Set Configuration Value", icon: "settings", when: project },
  { id: COMMANDS.setSecret, title: "Set Secret Configuration Value", icon: "lock", when: project },
  { id: COMMANDS.showOutputs, title: "Show Stack Outputs", icon: "output", when: stack },
  { id: COMMANDS.openUrl, title: "Open URL", icon: "link-external", when: stack },
  { id: COMMANDS.installDependencies, title: "Install Packages", icon: "cloud-download", when: project },
  { id: COMMANDS.emulatorStart, title: "Start Emulator", icon: "play", when: trusted },
  { id: COMMANDS.emulatorStop, title: "Stop Emulator", icon: "debug-stop", when: `${trusted} && ${CONTEXTS.emulator} == ours` },
  { id: COMMANDS.emulatorReset, title: "Reset Emulator", icon: "clear-all", when: `${trusted} && ${CONTEXTS.emulator} != off` },
  { id: COMMANDS.emulatorLogs, title: "Show Emulator Logs", icon: "output", when: trusted },
  { id: COMMANDS.emulatorRefresh, title: "Refresh Emulator", icon: "refresh", when: trusted },
  { id: COMMANDS.emulatorOpen, title: "Open", icon: "go-to-file", itemOnly: true },
  { id: COMMANDS.emulatorOpenBrowser, title: "Open Emulator in Browser", icon: "globe", when: `${trusted} && ${CONTEXTS.emulator} != off` },
  { id: COMMANDS.installTools, title: "Install or Update Tools", icon: "tools", when: trusted },
  { id: COMMANDS.doctor, title: "Check My Setup", icon: "pulse", when: trusted },
  { id: COMMANDS.openWorkspace, title: "Open Learning Workspace", icon: "folder-opened" },
  { id: COMMANDS.openTerminal, title: "Open Terminal", icon: "terminal", when: project },
  { id: COMMANDS.showLog, title: "Show Log", icon: "output" },
  { id: COMMANDS.stacksRefresh, title: "Refresh Stacks", icon: "refresh", when: trusted },
  { id: COMMANDS.groupByComponent, title: "Group by Component", icon: "list-tree", when: `${project} && ${CONTEXTS.byService}` },
  { id: COMMANDS.groupByService, title: "Group by Service", icon: "group-by-ref-type", when: `${project} && !${CONTEXTS.byService}` },
  { id: COMMANDS.filter, title: "Filter Resources", icon: "filter", when: project },
  { id: COMMANDS.clearFilter, title: "Clear Filter", icon: "filter-filled", when: CONTEXTS.filtered },
  { id: COMMANDS.revealInGraph, title: "Show in Graph", icon: "type-hierarchy", itemOnly: true },
  { id: COMMANDS.goToSource, title: "Go to Source", icon: "go-to-file", itemOnly: true },
  { id: COMMANDS.copyUrn, title: "Copy URN", itemOnly: true },
  { id: COMMANDS.copyId, title: "Copy ID", itemOnly: true },
  { id: COMMANDS.copyOutput, title: "Copy Output…", itemOnly: true },
  { id: COMMANDS.revealSecrets, title: "Reveal Secrets…", icon: "unlock", itemOnly: true },
  { id: COMMANDS.openInEmulator, title: "Open in Emulator", icon: "database", itemOnly: true },
  { id: COMMANDS.newLabFrom, title: "New Lab from This Template", icon: "add", itemOnly: true },
  { id: COMMANDS.showTemplate, title: "Read the Lesson", icon: "book", itemOnly: true },
];
