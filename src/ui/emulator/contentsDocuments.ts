import * as vscode from "vscode";
import { documentPath } from "../../core/emulator/contents/documentPath";
import { type ContentsDocument, contentsRef, type ContentsRef } from "../../core/emulator/contents/model";
import { UserError } from "../../core/errors";
import { DOCUMENT_SCHEME } from "../../shared/contributions/ids";
import type { ContentsSource } from "./contentsSource";
import type { EmulatorService } from "./emulatorService";

/** Tells the documents of the emulator's contents from others of the scheme. */
const AUTHORITY = "emulator";

/** What lies in the emulator as read-only documents, which follow it as long as they are open. */
export class ContentsDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  /** Read on the way to opening, so that a failure is told by the command and opens no empty tab. */
  private readonly read = new Map<string, ContentsDocument>();
  private readonly ending = new AbortController();
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly source: ContentsSource,
    private readonly service: EmulatorService,
  ) {
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(DOCUMENT_SCHEME, this),
      service.onDidChange(() => this.refresh()),
    );
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string | undefined> {
    // Others provide for this scheme as well: undefined leaves it to them.
    if (uri.authority !== AUTHORITY) return undefined;
    const ahead = this.read.get(uri.toString());
    this.read.delete(uri.toString());
    if (ahead) return ahead.text;
    try {
      // A window that was just restored has not looked yet.
      if (!this.service.status) await this.service.refresh(this.ending.signal);
      return (await this.source.current().read(parse(uri), { signal: this.ending.signal })).text;
    } catch (error) {
      if (error instanceof UserError) return [error.message, error.hint ?? ""].join("\n").trim();
      throw error;
    }
  }

  /** @throws UserError when it can't be read */
  async open(ref: ContentsRef): Promise<void> {
    const uri = uriOf(ref);
    const content = await this.source.current().read(ref, { signal: this.ending.signal });
    this.read.set(uri.toString(), content);
    const before = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString() && !document.isClosed);
    if (before) this.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    const inJson = content.language === "json" && document.languageId !== "json" && document.languageId !== "jsonc";
    await vscode.window.showTextDocument(inJson ? await vscode.languages.setTextDocumentLanguage(document, "json") : document, { preview: true });
  }

  /** Reads again what is open. */
  refresh(): void {
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme === DOCUMENT_SCHEME && uri.authority === AUTHORITY) this.changed.fire(uri);
    }
  }

  dispose(): void {
    this.ending.abort();
    this.subscriptions.dispose();
  }
}

function uriOf(ref: ContentsRef): vscode.Uri {
  return vscode.Uri.from({ scheme: DOCUMENT_SCHEME, authority: AUTHORITY, path: `/${documentPath(ref)}`, query: JSON.stringify(ref) });
}

/** Addresses come back from window states, links and other extensions. */
function parse(uri: vscode.Uri): ContentsRef {
  try {
    return contentsRef.parse(JSON.parse(uri.query));
  } catch (cause) {
    throw new UserError("document-unknown", vscode.l10n.t("This address names nothing in the emulator."), vscode.l10n.t("Open it from the Emulator view."), { cause });
  }
}
