import { sep } from "node:path";
import * as vscode from "vscode";
import { loadProject } from "../core/engine/project";
import type { StackRef } from "../core/explorer/stackRef";
import { StackActivities } from "../core/explorer/stackActivities";
import { readStackSnapshot } from "../core/explorer/stackSnapshot";
import { checkProjectTypes } from "../core/typeCheck/projectTypeCheck";
import { contentsOfResource } from "../core/emulator/contents/resources";
import { findResource } from "../core/explorer/resourceDetails";
import { UserError } from "../core/errors";
import { Installation, place } from "../core/lab/installation";
import { openableUrls } from "../core/lab/openableUrls";
import type { GraphNode, ResourceGraph } from "../shared/graph";
import { ResourceLenses } from "./codeLens";
import { ContentsDocuments } from "./emulator/contentsDocuments";
import { ContentsSource } from "./emulator/contentsSource";
import { EmulatorLog } from "./emulator/emulatorLog";
import { EmulatorService } from "./emulator/emulatorService";
import { GraphPanels } from "./graphPanel/graphPanels";
import { answerPage } from "./graphPanel/panelAnswers";
import type { RestingStack } from "./graphPanel/panelState";
import { OperationRunner } from "./operations/operationRunner";
import { StackChoice } from "./operations/stackChoice";
import { Problems } from "./problems";
import { settings } from "./settings";
import { DoctorDocument } from "./setup/doctorDocument";
import { LabTerminals } from "./terminal";
import { EmulatorView } from "./views/emulator/emulatorView";
import { SecretDocuments } from "./views/stacks/secretDocuments";
import { StacksView } from "./views/stacks/stacksView";
import { TemplatesView } from "./views/templates/templatesView";

/** Everything that lives as long as the window, made once and handed to features. Making it starts nothing. */
export class Services implements vscode.Disposable {
  readonly installation: Installation;
  readonly activities = new StackActivities();
  readonly emulator: EmulatorService;
  readonly emulatorLog: EmulatorLog;
  readonly emulatorView: EmulatorView;
  readonly stacks: StacksView;
  readonly templates: TemplatesView;
  readonly secrets = new SecretDocuments();
  readonly choice: StackChoice;
  readonly runner: OperationRunner;
  readonly graphs: GraphPanels;
  readonly problems: Problems;
  readonly terminals: LabTerminals;
  readonly doctor = new DoctorDocument();
  private readonly graphsChanged = new vscode.EventEmitter<void>();
  private lensTimer: NodeJS.Timeout | undefined;
  /** The regions that the emulator's view was last shown for. */
  private regions = "";
  private readonly disposables: vscode.Disposable[];

  constructor(
    context: vscode.ExtensionContext,
    readonly log: vscode.LogOutputChannel,
  ) {
    const { activities } = this;
    const installation = (this.installation = new Installation({ root: context.extensionPath, chosen: settings.chosenTools, face: "editor" }));
    const emulator = (this.emulator = new EmulatorService({ installation, log, settings: () => ({ emulator: settings.emulator(), persist: settings.persist() }) }));
    this.emulatorLog = new EmulatorLog(emulator);
    const source = new ContentsSource({ installation, service: emulator, regions: () => this.stacks.model.regions });
    const documents = new ContentsDocuments(source, emulator);
    this.emulatorView = new EmulatorView({ service: emulator, source, documents, log });
    this.stacks = new StacksView({
      installation,
      activities,
      log,
      trusted: () => vscode.workspace.isTrusted,
      emulatorBoot: () => ({ running: emulator.running !== undefined, bootId: emulator.bootId }),
      memory: context.workspaceState,
      hasEmulatorPage: (node) => contentsOfResource({ type: node.type, id: node.resourceId ?? "?", outputs: { bucket: "?", key: "?", tableName: "?", logGroupName: "?" } }) !== undefined,
    });
    this.templates = new TemplatesView(installation.templatesDir);
    this.choice = new StackChoice(this.stacks, context.workspaceState);
    this.runner = new OperationRunner({
      installation,
      activities,
      log,
      ensureEmulator: (work) => emulator.ensureRunning(work),
      onBegin: (ref) => {
        if (settings.openGraph()) void this.graphs.show(ref, undefined, true);
      },
    });
    this.graphs = new GraphPanels(
      {
        extensionUri: context.extensionUri,
        activities,
        log,
        atRest: (ref) => this.atRest(ref),
        place: () => emulator.running && place(emulator.running),
        answer: (ref, graph, request) =>
          answerPage(
            {
              environment: installation.env,
              activities,
              session: (of) => this.runner.session(of, {}),
              urls: (of) => this.urls(of),
              stacks: () => this.stacks.load(),
              showGraph: (of) => this.graphs.show(of),
            },
            ref,
            graph,
            request,
          ),
      },
      context.workspaceState,
    );
    this.problems = new Problems({ activities, log, typeCheck: settings.typeCheck, checkTypes: (dir, signal) => checkProjectTypes(installation, dir, { signal }) });
    const lenses = new ResourceLenses({ enabled: settings.codeLens, graphsOf: (file) => this.graphsOf(file), onDidChangeGraphs: this.graphsChanged.event });
    this.terminals = new LabTerminals({
      installation,
      log,
      chooseStack: (item) => this.choice.choose(item),
      hasStack: () => this.choice.hasAny(),
      session: (ref, work) => this.runner.session(ref, work),
      ensureEmulator: (work) => emulator.ensureRunning(work),
    });
    this.disposables = [
      this.problems,
      lenses,
      this.doctor,
      this.graphsChanged,
      { dispose: () => clearTimeout(this.lensTimer) },
      {
        dispose: activities.onDidChange(({ activity }) => {
          this.tellLenses();
          if (activity.phase === "running" || activity.phase === "cancelling" || activity.operation === "preview") return;
          emulator.refreshQuietly();
          this.emulatorView.contentsChanged();
        }),
      },
      this.stacks.onDidLoad(() => {
        this.tellLenses();
        this.lookIntoRegions();
      }),
      emulator,
      this.emulatorLog,
      source,
      documents,
      this.emulatorView,
      this.stacks,
      this.templates,
      this.secrets,
      this.graphs,
      emulator.onDidChange(() => this.stacks.emulatorChanged()),
      this.stacks.onDidLoad(() => void this.graphs.refresh()),
    ];
  }

