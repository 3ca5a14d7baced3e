import { join } from "node:path";
import * as vscode from "vscode";
import { listTemplates, loadTemplate, type Template } from "../../../core/scaffold/manifest";
import { COMMANDS, VIEWS } from "../../../shared/contributions/ids";
import type { Handlers } from "../../commands/registerCommands";
import { levelText } from "../../labs/templateWords";

type Item = { kind: "level"; level: Template["level"] } | { kind: "phase"; level: Template["level"]; phase: string } | { kind: "template"; template: Template };

/** The labs that can be made: by level, then by the plan's phase. */
export class TemplatesView implements vscode.TreeDataProvider<Item>, vscode.Disposable {
  private readonly view: vscode.TreeView<Item>;
  private loading: Promise<Template[]> | undefined;

  constructor(private readonly templatesDir: string) {
    this.view = vscode.window.createTreeView(VIEWS.templates, { treeDataProvider: this, showCollapseAll: true });
  }

  dispose(): void {
    this.view.dispose();
  }

  async getChildren(item?: Item): Promise<Item[]> {
    const templates = await (this.loading ??= listTemplates(this.templatesDir));
    if (!item) return unique(templates.map(({ level }) => level)).map((level) => ({ kind: "level", level }));
    if (item.kind === "template") return [];
    const ofLevel = templates.filter(({ level }) => level === item.level);
    if (item.kind === "level") {
      const phases = unique(ofLevel.map(({ phase }) => phase));
      // A level with one phase needs no more headings.
      if (phases.length > 1) return phases.map((phase) => ({ kind: "phase", level: item.level, phase }));
      return ofLevel.map((template) => ({ kind: "template", template }));
    }
    return ofLevel.filter(({ phase }) => phase === item.phase).map((template) => ({ kind: "template", template }));
  }

  getTreeItem(item: Item): vscode.TreeItem {
    if (item.kind !== "template") {
      const label = item.kind === "level" ? levelText(item.level) : item.phase;
      const heading = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
      heading.iconPath = new vscode.ThemeIcon(item.kind === "level" ? "mortar-board" : "list-unordered");
      return heading;
    }
    const { template } = item;
    const row = new vscode.TreeItem(template.title, vscode.TreeItemCollapsibleState.None);
    const partial = template.emulators.ministack.support !== "full";
    row.description = vscode.l10n.t("{0} min", template.minutes) + (partial ? ` · ${vscode.l10n.t("partly emulated")}` : "");
    row.iconPath = new vscode.ThemeIcon("beaker", partial ? new vscode.ThemeColor("charts.yellow") : new vscode.ThemeColor("charts.green"));
    row.contextValue = "template";
    row.tooltip = tooltip(template);
    row.command = { command: COMMANDS.showTemplate, title: vscode.l10n.t("Read the Lesson"), arguments: [item] };
    row.accessibilityInformation = { label: `${template.title}, ${levelText(template.level)}, ${vscode.l10n.t("{0} minutes", template.minutes)}. ${template.summary}` };
    return row;
  }
}

function tooltip({ title, summary, items, resourceTypes, emulators }: Template): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown("**").appendText(title).appendMarkdown("**\n\n").appendText(summary).appendMarkdown("\n\n");
  for (const item of items) text.appendMarkdown("- ").appendText(item).appendMarkdown("\n");
  text.appendMarkdown("\n");
  for (const [name, support] of [["MiniStack", emulators.ministack], ["LocalStack", emulators.localstack]] as const) {
    text.appendText(`${name}: ${support.support === "full" ? vscode.l10n.t("all of it runs") : support.reason}`).appendMarkdown("\n\n");
  }
  text.appendText(vscode.l10n.t("{0} resource types", resourceTypes.length));
  return text;
}

/** The commands of the view's items. */
export function templateCommands(templatesDir: string, newLab: (template: Template) => Promise<unknown>): Handlers {
  /** What an item of the view stands for; links on pages give the template's id. */
  const of = async (item: unknown): Promise<Template | undefined> => (typeof item === "string" ? loadTemplate(templatesDir, item) : (item as { template?: Template } | undefined)?.template);
  return {
    [COMMANDS.newLabFrom]: async (item: unknown) => {
      const template = await of(item);
      if (template) await newLab(template);
    },
    [COMMANDS.showTemplate]: async (item: unknown) => {
      const template = await of(item);
      if (template) await vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.file(join(template.dir, "README.md")));
    },
  };
}

function unique<T>(values: T[]): T[] {
  return [...new Set(values)];
}
