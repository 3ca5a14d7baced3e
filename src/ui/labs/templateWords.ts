import * as vscode from "vscode";
import type { Template, TemplateManifest } from "../../core/scaffold/manifest";

export function levelText(level: TemplateManifest["level"]): string {
  const words = { beginner: vscode.l10n.t("Beginner"), intermediate: vscode.l10n.t("Intermediate"), advanced: vscode.l10n.t("Advanced") };
  return words[level];
}

/** What the emulators don't really run; empty when MiniStack runs all of it. */
export function supportText({ emulators }: Template): string {
  const { ministack } = emulators;
  return ministack.support === "full" ? "" : vscode.l10n.t("MiniStack: {0}", ministack.reason);
}