  /** Selects what a resource is in the emulator's view. */
  async openInEmulator(ref: StackRef, node: GraphNode): Promise<void> {
    const { state } = await readStackSnapshot(ref, { environment: this.installation.env });
    const outputs = findResource(state, node.id)?.outputs as Record<string, unknown> | undefined;
    const at = contentsOfResource({ type: node.type, id: node.resourceId, outputs });
    if (!at) throw new UserError("no-contents", vscode.l10n.t("The emulator has nothing to show of {0}.", node.name));
    await this.emulatorView.show(at);
  }

  /** The node of a resource by its URN, for commands that come without a tree item. */
  async nodeOf(ref: StackRef, urn: string): Promise<GraphNode | undefined> {
    return (await this.stacks.shown(ref)).graph.nodes.find(({ id }) => id === urn);
  }

  /** Cancels whatever runs and waits for its end: no process and no lock stays behind. */
  async end(): Promise<void> {
    await Promise.all([this.activities.dispose(), this.terminals.dispose(), this.problems.end()]);
  }

  dispose(): void {
    for (const each of this.disposables) each.dispose();
  }

  /** A stack lost what it held, or is another one now: what operations of this window told of it is old. */
  forget(ref: StackRef): void {
    this.activities.forget(ref);
    this.problems.forget(ref);
  }

  /**
   * What of a deployed stack a browser can open.
   * @throws UserError `emulator-not-running`
   */
  async urls(ref: StackRef): Promise<{ urn: string; url: string }[]> {
    const running = this.emulator.running ?? ((await this.emulator.refresh()) && this.emulator.running);
    const { place: at } = await readStackSnapshot(ref, { environment: this.installation.env });
    if (!running) throw new UserError("emulator-not-running", vscode.l10n.t("No emulator runs."), vscode.l10n.t("Start one, then deploy again."));
    if (!at) return [];
    return openableUrls(this.installation, { backend: at.backend, project: await loadProject(ref.projectDir), stack: ref.stack }, running.endpoint);
  }

  /** The graphs of the stacks of the project that a file belongs to. */
  private graphsOf(file: string): Promise<{ ref: StackRef; graph: ResourceGraph; planned: boolean }[]> {
    const owners = this.stacks.model.stacks.filter(({ ref }) => file.startsWith(ref.projectDir + sep));
    return Promise.all(
      owners.map(async ({ ref }) => {
        const { graph, planned } = await this.stacks.shown(ref);
        return { ref, graph, planned };
      }),
    );
  }

  /** Events of an operation come in bursts: lenses are drawn anew no faster than this. */
  private tellLenses(): void {
    this.lensTimer ??= setTimeout(() => {
      this.lensTimer = undefined;
      this.graphsChanged.fire();
    }, 300);
  }

  /** A deploy may have been the first one to some region. */
  private lookIntoRegions(): void {
    const regions = this.stacks.model.regions.join();
    if (regions === this.regions) return;
    this.regions = regions;
    this.emulatorView.contentsChanged();
  }

  private async atRest(ref: StackRef): Promise<RestingStack> {
    const { graph, planned, fromLastOperation, lastOperation, record } = await readStackSnapshot(ref, { environment: this.installation.env });
    return {
      graph,
      planned,
      // The state has gone on without it: what it says is old.
      lastOperation: fromLastOperation ? lastOperation : undefined,
      ...(record && { place: place({ name: record.emulator, endpoint: record.endpoint }) }),
    };
  }
}
