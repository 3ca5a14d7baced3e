import * as vscode from "vscode";
import { checkConfigKey, type ConfigValue, listConfig, setConfig } from "../../../core/engine/stackAdmin";
import { loadProject } from "../../../core/engine/project";
import { UserError } from "../../../core/errors";
import { type StackRef, stackTitle } from "../../../core/explorer/stackRef";
import { withProgress } from "../../progress";
import type { StackCommandServices } from "./stackCommands";

/** Asks for a key, offering those that are set, and for its value; writes both into the stack's configuration file. */
export async function setConfigValue(services: StackCommandServices, ref: StackRef, secret: boolean): Promise<void> {
  const project = await loadProject(ref.projectDir);
  const known = await listConfig(project, ref.stack);
  const title = secret ? vscode.l10n.t("Secret configuration of {0}", stackTitle(ref)) : vscode.l10n.t("Configuration of {0}", stackTitle(ref));
  const key = await askKey(title, known);
  if (!key) return;
  const current = known.find((each) => each.key === key || each.key === `${ref.project}:${key}`);
  const value = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t("Value of {0}", key),
    password: secret,
    value: secret || current?.secret ? "" : (current?.value ?? ""),
    ignoreFocusOut: true,
  });
  if (value === undefined) return;
  if (!secret && current?.secret && !(await agreesToPlain(key))) return;
  await withProgress(vscode.l10n.t("Setting {0} of {1}", key, stackTitle(ref)), services.log, async (work) =>
    setConfig(await services.session(ref, work), { key, value, secret }, work.signal),
  );
  await services.view.refresh();
  vscode.window.setStatusBarMessage(vscode.l10n.t("Set {0}: deploy to use it", key), 5_000);
}

async function agreesToPlain(key: string): Promise<boolean> {
  const store = vscode.l10n.t("Store as Plain Text");
  const question = vscode.l10n.t("{0} is a secret now. Store the new value as plain text?", key);
  return (await vscode.window.showWarningMessage(question, { modal: true }, store)) === store;
}

/** Undefined when the person changed their mind. */
async function askKey(title: string, known: readonly ConfigValue[]): Promise<string | undefined> {
  const another = { label: vscode.l10n.t("$(add) Another value…"), key: undefined };
  if (known.length > 0) {
    const items = [...known.map(({ key, value }) => ({ label: key, description: value, key })), another];
    const chosen = await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t("Which value?"), matchOnDescription: true });
    if (!chosen || chosen.key !== undefined) return chosen?.key;
  }
  return vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t("The name, such as size, or with a namespace aws:region"),
    ignoreFocusOut: true,
    validateInput: (key) => {
      try {
        checkConfigKey(key);
        return undefined;
      } catch (error) {
        return error instanceof UserError ? error.message : String(error);
      }
    },
  });
}
