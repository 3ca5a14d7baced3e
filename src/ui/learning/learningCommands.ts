import * as vscode from "vscode";
import { UserError } from "../../core/errors";
import type { StackRef } from "../../core/explorer/stackRef";
import type { Lesson } from "../../core/learning/pages/course";
import { passesQuiz } from "../../core/learning/verify/quiz";
import type { Template } from "../../core/scaffold/manifest";
import { LEARNING_COMMANDS as LEARNING } from "../../shared/contributions/learningIds";
import { stepId } from "../../shared/contributions/walkthroughs";
import type { PlanSection } from "../../shared/learning/plan";
import { currentPlace, placeOf } from "../../shared/learning/progress";
import type { Handlers } from "../commands/registerCommands";
import { type Checked, tellOutcome, tellSection } from "./checkFlow";
import type { CompareDocuments } from "./compareDocuments";
import { idOf } from "./learningItems";
import type { LearningService } from "./learningService";
import type { LearningView } from "./learningView";
import { runQuiz } from "./quizFlow";

export interface LearningCommandServices {
  learning: LearningService;
  view: LearningView;
  compare: CompareDocuments;
  /** publisher.name: walkthroughs are known by it. */
  extensionId: string;
  log: vscode.LogOutputChannel;
  makeLab(template: Template): Promise<StackRef | undefined>;
  makeLessonLab(lesson: Lesson): Promise<StackRef | undefined>;
}

export function learningCommands(services: LearningCommandServices): Handlers {
  const { learning, view } = services;
  return {
    [LEARNING.startHere]: () => openWalkthrough(services, "start"),
    [LEARNING.continue]: () => goOn(services),
    [LEARNING.openPlan]: async () => {
      await vscode.window.showTextDocument(vscode.Uri.file(await learning.planFile()));
    },
    [LEARNING.refresh]: () => vscode.window.withProgress({ location: { viewId: "pulumiLab.learning" } }, () => learning.verify()),
    [LEARNING.openWalkthrough]: async (argument?: unknown) => openWalkthrough(services, idOf(argument) ?? (await pickGroup(services))),
    [LEARNING.openLesson]: async (argument?: unknown) => {
      const id = idOf(argument);
      // A link of a page names another page; an item of the tree stands for that of its section.
      await openLesson(services, id !== undefined && (await learning.hasLesson(id)) ? id : (await sectionOf(services, argument)).id);
    },
    [LEARNING.openSnippet]: async (argument?: unknown) => {
      const lesson = await learning.lesson((await sectionOf(services, argument)).id);
      if (!lesson) throw noLesson();
      await services.makeLessonLab(lesson);
    },
    [LEARNING.scaffold]: async (argument?: unknown) => {
      const item = placeOf(await learning.plan(), idOf(argument) ?? "")?.item;
      const template = item && learning.templateOf(item.text);
      if (!template) throw new UserError("no-template", vscode.l10n.t("No template practises this item yet."), vscode.l10n.t("Its lesson has a program to try."));
      await services.makeLab(template);
    },
    [LEARNING.openDocs]: async (argument?: unknown) => {
      const lesson = await learning.lesson((await sectionOf(services, argument)).id);
      const url = lesson?.page.links.find(({ url: each }) => each.startsWith("https://"))?.url;
      if (!url) throw noLesson();
      await vscode.env.openExternal(vscode.Uri.parse(url));
    },
    [LEARNING.checkItem]: async (argument?: unknown) => {
      const place = placeOf(await learning.plan(), idOf(argument) ?? "");
      if (!place) throw new UserError("no-item", vscode.l10n.t("The plan has no such item."), vscode.l10n.t("Choose one in the Learning Plan view."));
      const checked = await checkOne(services, place.section, place.item.id);
      if (await tellOutcome(checked)) await openLesson(services, place.section.id);
    },
    [LEARNING.checkSection]: async (argument?: unknown) => {
      const section = await sectionOf(services, argument);
      const checked = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Checking {0}", section.title), cancellable: true }, async (_, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        const found: Checked[] = [];
        for (const { id, estimate } of section.items) if (!estimate) found.push(await checkOne(services, section, id, abort.signal));
        return found;
      });
      const chosen = await tellSection(section, checked);
      if (chosen) await view.reveal(chosen.id);
    },
    [LEARNING.quiz]: async (argument?: unknown) => {
      const place = placeOf(await learning.plan(), idOf(argument) ?? "");
      const quiz = place && (await learning.verification()).quizOf(place.item.id);
      if (!quiz) throw new UserError("no-quiz", vscode.l10n.t("This item has no questions."), vscode.l10n.t("Choose one with a question mark in the Learning Plan view."));
      const chosen = await runQuiz(place.item.plain, quiz);
      if (!chosen) return;
      const questions = quiz.questions.length;
      if (passesQuiz(quiz, chosen)) {
        await learning.passQuiz(place.item.id, questions);
        void vscode.window.showInformationMessage(vscode.l10n.t("All {0} right: the item is done.", questions));
      } else {
        const again = vscode.l10n.t("Open Lesson");
        const answer = await vscode.window.showInformationMessage(vscode.l10n.t("{0} of {1} right. Read the lesson and try again.", quiz.questions.filter(({ answers }, at) => answers[chosen[at] ?? -1]?.right).length, questions), again);
        if (answer === again) await openLesson(services, place.section.id);
      }
    },
    [LEARNING.compare]: () => services.compare.show(),
  };
}

