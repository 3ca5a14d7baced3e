import * as vscode from "vscode";
import { COMMANDS, CONTEXTS } from "./shared/contributions/ids";
import { type Handlers, registerCommands } from "./ui/commands/registerCommands";
import { emulatorCommands } from "./ui/emulator/emulatorCommands";
import { firstLook } from "./ui/firstLook";
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
import { stacksViewCommands } from "./ui/views/stacks/stacksView";
import { templateCommands } from "./ui/views/templates/templatesView";

let services: Services | undefined;
let learning: LearningFeature | undefined;

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

  const plan = (learning = new LearningFeature(context, { installation, log, emulator: settings.emulator, activities, onStacksLoaded: stacks.onDidLoad, makeLab: (template) => newLabFlow(labs, template), makeLessonLab: (lesson) => lessonLabFlow(labs, lesson), session, running: () => emulator.running }));

  const handlers: Handlers = {
    ...plan.commands,
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
    plan,
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
  if (vscode.workspace.isTrusted) firstLook(made, tools);
  else context.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(() => firstLook(made, tools)));
  if (context.extensionMode !== vscode.ExtensionMode.Test) return undefined;
  const unload = async (): Promise<void> => {
    await deactivate();
    for (const each of context.subscriptions.splice(0)) each.dispose();
  };
  return { services: made, unload };
}

/** Whatever runs is cancelled, and waited for: no process and no lock stays behind. */
export async function deactivate(): Promise<void> {
  await Promise.all([services?.end(), learning?.end()]);
  services = learning = undefined;
}

function setContext(key: string, value: unknown): void {
  void vscode.commands.executeCommand("setContext", key, value);
}
