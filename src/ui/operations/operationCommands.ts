import * as vscode from "vscode";
import { changeCount, deployQuestion, PAST } from "../../core/engine/operationWords";
import type { Operation, OperationOutcome } from "../../core/engine/operations";
import { CancelledError, UserError } from "../../core/errors";
import type { StackActivities } from "../../core/explorer/stackActivities";
import { type StackRef, stackTitle } from "../../core/explorer/stackRef";
import { checkLab, requireCheck } from "../../core/lab/checkLab";
import { type Installation, place, type RunningEmulator, type WorkContext } from "../../core/lab/installation";
import { summaryText } from "../../shared/graphSummary";
import { COMMANDS } from "../../shared/contributions/ids";
import type { Handlers } from "../commands/registerCommands";
import { openPosition } from "../openPosition";
import { withProgress } from "../progress";
import { settings } from "../settings";
import { describeError } from "../showError";
import type { OperationRunner } from "./operationRunner";
import { refOf, type StackChoice } from "./stackChoice";

export interface OperationCommandServices {
  installation: Installation;
  activities: StackActivities;
  runner: OperationRunner;
  choice: StackChoice;
  log: vscode.LogOutputChannel;
  /** Leads a person without any project to one; undefined when they changed their mind. */
  makeLab: () => Promise<StackRef | undefined>;
  showGraph: (ref: StackRef, urn?: string) => Promise<void>;
  refreshStacks: () => Promise<void>;
  ensureEmulator: (work: WorkContext) => Promise<RunningEmulator>;
  /** What of a deployed stack a browser can open. */
  urls: (ref: StackRef) => Promise<{ urn: string; url: string }[]>;
  /** Selects a stack in its view. */
  reveal: (ref: StackRef) => Promise<void>;
}

export function operationCommands(services: OperationCommandServices): Handlers {
  const { runner, choice, activities } = services;
  const about = async (item: unknown): Promise<StackRef | undefined> => choice.choose(item);
  const simple =
    (operation: Operation) =>
    async (item?: unknown): Promise<void> => {
      const ref = await about(item);
      if (ref) await report(services, ref, await runner.run(ref, operation));
    };
  return {
    [COMMANDS.deploy]: async (item?: unknown) => {
      const ref = refOf(item) ?? ((await choice.hasAny()) ? await about(undefined) : await services.makeLab());
      if (ref) await deploy(services, ref);
    },
    [COMMANDS.preview]: simple("preview"),
    [COMMANDS.refresh]: simple("refresh"),
    [COMMANDS.destroy]: async (item?: unknown) => {
      const ref = await about(item);
      if (!ref) return;
      const destroy = vscode.l10n.t("Destroy");
      const question = vscode.l10n.t("Destroy everything in {0}?", stackTitle(ref));
      const detail = vscode.l10n.t("Every resource of the stack is deleted from the emulator. The program and the stack stay.");
      if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, destroy)) !== destroy) return;
      await report(services, ref, await runner.run(ref, "destroy"));
    },
    [COMMANDS.cancel]: async (item?: unknown) => {
      const active = activities.active();
      const given = refOf(item);
      const ref = given ?? (active.length === 1 ? active[0]?.ref : (await pickActive(active.map((each) => each.ref))));
      if (ref) activities.cancel(ref);
    },
    [COMMANDS.check]: async (item?: unknown) => {
      const ref = await about(item);
      if (ref) await check(services, ref);
    },
    [COMMANDS.openUrl]: async (item?: unknown) => {
      const ref = await about(item);
      if (ref) await openUrl(services, ref, (item as { urn?: string } | undefined)?.urn);
    },
    [COMMANDS.installDependencies]: async (item?: unknown) => {
      const dir = (item as { projectDir?: string } | undefined)?.projectDir ?? (await about(item))?.projectDir;
      if (dir) await runner.installPackages(dir);
      await services.refreshStacks();
    },
    [COMMANDS.selectStack]: async () => {
      const ref = await choice.select();
      // What is selected in the view goes before what was chosen earlier: the two may not disagree.
      if (ref) await services.reveal(ref);
    },
  };
}

/** Previews, asks once, deploys. */
async function deploy(services: OperationCommandServices, ref: StackRef): Promise<void> {
  const { runner, ensureEmulator } = services;
  if (settings.confirmDeploy()) {
    const preview = await runner.run(ref, "preview");
    if (!preview.ok) return report(services, ref, preview);
    const emulator = await ensureEmulator({});
    if (changeCount(preview.summary) > 0 && !(await agreed(preview, emulator))) throw new CancelledError();
  }
  await report(services, ref, await runner.run(ref, "deploy"));
}

async function agreed(preview: OperationOutcome, emulator: RunningEmulator): Promise<boolean> {
  const deploy = vscode.l10n.t("Deploy");
  const question = vscode.l10n.t("{0} to {1}?", deployQuestion(preview.summary), place(emulator));
  const detail = summaryText(preview.summary, { planned: true });
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, deploy)) === deploy;
}

