import * as vscode from "vscode";
import { stackOutputs } from "../../../core/engine/stackCommands";
import { UserError } from "../../../core/errors";
import { type StackRef, stackTitle } from "../../../core/explorer/stackRef";
import { isMasked } from "../../../core/explorer/stateValues";
import { withProgress } from "../../progress";
import type { StackCommandServices } from "./stackCommands";

/** Lists a stack's outputs, secrets masked, and copies the one that is chosen. */
export async function showOutputs(services: StackCommandServices, ref: StackRef): Promise<void> {
  const { outputs } = (await services.view.shown(ref)).snapshot;
  const items = Object.entries(outputs).map(([name, value]) => ({
    label: name,
    description: asText(value),
    iconPath: new vscode.ThemeIcon(isMasked(value) ? "lock" : "symbol-field"),
    name,
    value,
  }));
  if (items.length === 0) {
    throw new UserError("no-outputs", vscode.l10n.t("{0} has no outputs.", stackTitle(ref)), vscode.l10n.t("Export values from the program, and deploy it."));
  }
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Outputs of {0}", stackTitle(ref)),
    placeHolder: vscode.l10n.t("Choose one to copy it"),
    matchOnDescription: true,
  });
  if (!chosen) return;
  const value = isMasked(chosen.value) ? await inTheClear(services, ref, chosen.name) : chosen.value;
  if (value === undefined) return;
  await vscode.env.clipboard.writeText(asText(value));
  vscode.window.setStatusBarMessage(vscode.l10n.t("Copied {0}", chosen.name), 2_000);
}

async function inTheClear(services: StackCommandServices, ref: StackRef, name: string): Promise<unknown> {
  const copy = vscode.l10n.t("Copy Secret");
  const question = vscode.l10n.t("{0} is a secret. Copy it in the clear?", name);
  if ((await vscode.window.showWarningMessage(question, { modal: true }, copy)) !== copy) return undefined;
  return withProgress(vscode.l10n.t("Reading {0}", name), services.log, async (work) => (await stackOutputs(await services.session(ref, work), true, work.signal))[name]);
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
