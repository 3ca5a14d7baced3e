import * as vscode from "vscode";
import { stackNotices, type EmulatorBoot } from "../../../core/explorer/notices";
import type { StackActivities, StackActivity } from "../../../core/explorer/stackActivities";
import { type StackRef, stackKey } from "../../../core/explorer/stackRef";
import { type Grouping, pathTo, stackTree, type StackTreeItem } from "../../../core/explorer/stackTree";
import type { Installation } from "../../../core/lab/installation";
import { COMMANDS, CONTEXTS, VIEWS } from "../../../shared/contributions/ids";
import type { GraphNode } from "../../../shared/graph";
import type { Handlers } from "../../commands/registerCommands";
import { noticeRow } from "./noticeRows";
import { OpDecorations } from "./opDecorations";
import { resourceTooltip } from "./resourceTooltip";
import { type ShownStack, StackGraphs } from "./stackGraphs";
import type { Item, Notice, NoticeItem, ProjectItem, ResourceItem, ServiceItem, StackItem } from "./stackItems";
import { type ProjectModel, StackModel } from "./stackModel";
import { folderRow, projectRow, resourceRow, serviceRow, stackRow } from "./stackRows";

export interface StacksViewServices {
  installation: Pick<Installation, "env">;
  activities: StackActivities;
  log: vscode.LogOutputChannel;
  trusted: () => boolean;
  /** The emulator as it was last seen; `emulatorChanged` tells the view of another look. */
  emulatorBoot: () => EmulatorBoot;
  /** Whether the emulator's contents have a page for a resource. */
  hasEmulatorPage?: (node: GraphNode) => boolean;
  /** Remembers the grouping over windows. */
  memory: vscode.Memento;
}

const GROUPING = "pulumiLab.stacksGrouping";

/** Events of an operation come in bursts: the tree is drawn anew no faster than this. */
const REDRAW_MS = 100;

/** Workspace folder, project, stack, components and resources; kept up with files and operations. */
export class StacksView implements vscode.TreeDataProvider<Item>, vscode.Disposable {
  readonly model: StackModel;
  /** Fires after each look at projects and stacks. */
  readonly onDidLoad: vscode.Event<void>;
  private readonly graphs: StackGraphs;
  private readonly view: vscode.TreeView<Item>;
  private readonly changes = new vscode.EventEmitter<Item | undefined>();
  readonly onDidChangeTreeData = this.changes.event;
  private readonly disposables: vscode.Disposable[];
  /** What VS Code was last given for each stack: it redraws only what it knows. */
  private readonly stackItems = new Map<string, StackItem>();
  private readonly redrawing = new Set<string>();
  private redraw: NodeJS.Timeout | undefined;
  private grouping: Grouping;
  private words = "";

