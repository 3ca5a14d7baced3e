import * as vscode from "vscode";
import { sameStack, type StackRef, stackTitle } from "../../core/explorer/stackRef";

/** The stacks that commands can be about. */
export interface StackSource {
  /** Looks anew where something may have changed. */
  load(): Promise<readonly StackRef[]>;
  /** What is selected in the tree. */
  selected(): StackRef | undefined;
}

const REMEMBERED = "pulumiLab.currentStack";

/** Which stack a command is about: the item it was called on, else the current one, else the one that is picked. */
export class StackChoice {
  constructor(
    private readonly source: StackSource,
    private readonly memory: vscode.Memento,
  ) {}

  /** Undefined when there is none, or when the person changed their mind. */
  async choose(item?: unknown, placeHolder?: string): Promise<StackRef | undefined> {
    const given = refOf(item);
    if (given) return given;
    const all = await this.source.load();
    if (all.length <= 1) return all[0];
    const current = this.current(all);
    return current ?? this.pick(all, placeHolder);
  }

  /** Asks, whatever the current one is, and makes the answer the current one. */
  async select(): Promise<StackRef | undefined> {
    const all = await this.source.load();
    const picked = await this.pick(all, vscode.l10n.t("The stack that commands are about"));
    if (picked) await this.remember(picked);
    return picked;
  }

  async remember(ref: StackRef): Promise<void> {
    await this.memory.update(REMEMBERED, ref);
  }

  async hasAny(): Promise<boolean> {
    return (await this.source.load()).length > 0;
  }

  private current(all: readonly StackRef[]): StackRef | undefined {
    const candidates = [this.source.selected(), this.memory.get<StackRef>(REMEMBERED)];
    for (const candidate of candidates) {
      const found = candidate && all.find((each) => sameStack(each, candidate));
      if (found) return found;
    }
    return undefined;
  }

  private async pick(all: readonly StackRef[], placeHolder = vscode.l10n.t("Which stack?")): Promise<StackRef | undefined> {
    const items = all.map((ref) => ({ label: `$(layers) ${stackTitle(ref)}`, description: vscode.workspace.asRelativePath(ref.projectDir), ref }));
    return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.ref;
  }
}

/** The stack that an argument names: a reference, or anything that carries one. */
export function refOf(value: unknown): StackRef | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { ref = value } = value as { ref?: unknown };
  const { projectDir, project, stack } = ref as Partial<StackRef>;
  if (typeof projectDir !== "string" || typeof project !== "string" || typeof stack !== "string") return undefined;
  return { projectDir, project, stack };
}
