import * as vscode from "vscode";
import type { EmulatorStatus } from "../../../core/emulator/emulator";
import { type ContentsCategory, type ContentsKind, refKey } from "../../../core/emulator/contents/model";
import { printable } from "../../../shared/text";
import { COMMANDS } from "../../../shared/contributions/ids";
import type { CategoryRow, ContentRow, EmulatorRow, HeaderRow, MoreRow, NoteRow, ParentRow } from "./rows";

const { None, Collapsed } = vscode.TreeItemCollapsibleState;

export const CATEGORY_LABELS: Record<ContentsCategory, string> = {
  buckets: "S3",
  tables: "DynamoDB",
  queues: "SQS",
  functions: "Lambda",
  logGroups: "CloudWatch Logs",
  topics: "SNS",
};

const CATEGORY_ICONS: Record<ContentsCategory, string> = {
  buckets: "archive",
  tables: "table",
  queues: "inbox",
  functions: "symbol-event",
  logGroups: "output",
  topics: "broadcast",
};

const ICONS: Record<ContentsKind, string> = {
  bucket: "archive",
  folder: "folder",
  object: "file",
  table: "table",
  item: "json",
  queue: "inbox",
  message: "mail",
  function: "symbol-event",
  logGroup: "output",
  logStream: "note",
  topic: "broadcast",
  subscription: "bell",
};

/** What a category's first page says: nothing, so many, at least so many, or why it can't be known. */
export interface CategorySummary {
  count: number;
  more: boolean;
  problem?: string;
}

/** The row that says which emulator this is. */
export function emulatorItem(status: EmulatorStatus): vscode.TreeItem {
  const item = new vscode.TreeItem(`${status.name}${status.version ? ` ${status.version}` : ""}`, None);
  item.id = "emulator";
  item.description = status.endpoint ? new URL(status.endpoint).host : undefined;
  item.iconPath = new vscode.ThemeIcon("server-environment", new vscode.ThemeColor("testing.iconPassed"));
  item.tooltip = emulatorFacts(status).join("\n");
  item.contextValue = status.kind === "running" ? "emulator foreign" : "emulator ours";
  item.accessibilityInformation = { label: emulatorFacts(status).join(", ") };
  return item;
}

export function emulatorFacts(status: EmulatorStatus): string[] {
  return [
    vscode.l10n.t("{0} runs at {1}", `${status.name}${status.version ? ` ${status.version}` : ""}`, status.endpoint ?? "?"),
    status.kind === "running" ? vscode.l10n.t("Started by somebody else: the lab uses it, but does not stop it") : vscode.l10n.t("Started by the lab"),
    ...(status.persistent === undefined ? [] : [status.persistent ? vscode.l10n.t("What it holds is kept when it is stopped") : vscode.l10n.t("What it holds is lost when it is stopped")]),
    ...(status.pid === undefined ? [] : [vscode.l10n.t("Process {0}", status.pid)]),
    ...(status.logFile === undefined ? [] : [vscode.l10n.t("Log: {0}", status.logFile)]),
  ];
}

/** The row that says which services hold something. */
export function servicesItem(status: EmulatorStatus, used: readonly ContentsCategory[]): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t("Services in use"), None);
  item.id = "services";
  item.description = used.length > 0 ? used.map((category) => CATEGORY_LABELS[category]).join(", ") : vscode.l10n.t("none yet");
  item.iconPath = new vscode.ThemeIcon("extensions");
  const offered = status.services ?? [];
  item.tooltip = vscode.l10n.t("{0} offers {1} services: {2}", status.name, offered.length, offered.map(printable).join(", "));
  return item;
}

/** Every row but the two headers. */
export function rowItem(row: Exclude<EmulatorRow, HeaderRow>, summary: (row: CategoryRow) => CategorySummary | undefined): vscode.TreeItem {
  switch (row.kind) {
    case "category":
      return categoryItem(row, summary(row));
    case "content":
      return contentItem(row);
    case "more":
      return moreItem(row);
    case "note":
      return noteItem(row);
  }
}

function categoryItem({ category }: CategoryRow, summary: CategorySummary | undefined): vscode.TreeItem {
  const empty = summary !== undefined && summary.count === 0 && summary.problem === undefined;
  const item = new vscode.TreeItem(CATEGORY_LABELS[category], empty ? None : Collapsed);
  // A row that VS Code knows as a leaf stays one under the same id.
  item.id = `category ${category}${empty ? " empty" : ""}`;
  item.iconPath = new vscode.ThemeIcon(CATEGORY_ICONS[category]);
  if (summary?.problem !== undefined) {
    item.description = printable(summary.problem);
    item.iconPath = new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"));
    item.tooltip = printable(summary.problem);
  } else if (summary) {
    item.description = empty ? vscode.l10n.t("none") : `${summary.count}${summary.more ? "+" : ""}`;
  }
  item.contextValue = "category";
  return item;
}

function contentItem(row: ContentRow): vscode.TreeItem {
  const { ref, label, description, expandable } = row.node;
  const item = new vscode.TreeItem(printable(label), expandable ? Collapsed : None);
  item.id = rowKey(row);
  item.description = description === undefined ? undefined : printable(description);
  item.iconPath = new vscode.ThemeIcon(ICONS[ref.kind]);
  item.tooltip = [printable(label), ...(description === undefined ? [] : [printable(description)])].join("\n");
  const openable = ref.kind !== "folder";
  item.contextValue = openable ? `${ref.kind} openable` : ref.kind;
  // A click on what holds others unfolds it; its own document is opened by the button.
  if (openable && !expandable) item.command = { command: COMMANDS.emulatorOpen, title: vscode.l10n.t("Open"), arguments: [row] };
  return item;
}

function moreItem(row: MoreRow): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t("Load more…"), None);
  item.id = `${rowKey(row.parent)} more`;
  item.iconPath = new vscode.ThemeIcon("ellipsis");
  item.command = { command: COMMANDS.emulatorOpen, title: vscode.l10n.t("Load more"), arguments: [row] };
  return item;
}

function noteItem({ text, hint, isError, parent }: NoteRow): vscode.TreeItem {
  const item = new vscode.TreeItem(printable(text), None);
  item.id = `${parent ? rowKey(parent) : ""} note`;
  item.description = hint;
  item.tooltip = hint ? `${printable(text)}\n${hint}` : printable(text);
  item.iconPath = new vscode.ThemeIcon(isError ? "error" : "info");
  return item;
}

/** The same text for the same row, whenever it was made. */
export function rowKey(row: ParentRow): string {
  return row.kind === "category" ? `category ${row.category}` : refKey(row.node.ref);
}