  constructor(private readonly services: StacksViewServices) {
    const environment = (): NodeJS.ProcessEnv => services.installation.env;
    this.model = new StackModel({ environment, log: services.log, trusted: services.trusted });
    this.onDidLoad = this.model.onDidLoad;
    this.graphs = new StackGraphs(services.activities, () => ({ environment: environment() }));
    this.grouping = services.memory.get(GROUPING) === "service" ? "service" : "component";
    this.tellGrouping();
    this.view = vscode.window.createTreeView<Item>(VIEWS.stacks, { treeDataProvider: this, showCollapseAll: true });
    this.disposables = [
      this.view,
      this.model,
      this.changes,
      vscode.window.registerFileDecorationProvider(new OpDecorations()),
      this.model.onDidLoad(() => {
        this.graphs.forget();
        this.changes.fire(undefined);
      }),
      { dispose: services.activities.onDidChange(({ activity }) => this.follow(activity)) },
      { dispose: () => clearTimeout(this.redraw) },
    ];
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  refresh(): Promise<void> {
    return this.model.refresh();
  }

  /** The stacks of the workspace, looked for if nobody has looked yet. */
  async load(): Promise<readonly StackRef[]> {
    return (await this.model.ensure()).flatMap((project) => project.stacks.map((stack) => stack.ref));
  }

  /** The stack that is selected, or holds what is selected, or is the only one of the selected project. */
  selected(): StackRef | undefined {
    const [item] = this.view.selection;
    if (!item || item.kind === "folder") return undefined;
    if (item.kind === "project") return item.model.stacks.length === 1 ? item.model.stacks[0]?.ref : undefined;
    return item.ref;
  }

  /** The emulator was started, stopped or emptied: notices may come and go. */
  emulatorChanged(): void {
    this.changes.fire(undefined);
  }

  setGrouping(grouping: Grouping): void {
    this.grouping = grouping;
    void this.services.memory.update(GROUPING, grouping);
    this.tellGrouping();
    this.changes.fire(undefined);
  }

  get filter(): string {
    return this.words;
  }

  /** Keeps what has all of the words, and what leads there; empty text keeps everything. */
  setFilter(words: string): void {
    this.words = words.trim();
    this.view.message = this.words === "" ? undefined : vscode.l10n.t("Filter: {0}", this.words);
    void vscode.commands.executeCommand("setContext", CONTEXTS.filtered, this.words !== "");
    this.changes.fire(undefined);
  }

  /** Selects a stack, or one of its resources, and brings it into view. */
  async reveal(ref: StackRef, urn?: string): Promise<void> {
    const stack = await this.stackItem(ref);
    if (!stack) return;
    const shown = await this.graphs.get(stack.ref);
    let at: StackItem | ServiceItem | ResourceItem = stack;
    for (const tree of urn ? pathTo(this.treeOf(shown), urn) : []) at = wrap(tree, at);
    await this.view.reveal(at, { select: true, focus: false, expand: at === stack });
  }

  async getChildren(item?: Item): Promise<Item[]> {
    switch (item?.kind) {
      case undefined:
        return this.roots(await this.model.ensure());
      case "folder":
        return (await this.model.ensure()).filter((model) => model.folder === item.folder).map((model) => ({ kind: "project", projectDir: model.found.dir, model, parent: item }));
      case "project":
        return this.ofProject(item);
      case "stack":
        return this.ofStack(item);
      case "service":
      case "resource":
        return item.tree.children.map((child) => wrap(child, item));
      case "notice":
        return [];
    }
  }

  getParent(item: Item): Item | undefined {
    return item.parent;
  }

  async getTreeItem(item: Item): Promise<vscode.TreeItem> {
    switch (item.kind) {
      case "folder":
        return folderRow(item);
      case "project":
        return projectRow(item);
      case "stack":
        return stackRow(item, this.services.activities.get(item.ref));
      case "service":
        return serviceRow(item);
      case "resource":
        return resourceRow(item, await this.graphs.get(item.ref), this.services.hasEmulatorPage ?? (() => false));
      case "notice":
        return noticeRow(item);
    }
  }

  async resolveTreeItem(row: vscode.TreeItem, item: Item): Promise<vscode.TreeItem> {
    if (item.kind === "resource") row.tooltip = resourceTooltip(item.node, await this.graphs.get(item.ref));
    return row;
  }

  /** What can be shown of a stack now; commands on its resources read it. */
  shown(ref: StackRef): Promise<ShownStack> {
    return this.graphs.get(ref);
  }

  private tellGrouping(): void {
    void vscode.commands.executeCommand("setContext", CONTEXTS.byService, this.grouping === "service");
  }

  private roots(projects: readonly ProjectModel[]): Item[] {
    const folders = [...new Set(projects.map((project) => project.folder))];
    // One folder needs no heading, however many the window has: the others hold no project.
    if (folders.length > 1) return folders.map((folder) => ({ kind: "folder", folder }));
    return projects.map((model) => ({ kind: "project", projectDir: model.found.dir, model }));
  }

  private ofProject(item: ProjectItem): Item[] {
    const { model, projectDir } = item;
    const notice = (each: Notice): NoticeItem => ({ kind: "notice", notice: each, projectDir, parent: item });
    const stacks = model.stacks.map((info): StackItem => ({ kind: "stack", ref: info.ref, info, parent: item }));
    for (const stack of stacks) this.stackItems.set(stackKey(stack.ref), stack);
    return [
      ...(model.error ? [notice({ kind: "problem", message: model.error.message, hint: model.error.hint })] : []),
      ...(model.missingDependencies ? [notice({ kind: "dependencies" })] : []),
      ...stacks,
    ];
  }

  private async ofStack(item: StackItem): Promise<Item[]> {
    const { ref, info } = item;
    const { activities, emulatorBoot } = this.services;
    const shown = await this.graphs.get(ref);
    const resources = this.treeOf(shown);
    const notices: Notice[] = stackNotices(info, emulatorBoot(), activities.get(ref));
    const { error } = shown.snapshot;
    if (error) notices.unshift({ kind: "problem", message: error.message, hint: error.hint });
    if (resources.length === 0 && this.words !== "" && shown.graph.nodes.length > 0) notices.push({ kind: "noMatch" });
    return [
      ...notices.map((notice): NoticeItem => ({ kind: "notice", notice, projectDir: ref.projectDir, ref, parent: item })),
      ...resources.map((tree) => wrap(tree, item)),
    ];
  }

  private treeOf(shown: ShownStack): StackTreeItem[] {
    return stackTree(shown.graph, { grouping: this.grouping, filter: this.words });
  }

  /** VS Code may not have asked for it yet. */
  private async stackItem(ref: StackRef): Promise<StackItem | undefined> {
    await this.model.ensure();
    const find = async (items: Item[]): Promise<StackItem | undefined> => {
      for (const item of items) {
        if (item.kind === "stack" && stackKey(item.ref) === stackKey(ref)) return item;
        const found = item.kind === "folder" || item.kind === "project" ? await find(await this.getChildren(item)) : undefined;
        if (found) return found;
      }
      return undefined;
    };
    return this.stackItems.get(stackKey(ref)) ?? find(await this.getChildren());
  }

  private follow(activity: StackActivity): void {
    if (activity.phase !== "running" && activity.phase !== "cancelling") {
      this.graphs.forget(activity.ref);
      // The operation has written what it did: state, record, its own outcome.
      void this.model.refresh();
    }
    this.redrawing.add(stackKey(activity.ref));
    this.redraw ??= setTimeout(() => {
      this.redraw = undefined;
      for (const key of this.redrawing) {
        const item = this.stackItems.get(key);
        if (item) this.changes.fire(item);
      }
      this.redrawing.clear();
    }, REDRAW_MS);
  }
}

function wrap(tree: StackTreeItem, parent: StackItem | ServiceItem | ResourceItem): ServiceItem | ResourceItem {
  const { ref } = parent;
  if (tree.kind === "service") return { kind: "service", ref, tree, parent: parent as StackItem };
  return { kind: "resource", ref, urn: tree.node.id, node: tree.node, tree, parent };
}

/** The commands of the view itself. */
export function stacksViewCommands(view: StacksView): Handlers {
  return {
    [COMMANDS.stacksRefresh]: () => view.refresh(),
    [COMMANDS.groupByComponent]: () => view.setGrouping("component"),
    [COMMANDS.groupByService]: () => view.setGrouping("service"),
    [COMMANDS.filter]: async () => {
      const words = await vscode.window.showInputBox({
        title: vscode.l10n.t("Filter Resources"),
        prompt: vscode.l10n.t("Words in names, types, services, ids or URNs. Nothing shows everything."),
        value: view.filter,
      });
      if (words !== undefined) view.setFilter(words);
    },
    [COMMANDS.clearFilter]: () => view.setFilter(""),
  };
}
