import * as vscode from "vscode";
import { PAST } from "../../../core/engine/operationWords";
import type { LastOperation } from "../../../core/engine/lastOperation";
import type { StackInfo } from "../../../core/explorer/projectStacks";
import { resourceLook, resourceWords } from "../../../core/explorer/resourceLook";
import type { StackActivity } from "../../../core/explorer/stackActivities";
import { stackKey, stackTitle } from "../../../core/explorer/stackRef";
import { ITEM } from "../../../shared/contributions/ids";
import type { GraphNode } from "../../../shared/graph";
import { summaryText } from "../../../shared/graphSummary";
import { decorationUri, toneColor } from "./opDecorations";
import type { FolderItem, ProjectItem, ResourceItem, ServiceItem, StackItem } from "./stackItems";
import type { ShownStack } from "./stackGraphs";

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

export function folderRow({ folder }: FolderItem): vscode.TreeItem {
  const row = new vscode.TreeItem(folder.name, Expanded);
  row.id = folder.uri.toString();
  row.iconPath = new vscode.ThemeIcon("root-folder");
  row.contextValue = "folder";
  return row;
}

export function projectRow({ model }: ProjectItem): vscode.TreeItem {
  const { found, path, error } = model;
  const row = new vscode.TreeItem(found.name, Expanded);
  row.id = found.dir;
  row.description = path === found.name ? "" : path;
  row.iconPath = found.error ? new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground")) : new vscode.ThemeIcon("package");
  row.contextValue = found.error ? "unusable" : ITEM.project;
  row.tooltip = plain(error ? `${error.message}\n\n${error.hint ?? ""}` : found.dir);
  row.accessibilityInformation = { label: vscode.l10n.t("Project {0}", found.name) };
  return row;
}

export function stackRow({ ref, info }: StackItem, activity: StackActivity | undefined): vscode.TreeItem {
  const running = activity?.phase === "running" || activity?.phase === "cancelling" ? activity : undefined;
  const row = new vscode.TreeItem(ref.stack, Expanded);
  row.id = stackKey(ref);
  row.description = running ? (running.message.split("\n")[0] ?? "") : stackWords(info);
  row.iconPath = stackIcon(info, running);
  row.contextValue = [ITEM.stack, ...(info.exists ? ["exists"] : []), ...(running ? ["running"] : [])].join(" ");
  row.tooltip = stackTooltip(info);
  row.accessibilityInformation = { label: vscode.l10n.t("Stack {0}, {1}", stackTitle(ref), row.description) };
  return row;
}

function stackIcon({ lastOperation, exists }: StackInfo, running: StackActivity | undefined): vscode.ThemeIcon {
  if (running) return new vscode.ThemeIcon("sync~spin");
  if (lastOperation?.result === "failed") return new vscode.ThemeIcon("error", new vscode.ThemeColor("list.errorForeground"));
  return new vscode.ThemeIcon("layers", exists ? undefined : new vscode.ThemeColor("disabledForeground"));
}

/** What was last done, when, and where the stack lives. */
function stackWords({ lastOperation, lastUpdate, record, resourceCount }: StackInfo): string {
  const parts: string[] = [];
  if (lastOperation) parts.push(`${resultWords(lastOperation)} ${when(lastOperation.time)}`);
  else if (lastUpdate) parts.push(vscode.l10n.t("updated {0}", when(lastUpdate)));
  if (record && resourceCount > 0) parts.push(record.emulator);
  return parts.join(" · ");
}

function resultWords({ operation, result }: LastOperation): string {
  if (result === "succeeded") return PAST[operation];
  return result === "failed" ? vscode.l10n.t("{0} failed", operation) : vscode.l10n.t("{0} cancelled", operation);
}

function when(time: string): string {
  const date = new Date(time);
  const today = date.toDateString() === new Date().toDateString();
  return date.toLocaleString(vscode.env.language, today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" });
}

function stackTooltip({ ref, lastOperation, record, resourceCount, exists }: StackInfo): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown("**").appendText(stackTitle(ref)).appendMarkdown("**\n\n");
  text.appendText(exists ? vscode.l10n.t("{0} resources", resourceCount) : vscode.l10n.t("Not deployed yet")).appendMarkdown("\n\n");
  if (lastOperation) {
    const { summary, planned, error, emulator } = lastOperation;
    const what = summaryText(summary, { planned });
    text.appendText(`${resultWords(lastOperation)} ${when(lastOperation.time)}${what ? `: ${what}` : ""} (${emulator})`).appendMarkdown("\n\n");
    if (error) text.appendText(error.message).appendMarkdown("\n\n");
  }
  if (record) text.appendText(vscode.l10n.t("{0} provider, {1} at {2}", record.provider, record.emulator, record.endpoint));
  return text;
}

export function serviceRow({ ref, tree }: ServiceItem): vscode.TreeItem {
  const row = new vscode.TreeItem(tree.name, Expanded);
  row.id = `${stackKey(ref)}\nservice\n${tree.name}`;
  row.description = String(tree.children.length);
  row.iconPath = new vscode.ThemeIcon("symbol-folder");
  row.contextValue = "service";
  return row;
}

/** More than these are not unfolded by themselves. */
const EASY_TO_SEE = 60;

export function resourceRow({ ref, urn, node, tree }: ResourceItem, shown: ShownStack, hasEmulator: (node: GraphNode) => boolean): vscode.TreeItem {
  const look = resourceLook(node, { planned: shown.planned, outputs: shown.details(urn).outputs });
  const open = shown.graph.nodes.length <= EASY_TO_SEE ? Expanded : Collapsed;
  const row = new vscode.TreeItem(look.label, tree.children.length > 0 ? open : None);
  const recorded = shown.isRecorded(urn);
  row.id = `${stackKey(ref)}\n${urn}`;
  row.description = look.description;
  row.iconPath = new vscode.ThemeIcon(look.icon, toneColor(look.tone));
  // Its badge and colour come from a decoration, which VS Code looks up by this address.
  row.resourceUri = decorationUri(node, shown.planned);
  row.contextValue = [ITEM.resource, ...resourceWords(node, { url: shown.hasUrl(urn), recorded, emulator: recorded && hasEmulator(node) })].join(" ");
  row.accessibilityInformation = { label: [look.label, look.description, look.outcome].filter((part) => part !== "").join(", ") };
  return row;
}

/** Text of unknown origin, as text. */
export function plain(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString().appendText(text.trim());
}
