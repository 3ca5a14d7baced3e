import * as vscode from "vscode";
import { followFile } from "../../core/emulator/logFollow";
import type { WorkContext } from "../../core/lab/installation";
import { DOCUMENT_SCHEME } from "../../shared/contributions/ids";
import type { EmulatorService } from "./emulatorService";

const LINES = 1000;
const LONGEST = 512 * 1024;
/** Lines come in bursts: the document follows them at this pace. */
const PACE_MS = 250;
/** Tells this document from others of the scheme. */
const AUTHORITY = "emulator-log";
const URI = vscode.Uri.from({ scheme: DOCUMENT_SCHEME, authority: AUTHORITY, path: "/Emulator.log" });

/**
 * The emulator's log as a read-only document, which follows it where it is a file, as long as it is open. No output
 * channel: those stay empty in an editor without VS Code's native modules, such as the one that the lab provisions.
 */
export class EmulatorLog implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: vscode.Disposable;
  private following: { file: string; dispose(): void } | undefined;
  private text = "";
  private pace: NodeJS.Timeout | undefined;

  constructor(private readonly service: EmulatorService) {
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(DOCUMENT_SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.toString() === URI.toString()) this.unfollow();
      }),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    if (uri.authority !== AUTHORITY) return undefined;
    return this.text || vscode.l10n.t('Nothing is known of the log yet. Run "Pulumi Lab: Show Emulator Logs".');
  }

  async show(work: WorkContext): Promise<void> {
    const status = await this.service.refresh(work.signal);
    if (status?.logFile) {
      if (this.following?.file !== status.logFile) await this.follow(status.logFile);
    } else {
      // A foreign one has no log that we know of: the core says so.
      const text = await this.service.logs(LINES, work);
      this.unfollow();
      this.text = `${text.trimEnd()}\n`;
    }
    this.changed.fire(URI);
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(URI), { preview: false });
    const end = editor.document.lineAt(editor.document.lineCount - 1).range;
    editor.revealRange(end);
  }

  dispose(): void {
    this.unfollow();
    this.subscriptions.dispose();
  }

  private async follow(file: string): Promise<void> {
    this.unfollow();
    this.text = "";
    const following = await followFile(file, (text) => {
      this.text = (this.text + text).slice(-LONGEST);
      this.pace ??= setTimeout(() => {
        this.pace = undefined;
        this.changed.fire(URI);
      }, PACE_MS);
    });
    this.unfollow();
    this.following = { file, dispose: () => following.dispose() };
  }

  private unfollow(): void {
    clearTimeout(this.pace);
    this.pace = undefined;
    this.following?.dispose();
    this.following = undefined;
  }
}
