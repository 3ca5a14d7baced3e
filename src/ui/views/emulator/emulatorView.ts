import * as vscode from "vscode";
import { CATEGORIES, categoryOf, containerOf, type ContentsPage, type ContentsRef, refKey } from "../../../core/emulator/contents/model";
import { CancelledError, errorMessage, UserError } from "../../../core/errors";
import { VIEWS } from "../../../shared/contributions/ids";
import type { ContentsDocuments } from "../../emulator/contentsDocuments";
import type { ContentsSource } from "../../emulator/contentsSource";
import type { EmulatorService } from "../../emulator/emulatorService";
import { type CategorySummary, emulatorItem, rowItem, rowKey, servicesItem } from "./rowItems";
import type { CategoryRow, ContentRow, EmulatorRow, HeaderRow, ParentRow } from "./rows";

export interface EmulatorViewServices {
  service: EmulatorService;
  source: ContentsSource;
  documents: ContentsDocuments;
  log: vscode.LogOutputChannel;
}

/** What is known of one row's children. */
interface Loaded {
  rows: ContentRow[];
  more?: string;
  error?: UserError;
}

const HEADERS: readonly HeaderRow[] = [{ kind: "emulator" }, { kind: "services" }];
const CATEGORY_ROWS: readonly CategoryRow[] = CATEGORIES.map((category) => ({ kind: "category", category }));