/** Tells of items that ticked themselves. */
export function announceVerified({ learning, view }: Pick<LearningCommandServices, "learning" | "view">): vscode.Disposable {
  return learning.onDidVerify(async (found) => {
    const [first] = found;
    if (!first) return;
    const show = vscode.l10n.t("Show in Plan");
    const message = found.length === 1 ? vscode.l10n.t("Verified: {0} ({1})", first.title, first.evidence.what) : vscode.l10n.t("Verified {0} items of the plan, such as: {1} ({2})", found.length, first.title, first.evidence.what);
    if ((await vscode.window.showInformationMessage(message, show)) === show) await view.reveal(first.evidence.item);
  });
}

async function goOn(services: LearningCommandServices): Promise<void> {
  const place = currentPlace(await services.learning.plan());
  if (!place) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Every item of the plan is done."));
    return;
  }
  await services.view.reveal(place.item.id);
  await openLesson(services, place.section.id);
}

/** Opens a lesson as the step of its walkthrough; a section of the learner's own has none. */
async function openLesson(services: LearningCommandServices, page: string): Promise<void> {
  if (!(await services.learning.hasLesson(page))) throw noLesson();
  const category = `${services.extensionId}#${page.split("/")[0]}`;
  await vscode.commands.executeCommand("workbench.action.openWalkthrough", { category, step: stepId(page) }, false);
}

async function openWalkthrough(services: LearningCommandServices, id: string | undefined): Promise<void> {
  if (id) await vscode.commands.executeCommand("workbench.action.openWalkthrough", { category: `${services.extensionId}#${id}` }, false);
}

async function pickGroup({ learning }: LearningCommandServices): Promise<string | undefined> {
  const { groups } = await learning.shipped();
  const picked = await vscode.window.showQuickPick(groups.map(({ id, title }) => ({ label: title, id })), { placeHolder: vscode.l10n.t("Which walkthrough?") });
  return picked?.id;
}

/** The section that a command is about: its own, or that of an item. */
async function sectionOf({ learning }: LearningCommandServices, argument: unknown): Promise<PlanSection> {
  const plan = await learning.plan();
  const id = idOf(argument);
  const section = id && (plan.groups.flatMap(({ sections }) => sections).find((each) => each.id === id) ?? placeOf(plan, id)?.section);
  if (section) return section;
  // A page may ask for a section that the learner has taken out of their copy.
  const shipped = (await learning.shipped()).groups.flatMap(({ sections }) => sections).find((each) => each.id === id);
  if (shipped) return shipped;
  throw new UserError("no-section", vscode.l10n.t("The plan has no such section."), vscode.l10n.t("Choose one in the Learning Plan view."));
}

async function checkOne({ learning }: LearningCommandServices, section: PlanSection, id: string, signal?: AbortSignal): Promise<Checked> {
  const outcome = await learning.check(id, signal);
  const now = placeOf(await learning.plan(), id)?.item ?? section.items.find((item) => item.id === id);
  if (!now) throw new UserError("no-item", vscode.l10n.t("The plan has no such item."));
  const { kind, outside } = (await learning.verification()).kindOf(id);
  const byHand = outside ?? (kind === "quiz" ? vscode.l10n.t("Three questions show whether you know it.") : undefined);
  return { item: now, outcome, byHand };
}

function noLesson(): UserError {
  return new UserError("no-lesson", vscode.l10n.t("There is no lesson for a section of your own."), vscode.l10n.t("Choose another section."));
}
