/** Every id that the manifest and the code must agree on, written once. */

export const PREFIX = "pulumiLab";

export const VIEW_CONTAINER = PREFIX;

export const VIEWS = {
  stacks: "pulumiLab.stacks",
  emulator: "pulumiLab.emulator",
  templates: "pulumiLab.templates",
} as const;

export const COMMANDS = {
  deploy: "pulumiLab.deploy",
  preview: "pulumiLab.preview",
  refresh: "pulumiLab.refresh",
  destroy: "pulumiLab.destroy",
  cancel: "pulumiLab.cancel",
  check: "pulumiLab.check",
  showGraph: "pulumiLab.showGraph",
  newLab: "pulumiLab.newLab",
  selectStack: "pulumiLab.selectStack",
  newStack: "pulumiLab.newStack",
  renameStack: "pulumiLab.renameStack",
  removeStack: "pulumiLab.removeStack",
  exportState: "pulumiLab.exportState",
  importState: "pulumiLab.importState",
  setConfig: "pulumiLab.setConfig",
  setSecret: "pulumiLab.setSecret",
  showOutputs: "pulumiLab.showOutputs",
  openUrl: "pulumiLab.openUrl",
  installDependencies: "pulumiLab.installDependencies",
  emulatorStart: "pulumiLab.emulator.start",
  emulatorStop: "pulumiLab.emulator.stop",
  emulatorReset: "pulumiLab.emulator.reset",
  emulatorLogs: "pulumiLab.emulator.logs",
  emulatorRefresh: "pulumiLab.emulator.refresh",
  // Not "open": VS Code makes a command of that name for each view, ours of the emulator included.
  emulatorOpen: "pulumiLab.emulator.openContent",
  emulatorOpenBrowser: "pulumiLab.emulator.openBrowser",
  installTools: "pulumiLab.installTools",
  doctor: "pulumiLab.doctor",
  openWorkspace: "pulumiLab.openWorkspace",
  openTerminal: "pulumiLab.openTerminal",
  showLog: "pulumiLab.showLog",
  stacksRefresh: "pulumiLab.stacks.refresh",
  groupByComponent: "pulumiLab.stacks.groupByComponent",
  groupByService: "pulumiLab.stacks.groupByService",
  filter: "pulumiLab.stacks.filter",
  clearFilter: "pulumiLab.stacks.clearFilter",
  revealInGraph: "pulumiLab.resource.revealInGraph",
  goToSource: "pulumiLab.resource.goToSource",
  copyUrn: "pulumiLab.resource.copyUrn",
  copyId: "pulumiLab.resource.copyId",
  copyOutput: "pulumiLab.resource.copyOutput",
  revealSecrets: "pulumiLab.resource.revealSecrets",
  openInEmulator: "pulumiLab.resource.openInEmulator",
  newLabFrom: "pulumiLab.templates.newLab",
  showTemplate: "pulumiLab.templates.show",
} as const;
export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

/** Context keys for `when` clauses. */
export const CONTEXTS = {
  /** The first look at the workspace is over: until then welcome content would be a guess. */
  ready: "pulumiLab.ready",
  hasProject: "pulumiLab.hasProject",
  /** A stack of the workspace is in the state backend. */
  hasStack: "pulumiLab.hasStack",
  /** An operation runs on some stack. */
  busy: "pulumiLab.busy",
  /** Something that is needed for deployments is not installed. */
  toolsMissing: "pulumiLab.toolsMissing",
  /** off, ours or foreign: a foreign one can't be stopped by us. */
  emulator: "pulumiLab.emulatorState",
  /** Stacks are grouped by service, not by component. */
  byService: "pulumiLab.byService",
  filtered: "pulumiLab.filtered",
} as const;

/** Settings, as read below `pulumiLab.`. */
export const SETTINGS = {
  emulator: "emulator",
  persist: "emulatorPersist",
  provider: "provider",
  pulumiPath: "pulumiPath",
  pythonPath: "pythonPath",
  confirmDeploy: "confirmDeploy",
  openGraph: "openGraphOnOperation",
  typeCheck: "typeCheck",
  codeLens: "codeLens",
} as const;

export const GRAPH_VIEW_TYPE = "pulumiLab.graph";
export const TERMINAL_PROFILE = "pulumiLab.terminal";
/** Scheme of the read-only documents of the emulator's contents and of stacks. */
export const DOCUMENT_SCHEME = "pulumi-lab";

/** `contextValue`s of tree items: `when` clauses match on the words. */
export const ITEM = {
  project: "project",
  stack: "stack",
  resource: "resource",
} as const;