/** Says once how an operation ended, with what a person wants next. */
async function report(services: OperationCommandServices, ref: StackRef, outcome: OperationOutcome): Promise<void> {
  // Not awaited: the command is over, though its message may stand for long.
  void (outcome.ok ? succeeded(services, ref, outcome) : failed(services, ref, outcome)).catch((error: unknown) => services.log.error(String(error)));
}

async function succeeded(services: OperationCommandServices, ref: StackRef, outcome: OperationOutcome): Promise<void> {
  const what = summaryText(outcome.summary, { planned: outcome.operation === "preview" }) || vscode.l10n.t("nothing to do");
  const message = `${PAST[outcome.operation]} ${stackTitle(ref)}: ${what}`;
  services.log.info(message);
  const [open, outputs, graph, deployIt] = [vscode.l10n.t("Open URL"), vscode.l10n.t("Show Outputs"), vscode.l10n.t("Show Graph"), vscode.l10n.t("Deploy")];
  const urls = outcome.operation === "deploy" ? await services.urls(ref) : [];
  const actions =
    outcome.operation === "deploy"
      ? [...(urls.length > 0 ? [open] : []), outputs, graph]
      : outcome.operation === "preview" && changeCount(outcome.summary) > 0
        ? [deployIt, graph]
        : [graph];
  const chosen = await vscode.window.showInformationMessage(message, ...actions);
  if (chosen === open) await openUrl(services, ref);
  if (chosen === outputs) await vscode.commands.executeCommand(COMMANDS.showOutputs, ref);
  if (chosen === graph) await services.showGraph(ref);
  if (chosen === deployIt) await vscode.commands.executeCommand(COMMANDS.deploy, ref);
}

async function failed(services: OperationCommandServices, ref: StackRef, { error, operation }: OperationOutcome): Promise<void> {
  if (!error || error.code === "cancelled") {
    void vscode.window.showInformationMessage(vscode.l10n.t("Cancelled: what had begun was finished, and the state is written."));
    return;
  }
  const text = describeError(error);
  services.log.error(`${operation} ${stackTitle(ref)}: ${error.code}: ${text}`);
  const [line, graph, log] = [vscode.l10n.t("Go to Line"), vscode.l10n.t("Show Graph"), vscode.l10n.t("Show Log")];
  const chosen = await vscode.window.showErrorMessage(`${stackTitle(ref)}: ${text}`, ...(error.source ? [line] : []), graph, log);
  if (chosen === line && error.source) await openPosition(error.source, ref.projectDir);
  if (chosen === graph) await services.showGraph(ref, error.urn);
  if (chosen === log) services.log.show();
}

async function check(services: OperationCommandServices, ref: StackRef): Promise<void> {
  const { runner, installation, log } = services;
  const { report: found } = await withProgress(vscode.l10n.t("Checking {0}", stackTitle(ref)), log, async (work) => {
    const session = await runner.session(ref, work);
    await requireCheck(session);
    return checkLab(installation, session, await services.ensureEmulator(work), work.signal);
  });
  const lines = found.checks.map(({ ok, name, detail }) => `${ok ? "✓" : "✗"} ${name}${detail ? `: ${detail}` : ""}`);
  log.info(`${stackTitle(ref)}: the lab's check\n${lines.join("\n")}`);
  const wrong = found.checks.filter((each) => !each.ok);
  const show = vscode.l10n.t("Show Log");
  const chosen =
    wrong.length === 0
      ? vscode.window.showInformationMessage(vscode.l10n.t("{0} works: all {1} statements of its check hold.", stackTitle(ref), found.checks.length), show)
      : vscode.window.showWarningMessage(vscode.l10n.t("{0}: {1} of {2} statements do not hold: {3}", stackTitle(ref), wrong.length, found.checks.length, wrong[0]?.name ?? ""), show);
  void chosen.then((answer) => answer === show && log.show());
}

async function openUrl(services: OperationCommandServices, ref: StackRef, urn?: string): Promise<void> {
  const all = await services.urls(ref);
  const urls = urn ? all.filter((each) => each.urn === urn) : all;
  if (urls.length === 0) {
    throw new UserError("no-url", vscode.l10n.t("{0} has nothing that a browser can open.", stackTitle(ref)), vscode.l10n.t("Show Stack Outputs tells what it has."));
  }
  const url = urls.length === 1 ? urls[0]?.url : await vscode.window.showQuickPick(urls.map((each) => each.url), { placeHolder: vscode.l10n.t("Which address?") });
  if (!url) return;
  // In a remote editor the address is on the other machine: VS Code forwards it.
  await vscode.env.openExternal(await vscode.env.asExternalUri(vscode.Uri.parse(url, true)));
}

async function pickActive(refs: StackRef[]): Promise<StackRef | undefined> {
  const items = refs.map((ref) => ({ label: stackTitle(ref), ref }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t("Which operation?") }))?.ref;
}
