import * as vscode from "vscode";
import type { ProviderKind } from "../core/engine/deployRecords";
import { PREFIX, SETTINGS } from "../shared/contributions/ids";

/** The settings as they are now; nothing is kept. */
export const settings = {
  emulator: (): string => read(SETTINGS.emulator, "auto").trim() || "auto",
  persist: (): boolean => read(SETTINGS.persist, false),
  provider: (scope?: vscode.Uri): ProviderKind | "auto" => {
    const value = read<string>(SETTINGS.provider, "auto", scope);
    return value === "embedded" || value === "official" ? value : "auto";
  },
  /** Paths of tools come from the machine's or the user's settings only: the manifest gives them machine scope. */
  chosenTools: (): { pulumi?: string; python?: string } => ({
    pulumi: read(SETTINGS.pulumiPath, "").trim() || undefined,
    python: read(SETTINGS.pythonPath, "").trim() || undefined,
  }),
  confirmDeploy: (): boolean => read(SETTINGS.confirmDeploy, true),
  openGraph: (): boolean => read(SETTINGS.openGraph, true),
  typeCheck: (scope?: vscode.Uri): boolean => read(SETTINGS.typeCheck, true, scope),
  codeLens: (): boolean => read(SETTINGS.codeLens, true),
};

function read<T>(name: string, otherwise: T, scope?: vscode.Uri): T {
  return vscode.workspace.getConfiguration(PREFIX, scope).get<T>(name, otherwise);
}
