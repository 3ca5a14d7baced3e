import * as vscode from "vscode";
import { takeOpenRequest } from "./core/lab/openRequest";
import { COMMANDS, CONTEXTS, VIEWS } from "./shared/contributions/ids";
import { type Handlers, registerCommands } from "./ui/commands/registerCommands";
import { emulatorCommands } from "./ui/emulator/emulatorCommands";
import { openLearningWorkspace } from "./ui/labs/learningWorkspace";
import { LabLog } from "./ui/labLog";
import { lessonLabFlow, newLabFlow } from "./ui/labs/newLabFlow";
import { LearningFeature } from "./ui/learning/learningFeature";
import { operationCommands } from "./ui/operations/operationCommands";
import { Services } from "./ui/services";
import { settings } from "./ui/settings";
import { doctorCommands } from "./ui/setup/doctorDocument";
import { installCommands, ToolsWatch } from "./ui/setup/installTools";
import { StatusBar } from "./ui/statusBar";
import { terminalCommands } from "./ui/terminal";
import { resourceCommands } from "./ui/views/stacks/resourceCommands";
import { stackCommands } from "./ui/views/stacks/stackCommands";
import type { ProjectModel } from "./ui/views/stacks/stackModel";
import { stacksViewCommands } from "./ui/views/stacks/stacksView";
import { templateCommands } from "./ui/views/templates/templatesView";

let services: Services | undefined;

/** What tests inside the editor look at. */
export interface Inside {
  services: Services;
  /** Ends the extension as VS Code does. */
  unload: () => Promise<void>;
}

/** Wires services to features. Nothing is waited for: neither a process nor the network. */
export function activate(context: vscode.ExtensionContext): Inside | undefined {
  const log = new LabLog(vscode.window.createOutputChannel("Pulumi Lab", { log: true }), context.logUri.fsPath);
  const made = (services = new Services(context, log));
  const { installation, activities, emulator, stacks, choice, runner, graphs } = made;
  const labs = { installation, log, onMade: () => stacks.refresh() };
  const showGraph = (ref: Parameters<typeof graphs.show>[0], urn?: string): Promise<void> => graphs.show(ref, urn);
  const session = runner.session.bind(runner);
  const tools = new ToolsWatch({ installation, log });

  const learning = new LearningFeature(context, { installation, log, emulator: settings.emulator, activities, onStacksLoaded: stacks.onDidLoad, makeLab: (template) => newLabFlow(labs, template), makeLessonLab: (lesson) => lessonLabFlow(labs, lesson) });

  const handlers: Handlers = {
    ...learning.commands,
    ...operationCommands({ installation, activities, runner, choice, log, makeLab: () => newLabFlow(labs), showGraph, refreshStacks: () => stacks.refresh(), ensureEmulator: (work) => emulator.ensureRunning(work), urls: (ref) => made.urls(ref), reveal: (ref) => stacks.reveal(ref) }),
    ...stacksViewCommands(stacks),
    ...stackCommands({ log, view: stacks, choose: (item) => choice.choose(item), session, remember: (ref) => choice.remember(ref), isRunning: (ref) => activities.isRunning(ref), forget: (ref) => made.forget(ref) }),
    ...resourceCommands({ log, shown: (ref) => stacks.shown(ref), session, openGraph: showGraph, openInEmulator: (ref, node) => made.openInEmulator(ref, node), secrets: made.secrets }),
    ...emulatorCommands({
      service: emulator,
      view: made.emulatorView,
      emulatorLog: made.emulatorLog,
      activities,
      log,
      workspaces: async () => (await stacks.model.ensure()).flatMap(({ place }) => (place ? [place.workspace] : [])),
    }),
    ...terminalCommands({ terminals: made.terminals }),
    ...installCommands({ installation, log }, tools),
    ...doctorCommands({ installation, log, doctor: made.doctor, emulator: (signal) => installation.emulator(settings.emulator(), { signal }) }),
    ...templateCommands(installation.templatesDir, (template) => newLabFlow(labs, template)),
    [COMMANDS.newLab]: () => newLabFlow(labs),
    [COMMANDS.showGraph]: async (item?: unknown, urn?: unknown) => {
      const ref = await choice.choose(item);
      if (ref) await graphs.show(ref, typeof urn === "string" ? urn : undefined);
    },
    [COMMANDS.openWorkspace]: () => openLearningWorkspace(),
    [COMMANDS.showLog]: () => log.show(),
  };

  context.subscriptions.push(
    log,
    made,
    learning,
    tools,
    registerCommands(handlers, log),
    new StatusBar({ emulator, activities }),
    { dispose: activities.onDidChange(() => setContext(CONTEXTS.busy, activities.active().length > 0)) },
    stacks.onDidLoad(() => {
      setContext(CONTEXTS.ready, true);
      setContext(CONTEXTS.hasProject, stacks.model.hasProject);
      setContext(CONTEXTS.hasStack, stacks.model.hasStack);
    }),
  );
  if (vscode.workspace.isTrusted) look(made, tools);
  else context.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(() => look(made, tools)));
  if (context.extensionMode !== vscode.ExtensionMode.Test) return undefined;
  const unload = async (): Promise<void> => {
    await deactivate();
    for (const each of context.subscriptions.splice(0)) each.dispose();
  };
  return { services: made, unload };
}

/** What commands and views depend on; nobody waits for it. */
function look(made: Services, tools: ToolsWatch): void {
  const { stacks, emulator } = made;
  void stacks.model.ensure().then((projects) => showWhatWasAskedFor(made, projects));
  emulator.refreshQuietly();
  void tools.look();
}

/** Whoever opened the window from outside may have left word what to show in it. */
async function showWhatWasAskedFor({ graphs, stacks }: Services, projects: readonly ProjectModel[]): Promise<void> {
  for (const { place } of projects) {
    const asked = place && (await takeOpenRequest(place.workspace));
    if (!asked) continue;
    await vscode.commands.executeCommand(`${VIEWS.stacks}.focus`);
    await graphs.show(asked);
    await stacks.reveal(asked);
    return;
  }
}

/** Whatever runs is cancelled, and waited for: no process and no lock stays behind. */
export async function deactivate(): Promise<void> {
  await services?.end();
  services = undefined;
}

function setContext(key: string, value: unknown): void {
  void vscode.commands.executeCommand("setContext", key, value);
}
