import * as vscode from "vscode";
import { stackKey, type StackRef } from "../../../core/explorer/stackRef";
import { COMMANDS } from "../../../shared/contributions/ids";
import type { Notice, NoticeItem } from "./stackItems";

interface Words {
  label: string;
  description?: string;
  icon: string;
  color?: string;
  command?: { id: string; title: string; arguments: unknown[] };
  tooltip?: string;
}

const WARNING = "list.warningForeground";

export function noticeRow({ notice, projectDir, ref }: NoticeItem): vscode.TreeItem {
  const { label, description, icon, color, command, tooltip } = wordsOf(notice, projectDir, ref);
  const row = new vscode.TreeItem(label);
  row.id = `${ref ? stackKey(ref) : projectDir}\nnotice\n${notice.kind}`;
  row.description = description;
  row.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
  row.contextValue = "notice";
  // Messages may come from a program: as text, never as Markdown.
  row.tooltip = new vscode.MarkdownString().appendText(tooltip ?? [label, description].filter(Boolean).join(": "));
  if (command) row.command = { command: command.id, title: command.title, arguments: command.arguments };
  return row;
}

function wordsOf(notice: Notice, projectDir: string, ref: StackRef | undefined): Words {
  const run = (id: string, title: string, ...arguments_: unknown[]): Words["command"] => ({ id, title, arguments: arguments_ });
  switch (notice.kind) {
    case "dependencies": {
      const title = vscode.l10n.t("Install them");
      return { label: vscode.l10n.t("Packages are not installed"), description: title, icon: "cloud-download", color: WARNING, command: run(COMMANDS.installDependencies, title, { projectDir }) };
    }
    case "problem":
      return { label: firstLine(notice.message), icon: "warning", color: WARNING, tooltip: [notice.message, notice.hint].filter(Boolean).join("\n\n") };
    case "emulatorEmptied": {
      const title = vscode.l10n.t("Redeploy?");
      return { label: vscode.l10n.t("The emulator was emptied since the last deploy"), description: title, icon: "history", color: WARNING, command: run(COMMANDS.deploy, title, ref) };
    }
    case "emulatorOff": {
      const title = vscode.l10n.t("Start it");
      return { label: vscode.l10n.t("The emulator is off"), description: title, icon: "debug-disconnect", color: WARNING, command: run(COMMANDS.emulatorStart, title) };
    }
    case "failed": {
      const title = vscode.l10n.t("Show Graph");
      return { label: vscode.l10n.t("Last operation failed"), description: firstLine(notice.message), icon: "error", color: "list.errorForeground", tooltip: notice.message, command: run(COMMANDS.showGraph, title, ref, notice.urn) };
    }
    case "nothingYet": {
      const title = vscode.l10n.t("Preview it");
      return { label: vscode.l10n.t("Nothing deployed yet"), description: title, icon: "eye", command: run(COMMANDS.preview, title, ref) };
    }
    case "noMatch": {
      const title = vscode.l10n.t("Clear Filter");
      return { label: vscode.l10n.t("Nothing matches the filter"), description: title, icon: "filter", command: run(COMMANDS.clearFilter, title) };
    }
  }
}

function firstLine(text: string): string {
  return text.split("\n").find((line) => line.trim() !== "") ?? text;
}
