import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";

/** Where labs lie when nobody says otherwise. */
const FOLDER = "pulumi-labs";

/** Opens the folder for labs, making it first; asks where when the person wants another place. */
export async function openLearningWorkspace(): Promise<void> {
  const usual = join(homedir(), FOLDER);
  const here = vscode.l10n.t("Open {0}", usual);
  const elsewhere = vscode.l10n.t("Choose a Folder…");
  const chosen = await vscode.window.showQuickPick(
    [
      { label: `$(folder-opened) ${here}`, detail: vscode.l10n.t("It is made when it is not there."), elsewhere: false },
      { label: `$(folder) ${elsewhere}`, elsewhere: true },
    ],
    { placeHolder: vscode.l10n.t("Where should your labs lie?") },
  );
  if (!chosen) return;
  const folder = chosen.elsewhere
    ? (await vscode.window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false, openLabel: vscode.l10n.t("Open") }))?.[0]
    : vscode.Uri.file(usual);
  if (!folder) return;
  await mkdir(folder.fsPath, { recursive: true });
  await vscode.commands.executeCommand("vscode.openFolder", folder);
}
