import * as vscode from "vscode";
import type { CheckOutcome } from "../../shared/learning/evidence";
import type { PlanItem, PlanSection } from "../../shared/learning/plan";
import { when } from "./learningRows";

/** What "Check" found for an item; undefined for one that nothing can check. */
export interface Checked {
  item: PlanItem;
  outcome?: CheckOutcome;
  /** What to do with an item that no rule knows. */
  byHand?: string;
}

/** Tells about one item. @returns whether the person wants the lesson */
export async function tellOutcome({ item, outcome, byHand }: Checked, time = new Date().toISOString()): Promise<boolean> {
  const lesson = vscode.l10n.t("Open Lesson");
  if (!outcome) return (await vscode.window.showInformationMessage(byHand ?? vscode.l10n.t("Only you can know: tick it yourself."), lesson)) === lesson;
  if (outcome.kind === "done") {
    void vscode.window.showInformationMessage(vscode.l10n.t("Verified: {0}, {1}", outcome.evidence.what, when(time)));
    return false;
  }
  if (outcome.kind === "notYet") return (await vscode.window.showInformationMessage(vscode.l10n.t("Not yet: {0} {1}", outcome.missing, outcome.next), lesson)) === lesson;
  return (await vscode.window.showWarningMessage(vscode.l10n.t("It can't be told now: {0} {1}", outcome.reason, outcome.next), lesson)) === lesson && Boolean(item);
}

/** The items of a section with what was found of each. @returns the item that the person chose */
export async function tellSection(section: PlanSection, checked: readonly Checked[]): Promise<PlanItem | undefined> {
  const done = checked.filter(({ item, outcome }) => item.done || outcome?.kind === "done").length;
  const rows = checked.map((each) => ({ ...row(each), item: each.item }));
  const picked = await vscode.window.showQuickPick(rows, {
    title: vscode.l10n.t("{0}: {1} of {2} done", section.title, done, checked.length),
    placeHolder: vscode.l10n.t("Choose an item to see it in the plan"),
    matchOnDetail: true,
  });
  return picked?.item;
}

function row({ item, outcome, byHand }: Checked): vscode.QuickPickItem {
  if (outcome?.kind === "done") return { label: `$(pass-filled) ${item.plain}`, detail: vscode.l10n.t("Verified: {0}", outcome.evidence.what) };
  if (item.done) return { label: `$(pass) ${item.plain}`, detail: vscode.l10n.t("Ticked.") };
  if (outcome?.kind === "notYet") return { label: `$(circle-large-outline) ${item.plain}`, detail: `${outcome.missing} ${outcome.next}` };
  if (outcome?.kind === "unknown") return { label: `$(question) ${item.plain}`, detail: `${outcome.reason} ${outcome.next}` };
  return { label: `$(person) ${item.plain}`, detail: byHand ?? vscode.l10n.t("Only you can know: tick it yourself.") };
}
