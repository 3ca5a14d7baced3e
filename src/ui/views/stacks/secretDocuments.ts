import * as vscode from "vscode";

const SCHEME = "pulumi-lab-secrets";

/** Read-only documents with secrets in the clear: in memory alone, and only as long as they are open. */
export class SecretDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly disposables: vscode.Disposable;

  constructor() {
    this.disposables = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === SCHEME) this.texts.delete(uri.toString());
      }),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? vscode.l10n.t("These secrets are not kept. Reveal them again.");
  }

  /** @param name of the editor's tab, ending with `.json` */
  async show(name: string, values: unknown): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name.replace(/[/\\]/g, "-")}`, query: String(Date.now()) });
    this.texts.set(uri.toString(), `${JSON.stringify(values, undefined, 2)}\n`);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  dispose(): void {
    this.texts.clear();
    this.disposables.dispose();
  }
}
