import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { LEARNING_COMMANDS as LEARNING, PROGRESS_VIEW_TYPE } from "../../shared/contributions/learningIds";
import { isoDay } from "../../shared/learning/day";
import { progressMarkdown } from "../../shared/learning/progressMarkdown";
import { type FromProgressPage, fromProgressPage, type ToProgressPage } from "../../shared/learning/progressPanel";
import { progressPageHtml } from "../../shared/learning/progressPage";
import { type ProgressReport, progressReport } from "../../shared/learning/progressReport";
import { shareImage } from "../../shared/learning/shareImage";
import type { Handlers } from "../commands/registerCommands";
import type { LearningService } from "./learningService";
import type { LearningView } from "./learningView";

export interface ProgressServices {
  extensionUri: vscode.Uri;
  learning: LearningService;
  view: LearningView;
  log: vscode.LogOutputChannel;
}

/** The one Progress editor of the window, kept up with the plan and restored with the window. */
export class ProgressEditor implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private panel: vscode.WebviewPanel | undefined;
  private ready = false;
  private readonly disposables: vscode.Disposable[];

  constructor(private readonly services: ProgressServices) {
    this.disposables = [vscode.window.registerWebviewPanelSerializer(PROGRESS_VIEW_TYPE, this), services.learning.onDidChange(() => void this.send())];
  }

  show(): void {
    if (this.panel) return this.panel.reveal();
    this.take(vscode.window.createWebviewPanel(PROGRESS_VIEW_TYPE, vscode.l10n.t("Learning Progress"), vscode.ViewColumn.Active, { enableFindWidget: true }));
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    if (this.panel) panel.dispose();
    else this.take(panel);
    return Promise.resolve();
  }

  async report(): Promise<ProgressReport> {
    const { learning } = this.services;
    const [plan, verification, templates] = await Promise.all([learning.plan(), learning.verification(), learning.templates()]);
    return progressReport({ plan, evidence: learning.allEvidence.values(), kindOf: (id) => verification.kindOf(id).kind, practices: templates });
  }

  dispose(): void {
    this.panel?.dispose();
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private take(panel: vscode.WebviewPanel): void {
    const { extensionUri, log } = this.services;
    this.panel = panel;
    this.ready = false;
    panel.iconPath = vscode.Uri.joinPath(extensionUri, "media", "activity.svg");
    const folder = vscode.Uri.joinPath(extensionUri, "dist", "webview");
    panel.webview.options = { enableScripts: true, localResourceRoots: [folder] };
    panel.webview.onDidReceiveMessage(async (raw: unknown) => {
      const parsed = fromProgressPage.safeParse(raw);
      if (!parsed.success) return log.warn(`progress page: a message that is none: ${parsed.error.message}`);
      await this.receive(parsed.data);
    });
    panel.onDidDispose(() => (this.panel = undefined));
    const uri = (name: string): string => panel.webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
    panel.webview.html = progressPageHtml({
      nonce: randomBytes(16).toString("base64url"),
      cspSource: panel.webview.cspSource,
      scriptUri: uri("progress.js"),
      styleUri: uri("progress.css"),
      codiconUri: uri("codicon.css"),
      title: panel.title,
    });
  }

  private async receive(message: FromProgressPage): Promise<void> {
    const run = (command: string, ...rest: unknown[]): Thenable<unknown> => vscode.commands.executeCommand(command, ...rest);
    if (message.kind === "ready") {
      this.ready = true;
      await this.send();
    } else if (message.kind === "continue") await run(LEARNING.continue);
    else if (message.kind === "export") await run(LEARNING.exportProgress);
    else if (message.kind === "image") await run(LEARNING.shareImage);
    else if (message.kind === "openPlan") await run(LEARNING.openPlan);
    else if (message.kind === "openGroup") await run(LEARNING.openWalkthrough, message.id);
    else await this.services.view.reveal(message.id);
  }

  private async send(): Promise<void> {
    if (!this.panel || !this.ready) return;
    const message: ToProgressPage = { kind: "report", report: await this.report() };
    await this.panel?.webview.postMessage(message);
  }
}

export function progressCommands(editor: ProgressEditor): Handlers {
  return {
    [LEARNING.progress]: () => editor.show(),
    [LEARNING.exportProgress]: async () => {
      const text = progressMarkdown(await editor.report(), isoDay(new Date()));
      await save("progress.md", text, { Markdown: ["md"] });
    },
    [LEARNING.shareImage]: async () => save("progress.svg", shareImage(await editor.report()), { SVG: ["svg"] }),
  };
}

/** Asks where, writes, and offers to open what was written. */
async function save(name: string, text: string, filters: Record<string, string[]>): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({ defaultUri: folder && vscode.Uri.joinPath(folder, name), filters });
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  const open = vscode.l10n.t("Open");
  if ((await vscode.window.showInformationMessage(vscode.l10n.t("Saved {0}.", vscode.workspace.asRelativePath(target)), open)) === open) await vscode.commands.executeCommand("vscode.open", target);
}
