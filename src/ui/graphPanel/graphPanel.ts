import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { errorMessage } from "../../core/errors";
import type { StackActivities, StackActivity } from "../../core/explorer/stackActivities";
import { sameStack, type StackRef, stackTitle } from "../../core/explorer/stackRef";
import type { ResourceGraph } from "../../shared/graph";
import { diffGraphs, isEmptyDelta } from "../../shared/graphDelta";
import { fromPage, type PageRequest, type PanelState, type ToPage } from "../../shared/graphPanel";
import { graphPageHtml } from "../../shared/graphPage";
import { type RestingStack, stateAtRest, stateOfActivity } from "./panelState";

export interface PanelServices {
  extensionUri: vscode.Uri;
  activities: StackActivities;
  log: vscode.LogOutputChannel;
  /** The stack as it is recorded. */
  atRest: (ref: StackRef) => Promise<RestingStack>;
  /** Where operations of a stack go, for the panel's heading. */
  place: () => string | undefined;
  /** Answers a request of the page; what it throws becomes the page's failure. */
  answer: (ref: StackRef, graph: ResourceGraph, request: PageRequest) => Promise<unknown>;
}

/** Deltas that come in a burst are sent as one: the page draws no faster than this. */
const FLUSH_MS = 50;

/** One graph panel: the page of one stack, kept up with what runs and with what is recorded. */
export class GraphPanel {
  private graph: ResourceGraph = { nodes: [], edges: [] };
  /** What the page has; undefined until it says that it is ready. */
  private sent: { graph: ResourceGraph; state: PanelState } | undefined;
  private state: PanelState;
  private pendingSelection: string | undefined;
  private flushing: NodeJS.Timeout | undefined;
  private ready = false;
  private disposed = false;
  private readonly disposables: vscode.Disposable[] = [];

  constructor(
    readonly ref: StackRef,
    private readonly panel: vscode.WebviewPanel,
    private readonly services: PanelServices,
    onClosed: () => void,
  ) {
    this.state = { title: stackTitle(ref), planned: false, phase: "idle", message: "" };
    panel.webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(services.extensionUri, "dist", "webview")] };
    panel.iconPath = vscode.Uri.joinPath(services.extensionUri, "media", "activity.svg");
    const unsubscribe = services.activities.onDidChange(({ activity }) => {
      if (sameStack(activity.ref, ref)) this.takeActivity(activity);
    });
    this.disposables.push(
      { dispose: unsubscribe },
      panel.webview.onDidReceiveMessage((message: unknown) => void this.receive(message)),
      panel.onDidDispose(() => {
        this.dispose();
        onClosed();
      }),
    );
    panel.webview.html = this.html();
  }

  reveal(urn?: string): void {
    this.panel.reveal(undefined, false);
    if (urn) this.select(urn);
  }

  select(urn: string): void {
    this.pendingSelection = urn;
    this.flush();
  }

  /** Shows the stack as it is recorded, unless an operation is under way. */
  async refresh(): Promise<void> {
    const activity = this.services.activities.get(this.ref);
    if (activity && this.services.activities.isRunning(this.ref)) return this.takeActivity(activity);
    const resting = await this.services.atRest(this.ref);
    if (this.disposed || this.services.activities.isRunning(this.ref)) return;
    this.graph = resting.graph;
    // What could not even begin is recorded nowhere: this window's own word on it stands until the next operation.
    this.state = activity?.phase === "failed" && !activity.outcome ? stateOfActivity(activity, resting.place) : stateAtRest(this.ref, resting);
    this.schedule();
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    clearTimeout(this.flushing);
    for (const each of this.disposables) each.dispose();
    this.panel.dispose();
  }

  private takeActivity(activity: StackActivity): void {
    // Before the program has said anything, what is recorded stays on the page.
    if (activity.graph.nodes.length > 0 || activity.outcome) this.graph = activity.graph;
    this.state = stateOfActivity(activity, this.services.place());
    this.schedule();
  }

  private schedule(): void {
    if (this.flushing || this.disposed) return;
    this.flushing = setTimeout(() => {
      this.flushing = undefined;
      this.flush();
    }, FLUSH_MS);
  }

  private flush(): void {
    if (!this.ready || this.disposed) return;
    if (!this.sent) {
      this.post({ kind: "graph", state: this.state, graph: this.graph });
    } else {
      if (this.sent.graph !== this.graph) {
        const delta = diffGraphs(this.sent.graph, this.graph);
        if (!isEmptyDelta(delta)) this.post({ kind: "delta", delta });
      }
      if (JSON.stringify(this.sent.state) !== JSON.stringify(this.state)) this.post({ kind: "state", state: this.state });
    }
    this.sent = { graph: this.graph, state: this.state };
    if (this.pendingSelection && this.graph.nodes.some(({ id }) => id === this.pendingSelection)) {
      this.post({ kind: "select", urn: this.pendingSelection });
      this.pendingSelection = undefined;
    }
  }

  private async receive(raw: unknown): Promise<void> {
    const parsed = fromPage.safeParse(raw);
    if (!parsed.success) return this.services.log.warn(`graph panel: a message that is none: ${parsed.error.message}`);
    const message = parsed.data;
    if (message.kind === "ready") {
      this.ready = true;
      // A page that was loaded anew knows nothing.
      this.sent = undefined;
      await this.refresh();
      return this.flush();
    }
    if (message.kind === "selected") return;
    try {
      this.post({ kind: "reply", id: message.id, value: (await this.services.answer(this.ref, this.graph, message)) ?? null });
    } catch (error) {
      this.post({ kind: "failure", id: message.id, message: errorMessage(error) });
    }
  }

  private post(message: ToPage): void {
    if (!this.disposed) void this.panel.webview.postMessage(message);
  }

  private html(): string {
    const { webview } = this.panel;
    const uri = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(this.services.extensionUri, "dist", "webview", name)).toString();
    return graphPageHtml({
      nonce: randomBytes(16).toString("base64url"),
      cspSource: webview.cspSource,
      scriptUri: uri("graph.js"),
      styleUri: uri("graph.css"),
      codiconUri: uri("codicon.css"),
      workerUri: uri("layoutWorker.js"),
      engineUri: uri("elk.js"),
      title: stackTitle(this.ref),
      // Without a bundle in the person's language the page speaks English, whatever the editor does.
      ...(vscode.l10n.bundle && { language: vscode.env.language, translations: vscode.l10n.bundle }),
    });
  }
}