/** Which emulator runs, and what lies in it. Empty when none runs: then the view's welcome shows. */
export class EmulatorView implements vscode.TreeDataProvider<EmulatorRow>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<EmulatorRow | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<EmulatorRow>;
  private readonly subscriptions: vscode.Disposable;
  private loaded = new Map<string, Promise<Loaded>>();
  private summaries = new Map<string, CategorySummary>();
  /** Ends what is asked for a tree that is not shown any more. */
  private asking = new AbortController();

  constructor(private readonly services: EmulatorViewServices) {
    const { service } = services;
    this.view = vscode.window.createTreeView(VIEWS.emulator, { treeDataProvider: this, showCollapseAll: true });
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      this.view,
      service.onDidChange(() => this.reload()),
      this.view.onDidChangeVisibility(({ visible }) => {
        if (visible) this.lookAgain();
      }),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused && this.view.visible) this.reload();
      }),
    );
    if (this.view.visible) this.lookAgain();
  }

  /** Shows what is there now; for the end of operations, and for people who ask. */
  async refresh(signal?: AbortSignal): Promise<void> {
    await this.services.service.refresh(signal);
    this.reload();
    this.services.documents.refresh();
  }

  /** After an operation on some stack. */
  contentsChanged(): void {
    if (this.view.visible) this.reload();
    this.services.documents.refresh();
  }

  getTreeItem(row: EmulatorRow): vscode.TreeItem {
    const status = this.services.service.status;
    if (row.kind === "emulator" || row.kind === "services") {
      if (!status) return new vscode.TreeItem("");
      return row.kind === "emulator" ? emulatorItem(status) : servicesItem(status, this.used());
    }
    return rowItem(row, (category) => this.summaries.get(rowKey(category)));
  }

  getParent(row: EmulatorRow): EmulatorRow | undefined {
    return "parent" in row ? row.parent : undefined;
  }

  async getChildren(row?: EmulatorRow): Promise<EmulatorRow[]> {
    if (!row) return this.roots();
    if (row.kind !== "category" && row.kind !== "content") return [];
    const { rows, more, error } = await this.childrenOf(row);
    const note = error
      ? ({ kind: "note", text: error.message, hint: error.hint, isError: true, parent: row } as const)
      : ({ kind: "note", text: vscode.l10n.t("Nothing in it"), parent: row } as const);
    return [...rows, ...(error || rows.length === 0 ? [note] : []), ...(more !== undefined ? [{ kind: "more", parent: row } as const] : [])];
  }

  /** Fetches the next page of a row whose last one was not all. */
  async loadMore(parent: ParentRow): Promise<void> {
    const before = await this.childrenOf(parent);
    if (before.more === undefined) return;
    const signal = this.asking.signal;
    const page = await vscode.window.withProgress({ location: { viewId: VIEWS.emulator } }, () => this.ask(parent, signal, before.more));
    if (signal.aborted) return;
    this.loaded.set(rowKey(parent), Promise.resolve({ rows: [...before.rows, ...rowsOf(page, parent)], more: page.more }));
    if (parent.kind === "category") this.summarize(parent, { rows: [...before.rows, ...rowsOf(page, parent)], more: page.more });
    this.changed.fire(parent);
  }

  async open(ref: ContentsRef): Promise<void> {
    await vscode.window.withProgress({ location: { viewId: VIEWS.emulator } }, () => this.services.documents.open(ref));
  }

  /**
   * Selects one thing in the tree, or what it lies in; what is no container opens as well.
   * @throws UserError when there is no such thing
   */
  async show(ref: ContentsRef): Promise<void> {
    const { service, source } = this.services;
    await vscode.commands.executeCommand(`${VIEWS.emulator}.focus`);
    if (!service.running) await service.refresh();
    source.current();
    if ("region" in ref && source.include(ref.region)) this.reload();
    const container = containerOf(ref);
    const row = await this.find(container);
    if (!row) {
      const hint = vscode.l10n.t("It was deployed to another emulator, or this one has been emptied since. Deploy the stack again.");
      throw new UserError("emulator-gone", vscode.l10n.t("It does not lie in the emulator that runs now."), hint);
    }
    await this.view.reveal(row, { select: true, focus: true, expand: row.node.expandable });
    if (container !== ref || !row.node.expandable) await this.open(ref);
  }

  dispose(): void {
    this.asking.abort();
    this.subscriptions.dispose();
  }

  private lookAgain(): void {
    this.services.service.refreshQuietly();
    this.reload();
  }

  private reload(): void {
    this.asking.abort();
    this.asking = new AbortController();
    this.loaded = new Map();
    this.changed.fire(undefined);
  }

  private async roots(): Promise<EmulatorRow[]> {
    const { service } = this.services;
    if (service.problem) return [{ kind: "note", text: service.problem.message, hint: service.problem.hint, isError: true }];
    if (!service.running) return [];
    const signal = this.asking.signal;
    const loaded = await Promise.all(CATEGORY_ROWS.map((row) => this.childrenOf(row)));
    if (signal !== this.asking.signal) return this.roots();
    CATEGORY_ROWS.forEach((row, at) => this.summarize(row, loaded[at]!));
    // It was stopped by somebody else since we looked.
    const gone = loaded.every(({ error }) => error?.code === "emulator-not-running");
    if (gone) service.refreshQuietly();
    const why = loaded[0]?.error;
    if (gone && why) return [{ kind: "note", text: why.message, hint: why.hint, isError: true }];
    return [...HEADERS, ...CATEGORY_ROWS];
  }

  private summarize(row: CategoryRow, { rows, more, error }: Loaded): void {
    this.summaries.set(rowKey(row), { count: rows.length, more: more !== undefined, problem: error?.message });
  }

  private used(): CategoryRow["category"][] {
    return CATEGORIES.filter((category) => (this.summaries.get(rowKey({ kind: "category", category }))?.count ?? 0) > 0);
  }

  private childrenOf(row: ParentRow): Promise<Loaded> {
    const key = rowKey(row);
    const known = this.loaded.get(key);
    if (known) return known;
    const loading = this.load(row);
    this.loaded.set(key, loading);
    return loading;
  }

  private async load(row: ParentRow): Promise<Loaded> {
    try {
      const page = await this.ask(row, this.asking.signal);
      return { rows: rowsOf(page, row), more: page.more };
    } catch (error) {
      if (error instanceof CancelledError) return { rows: [] };
      this.services.log.warn(`The emulator's contents can't be shown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return { rows: [], error: error instanceof UserError ? error : new UserError("emulator-contents", errorMessage(error)) };
    }
  }

  private async ask(row: ParentRow, signal: AbortSignal, more?: string): Promise<ContentsPage> {
    const contents = this.services.source.current();
    return row.kind === "category" ? contents.list(row.category, { signal, more }) : contents.children(row.node.ref, { signal, more });
  }

  private async find(ref: ContentsRef): Promise<ContentRow | undefined> {
    const category = CATEGORY_ROWS.find((row) => row.category === categoryOf(ref))!;
    const key = refKey(ref);
    for (;;) {
      const { rows, more } = await this.childrenOf(category);
      const found = rows.find((row) => refKey(row.node.ref) === key);
      if (found || more === undefined) return found;
      await this.loadMore(category);
    }
  }
}

function rowsOf({ nodes }: ContentsPage, parent: ParentRow): ContentRow[] {
  return nodes.map((node) => ({ kind: "content", node, parent }));
}
