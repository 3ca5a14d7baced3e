import * as vscode from "vscode";
import type { Evidence } from "../../shared/learning/evidence";
import type { ItemKind } from "../../shared/learning/plan";
import { isDone, itemsOf, tally } from "../../shared/learning/progress";
import type { LearningItem } from "./learningItems";

/** What a row says beside the plan's own words. */
export interface RowFacts {
  kind(id: string): { kind: ItemKind; outside?: string };
  evidence(id: string): Evidence | undefined;
  /** Id of the item where the learner goes on. */
  current: string | undefined;
  hasLesson(section: string): boolean;
  hasTemplate(text: string): boolean;
}

export function partRow(element: Extract<LearningItem, { kind: "group" | "section" }>, facts: RowFacts): vscode.TreeItem {
  const part = element.kind === "group" ? element.group : element.section;
  const { done, total } = tally(itemsOf(part));
  const current = facts.current !== undefined && itemsOf(part).some(({ id }) => id === facts.current);
  const row = new vscode.TreeItem(part.title, current ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed);
  row.id = part.id;
  row.description = vscode.l10n.t("{0} of {1}", done, total);
  row.iconPath = isDone(part)
    ? new vscode.ThemeIcon("pass-filled", new vscode.ThemeColor("testing.iconPassed"))
    : new vscode.ThemeIcon(done > 0 ? "circle-large-filled" : "circle-large-outline", done > 0 ? new vscode.ThemeColor("charts.blue") : undefined);
  const lesson = element.kind === "section" && facts.hasLesson(part.id);
  row.contextValue = element.kind === "group" ? "planGroup" : `planSection${lesson ? " hasLesson" : ""}`;
  row.accessibilityInformation = { label: vscode.l10n.t("{0}, {1} of {2} done", part.title, done, total) };
  return row;
}

export function itemRow(element: Extract<LearningItem, { kind: "item" }>, facts: RowFacts): vscode.TreeItem {
  const { item, section } = element;
  const { kind, outside } = facts.kind(item.id);
  const evidence = facts.evidence(item.id);
  const current = item.id === facts.current;
  const row = new vscode.TreeItem(item.plain, vscode.TreeItemCollapsibleState.None);
  row.id = item.id;
  if (!item.estimate) {
    row.checkboxState = {
      state: item.done ? vscode.TreeItemCheckboxState.Checked : vscode.TreeItemCheckboxState.Unchecked,
      tooltip: item.done ? vscode.l10n.t("Done") : vscode.l10n.t("Not done yet"),
    };
  }
  row.iconPath = icon(element, current, kind, outside !== undefined);
  row.description = [
    current && vscode.l10n.t("next"),
    item.estimate && item.done && vscode.l10n.t("done"),
    evidence && item.done && vscode.l10n.t("verified"),
    outside !== undefined && vscode.l10n.t("outside"),
    item.own && vscode.l10n.t("your own"),
  ]
    .filter(Boolean)
    .join(" · ");
  row.contextValue = [
    "planItem",
    item.estimate ? "estimate" : kind,
    facts.hasLesson(section.id) && "hasLesson",
    facts.hasTemplate(item.text) && "hasTemplate",
  ]
    .filter(Boolean)
    .join(" ");
  row.accessibilityInformation = { label: [item.plain, item.done ? vscode.l10n.t("done") : vscode.l10n.t("not done"), kindText(kind, outside), current && vscode.l10n.t("next")].filter(Boolean).join(", ") };
  return row;
}

function icon({ item }: Extract<LearningItem, { kind: "item" }>, current: boolean, kind: ItemKind, outside: boolean): vscode.ThemeIcon {
  if (current) return new vscode.ThemeIcon("arrow-right", new vscode.ThemeColor("charts.blue"));
  if (item.estimate) return new vscode.ThemeIcon("clock");
  if (outside) return new vscode.ThemeIcon("cloud");
  const name = { verified: "beaker", quiz: "question", manual: "person" }[kind];
  return new vscode.ThemeIcon(name, item.done ? new vscode.ThemeColor("testing.iconPassed") : undefined);
}

export function kindText(kind: ItemKind, outside?: string): string {
  if (outside !== undefined) return outside;
  if (kind === "verified") return vscode.l10n.t("Ticks itself when the lab sees that it is done.");
  if (kind === "quiz") return vscode.l10n.t("Three questions show whether you know it.");
  return vscode.l10n.t("Only you can know: tick it yourself.");
}

/**
 * The item's notes, what proves it, and how it can be ticked. The notes are the plan's own Markdown: without trust VS Code
 * runs no command and no HTML of it.
 */
export function itemTooltip({ item, section, group }: Extract<LearningItem, { kind: "item" }>, facts: RowFacts): vscode.MarkdownString {
  const text = new vscode.MarkdownString(undefined, true);
  text.appendMarkdown(`**${item.text.replace(/^\*\*(.*?)\*\*/, "$1")}**\n\n`);
  if (item.notes) text.appendMarkdown(`${item.notes}\n\n`);
  const evidence = facts.evidence(item.id);
  if (evidence && item.done) text.appendMarkdown("$(verified) ").appendText(vscode.l10n.t("Verified: {0}, {1}", evidence.what, when(evidence.time))).appendMarkdown("\n\n");
  const { kind, outside } = facts.kind(item.id);
  if (!item.estimate) text.appendText(kindText(kind, outside)).appendMarkdown("\n\n");
  text.appendText(`${group.title} › ${section.title}`);
  return text;
}

export function when(time: string): string {
  const date = new Date(time);
  const sameDay = date.toDateString() === new Date().toDateString();
  return sameDay ? date.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" }) : date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
