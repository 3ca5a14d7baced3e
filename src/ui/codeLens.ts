import * as vscode from "vscode";
import { movedPosition, type TextEdit } from "../core/explorer/movedPositions";
import { realFile, resourcesIn, type SourceGraph, sourceLenses } from "../core/explorer/sourceLenses";
import { type StackRef, stackKey } from "../core/explorer/stackRef";
import { COMMANDS, PREFIX, SETTINGS } from "../shared/contributions/ids";

export interface CodeLensServices {
  enabled: () => boolean;
  /** The graphs of the stacks of the project that a file (real path) lies in; none for other files. */
  graphsOf: (file: string) => Promise<readonly SourceGraph[]>;
  /** Calls back when graphs may have changed. */
  onDidChangeGraphs: vscode.Event<unknown>;
}

const SELECTOR: vscode.DocumentSelector = ["typescript", "javascript", "typescriptreact"].map((language) => ({ language, scheme: "file" }));

/** What happened to a document since its text was what a graph speaks of. */
interface Known {
  /** Says which places the graph named; other places are about another text. */
  signature: string;
  edits: TextEdit[];
}

/** A line over each resource of a program: what its last operation was. A click shows it in the graph. */
export class ResourceLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  /** By document: the edits since it was last saved. Operations run what is saved. */
  private readonly unsaved = new Map<string, TextEdit[]>();
  /** By document and stack. */
  private readonly known = new Map<string, Map<string, Known>>();
  private readonly disposables: vscode.Disposable;

  constructor(private readonly services: CodeLensServices) {
    this.disposables = vscode.Disposable.from(
      this.changed,
      vscode.languages.registerCodeLensProvider(SELECTOR, this),
      services.onDidChangeGraphs(() => this.changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${PREFIX}.${SETTINGS.codeLens}`)) this.changed.fire();
      }),
      vscode.workspace.onDidChangeTextDocument((event) => this.noteEdits(event)),
      vscode.workspace.onDidSaveTextDocument((document) => void this.unsaved.delete(document.uri.toString())),
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.unsaved.delete(document.uri.toString());
        this.known.delete(document.uri.toString());
      }),
    );
  }

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    if (!this.services.enabled() || !vscode.workspace.isTrusted) return [];
    const file = realFile(document.uri.fsPath);
    const graphs = await this.services.graphsOf(file);
    if (token.isCancellationRequested || document.isClosed) return [];
    const edits = new Map(graphs.map((source) => [stackKey(source.ref), this.editsSince(document, file, source)]));
    const move = (ref: StackRef, at: { line: number; character: number }) => movedPosition(at, edits.get(stackKey(ref)) ?? []);
    return sourceLenses(file, graphs, move)
      .filter(({ line }) => line < document.lineCount && !document.lineAt(line).isEmptyOrWhitespace)
      .map(
        ({ line, title, ref, urn }) =>
          new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
            title,
            tooltip: vscode.l10n.t("Show in the resource graph"),
            command: COMMANDS.revealInGraph,
            arguments: [{ ref, urn }],
          }),
      );
  }

  dispose(): void {
    this.disposables.dispose();
    this.unsaved.clear();
    this.known.clear();
  }

  private editsSince(document: vscode.TextDocument, file: string, source: SourceGraph): readonly TextEdit[] {
    const uri = document.uri.toString();
    const ofDocument = this.known.get(uri) ?? new Map<string, Known>();
    this.known.set(uri, ofDocument);
    const places = resourcesIn(file, source).map(({ node, at }) => `${node.id}@${at.line}:${at.character}`);
    const signature = places.join("\n");
    const before = ofDocument.get(stackKey(source.ref));
    if (before?.signature === signature) return before.edits;
    const now: Known = { signature, edits: [...(this.unsaved.get(uri) ?? [])] };
    ofDocument.set(stackKey(source.ref), now);
    return now.edits;
  }

  private noteEdits({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const uri = document.uri.toString();
    // Saved, undone or reverted: the text is the one on the disk again.
    if (!document.isDirty) this.unsaved.delete(uri);
    if (document.uri.scheme !== "file" || contentChanges.length === 0) return;
    // Several changes of one event are all told in the text before it: from the end on, none moves another.
    const edits = [...contentChanges]
      .sort((a, b) => b.rangeOffset - a.rangeOffset)
      .filter(({ range, text }) => !range.isSingleLine || text.includes("\n"))
      .map(({ range, text }) => ({ start: range.start, end: range.end, text: text.replaceAll("\r\n", "\n") }));
    if (edits.length === 0) return;
    if (document.isDirty) this.unsaved.set(uri, [...(this.unsaved.get(uri) ?? []), ...edits]);
    for (const each of this.known.get(uri)?.values() ?? []) each.edits.push(...edits);
  }
}
