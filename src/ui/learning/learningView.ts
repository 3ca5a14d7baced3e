import * as vscode from "vscode";
import { LEARNING_VIEW } from "../../shared/contributions/learningIds";
import type { Plan } from "../../shared/learning/plan";
import { currentPlace, isDone, itemsOf, placeOf, tally } from "../../shared/learning/progress";
import { type LearningItem, learningId } from "./learningItems";
import { itemRow, itemTooltip, partRow, type RowFacts } from "./learningRows";

export interface LearningViewServices {
  /** The plan as it is now; asking the first time reads it. */
  plan(): Promise<Plan>;
  onDidChange: vscode.Event<void>;
  facts: Omit<RowFacts, "current">;
  setDone(ids: string[], done: boolean): Promise<void>;
  onError(error: unknown): void;
}

/** The plan: phases, sections and items, ticked here or in the file. */
export class LearningView implements vscode.TreeDataProvider<LearningItem>, vscode.Disposable {
  private readonly view: vscode.TreeView<LearningItem>;
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changes.event;
  private readonly disposables: vscode.Disposable[];
  private elements = new Map<string, LearningItem>();
  private facts: RowFacts;

  constructor(private readonly services: LearningViewServices) {
    this.facts = { ...services.facts, current: undefined };
    this.view = vscode.window.createTreeView(LEARNING_VIEW, { treeDataProvider: this, showCollapseAll: true, manageCheckboxStateManually: true });
    this.disposables = [
      this.view,
      this.changes,
      services.onDidChange(() => this.changes.fire()),
      this.view.onDidChangeCheckboxState(({ items }) => void this.tick(items)),
    ];
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  async getChildren(element?: LearningItem): Promise<LearningItem[]> {
    if (!element) return this.roots(await this.services.plan());
    if (element.kind === "group") {
      const { group } = element;
      return group.sections.filter(({ items }) => items.length > 0).map((section) => this.known({ kind: "section", group, section }));
    }
    if (element.kind === "section") {
      const { group, section } = element;
      return section.items.map((item) => this.known({ kind: "item", group, section, item }));
    }
    return [];
  }

  getParent(element: LearningItem): LearningItem | undefined {
    if (element.kind === "group") return undefined;
    return this.elements.get(element.kind === "item" ? element.section.id : element.group.id);
  }

  getTreeItem(element: LearningItem): vscode.TreeItem {
    return element.kind === "item" ? itemRow(element, this.facts) : partRow(element, this.facts);
  }

  resolveTreeItem(row: vscode.TreeItem, element: LearningItem): vscode.TreeItem {
    if (element.kind === "item") row.tooltip = itemTooltip(element, this.facts);
    return row;
  }

  /** Selects an item, a section or a phase and brings it into view. */
  async reveal(id: string): Promise<void> {
    const plan = await this.services.plan();
    const place = placeOf(plan, id);
    for (const group of plan.groups) {
      this.known({ kind: "group", group });
      for (const section of group.sections) this.known({ kind: "section", group, section });
    }
    const element = place ? this.known({ kind: "item", ...place }) : this.elements.get(id);
    if (element) await this.view.reveal(element, { select: true, focus: true, expand: true });
  }

  private roots(plan: Plan): LearningItem[] {
    this.elements = new Map();
    const current = currentPlace(plan);
    this.facts = { ...this.services.facts, current: current?.item.id };
    this.tellWhatIsLeft(plan, current?.group.id);
    return plan.groups.map((group) => this.known({ kind: "group", group }));
  }

  private tellWhatIsLeft(plan: Plan, current: string | undefined): void {
    const { done, total } = tally(itemsOf(plan));
    this.view.description = vscode.l10n.t("{0} of {1}", done, total);
    const group = plan.groups.find(({ id }) => id === current);
    const of = group && tally(itemsOf(group));
    this.view.badge = group && of && !isDone(group) ? { value: of.total - of.done, tooltip: vscode.l10n.t("{0} items left in {1}", of.total - of.done, group.title) } : undefined;
  }

  /** The object that VS Code knows already for the same thing. */
  private known(element: LearningItem): LearningItem {
    const id = learningId(element);
    const old = this.elements.get(id);
    if (old) return Object.assign(old, element);
    this.elements.set(id, element);
    return element;
  }

  private async tick(items: readonly [LearningItem, vscode.TreeItemCheckboxState][]): Promise<void> {
    const ids = (state: vscode.TreeItemCheckboxState): string[] => items.filter(([element, now]) => element.kind === "item" && now === state).map(([element]) => learningId(element));
    try {
      for (const [state, done] of [[vscode.TreeItemCheckboxState.Checked, true], [vscode.TreeItemCheckboxState.Unchecked, false]] as const) {
        if (ids(state).length > 0) await this.services.setDone(ids(state), done);
      }
    } catch (error) {
      this.services.onError(error);
      // What the file says is what is shown: the box goes back.
      this.changes.fire();
    }
  }
}
