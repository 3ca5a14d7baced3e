import * as vscode from "vscode";
import { type StackRef, stackKey, stackTitle } from "../../core/explorer/stackRef";
import { GRAPH_VIEW_TYPE } from "../../shared/contributions/ids";
import { refOf } from "../operations/stackChoice";
import { GraphPanel, type PanelServices } from "./graphPanel";

const REMEMBERED = "pulumiLab.graphPanels";

/** The graph panels of a window: at most one for each stack, restored with the window. */
export class GraphPanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly open = new Map<string, GraphPanel>();
  private readonly registration: vscode.Disposable;

  constructor(
    private readonly services: PanelServices,
    /** Which stack each open panel shows, by the panel's title: all that VS Code gives back after a reload. */
    private readonly memory: vscode.Memento,
  ) {
    this.registration = vscode.window.registerWebviewPanelSerializer(GRAPH_VIEW_TYPE, this);
  }

  /** Shows a stack's graph. With `preserveFocus` the keyboard stays where it is. */
  async show(ref: StackRef, urn?: string, preserveFocus = false): Promise<void> {
    const known = this.open.get(stackKey(ref));
    if (known) {
      if (!preserveFocus) known.reveal(urn);
      else if (urn) known.select(urn);
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      GRAPH_VIEW_TYPE,
      graphTitle(ref),
      { viewColumn: vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active, preserveFocus },
      { enableScripts: true, retainContextWhenHidden: true },
    );
    this.adopt(ref, panel, urn);
    const all = this.memory.get<Record<string, StackRef>>(REMEMBERED, {});
    await this.memory.update(REMEMBERED, { ...all, [graphTitle(ref)]: ref });
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    const ref = refOf(this.memory.get<Record<string, unknown>>(REMEMBERED, {})[panel.title]);
    if (!ref || !vscode.workspace.isTrusted) return panel.dispose();
    this.adopt(ref, panel);
  }

  /** Something outside of this window's operations may have changed what is recorded. */
  async refresh(): Promise<void> {
    await Promise.all([...this.open.values()].map((panel) => panel.refresh()));
  }

  dispose(): void {
    this.registration.dispose();
    for (const panel of [...this.open.values()]) panel.dispose();
    this.open.clear();
  }

  private adopt(ref: StackRef, webview: vscode.WebviewPanel, urn?: string): void {
    const key = stackKey(ref);
    const panel = new GraphPanel(ref, webview, this.services, () => this.open.delete(key));
    this.open.set(key, panel);
    if (urn) panel.select(urn);
  }
}

function graphTitle(ref: StackRef): string {
  return vscode.l10n.t("Graph: {0}", stackTitle(ref));
}
