import { readdir } from "node:fs/promises";
import * as vscode from "vscode";
import { DOCUMENT_SCHEME } from "../shared/contributions/ids";

/** Characters: older ones are left to the channel's file. */
const KEPT = 256 * 1024;
/** Lines come in bursts: the document follows them at this pace. */
const PACE_MS = 250;
/** Tells this document from others of the scheme. */
const AUTHORITY = "log";
const URI = vscode.Uri.from({ scheme: DOCUMENT_SCHEME, authority: AUTHORITY, path: "/Pulumi Lab.log" });

type Level = "trace" | "debug" | "info" | "warn" | "error";
const LEVELS: Record<Level, vscode.LogLevel> = {
  trace: vscode.LogLevel.Trace,
  debug: vscode.LogLevel.Debug,
  info: vscode.LogLevel.Info,
  warn: vscode.LogLevel.Warning,
  error: vscode.LogLevel.Error,
};

/**
 * The extension's log channel. VS Code writes a channel's lines into a file by a native module, and shows that file:
 * an editor without the module, such as the one that the lab provisions, shows nothing. There the last lines are shown
 * as a read-only document instead.
 */
export class LabLog implements vscode.LogOutputChannel, vscode.TextDocumentContentProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registered = vscode.workspace.registerTextDocumentContentProvider(DOCUMENT_SCHEME, this);
  private text = "";
  private pace: NodeJS.Timeout | undefined;

  constructor(
    private readonly channel: vscode.LogOutputChannel,
    /** The folder in which VS Code keeps the channel's file. */
    private readonly folder: string,
  ) {}

  get name(): string {
    return this.channel.name;
  }

  get logLevel(): vscode.LogLevel {
    return this.channel.logLevel;
  }

  get onDidChangeLogLevel(): vscode.Event<vscode.LogLevel> {
    return this.channel.onDidChangeLogLevel;
  }

  trace(message: string): void {
    this.write("trace", message);
  }

  debug(message: string): void {
    this.write("debug", message);
  }

  info(message: string): void {
    this.write("info", message);
  }

  warn(message: string): void {
    this.write("warn", message);
  }

  error(error: string | Error): void {
    this.write("error", error instanceof Error ? (error.stack ?? error.message) : error);
  }

  append(text: string): void {
    this.info(text);
  }

  appendLine(text: string): void {
    this.info(text);
  }

  replace(text: string): void {
    this.clear();
    this.info(text);
  }

  clear(): void {
    this.channel.clear();
    this.text = "";
    this.tell();
  }

  show(): void {
    void this.reveal();
  }

  hide(): void {
    this.channel.hide();
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    // Others provide for this scheme as well: undefined leaves it to them.
    return uri.authority === AUTHORITY ? this.text : undefined;
  }

  dispose(): void {
    clearTimeout(this.pace);
    this.registered.dispose();
    this.changed.dispose();
    this.channel.dispose();
  }

  private async reveal(): Promise<void> {
    const written = await readdir(this.folder).catch(() => []);
    if (written.length > 0) {
      this.channel.show();
      return;
    }
    this.changed.fire(URI);
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(URI), { preview: false });
    editor.revealRange(editor.document.lineAt(editor.document.lineCount - 1).range);
  }

  private write(level: Level, message: string): void {
    this.channel[level](message);
    const { logLevel } = this.channel;
    if (logLevel === vscode.LogLevel.Off || LEVELS[level] < logLevel) return;
    const time = new Date().toISOString().replace("T", " ").replace("Z", "");
    this.text = `${this.text}${time} [${level}] ${message}\n`.slice(-KEPT);
    this.tell();
  }

  private tell(): void {
    this.pace ??= setTimeout(() => {
      this.pace = undefined;
      this.changed.fire(URI);
    }, PACE_MS);
  }
}
