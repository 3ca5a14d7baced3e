import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { readJournal } from "../../core/engine/journal";
import { findWorkspace } from "../../core/engine/workspace";
import { errorMessage, UserError } from "../../core/errors";
import type { Installation } from "../../core/lab/installation";
import { Learner } from "../../core/learning/learner";
import type { PlanAdditions } from "../../core/learning/plan/mergePlan";
import { type PlanState, PlanStore } from "../../core/learning/plan/planStore";
import { type Lesson, lessonIds, readLesson } from "../../core/learning/pages/course";
import { EvidenceStore } from "../../core/learning/verify/evidenceStore";
import { lookWith } from "../../core/learning/verify/lookAt";
import { type LookOptions, loadVerification, type Verification } from "../../core/learning/verify/verification";
import { listTemplates, type Template } from "../../core/scaffold/manifest";
import { LEARNING_COMMANDS } from "../../shared/contributions/learningIds";
import type { CheckOutcome, Evidence } from "../../shared/learning/evidence";
import type { Plan } from "../../shared/learning/plan";
import { placeOf } from "../../shared/learning/progress";
import { showError } from "../showError";
import { DoneContexts } from "./doneContexts";
import type { RowFacts } from "./learningRows";

export interface LearningServices {
  installation: Installation;
  /** publisher.name: walkthroughs are known by it. */
  extensionId: string;
  /** The extension's own folder for what it remembers. */
  storage: string;
  log: vscode.LogOutputChannel;
  trusted: () => boolean;
  /** The setting that chooses the emulator. */
  emulator: () => string;
}

/** Changes come in bursts (a deploy, a git checkout): the workspace is looked at when they are over. */
const VERIFY_AFTER_MS = 700;

interface Opened {
  store: PlanStore;
  verification: Verification;
  /** Ids of the pages; each is read when it is asked for. */
  lessons: ReadonlySet<string>;
  templates: Template[];
  learner: Learner;
}

/** The learning plan of this window: read when it is first needed, kept up with its file, and ticked by evidence. */
export class LearningService implements vscode.Disposable {
  private opening: Promise<Opened> | undefined;
  private opened: Opened | undefined;
  private state: PlanState | undefined;
  private proved = new Map<string, Evidence>();
  private readonly contexts: DoneContexts;
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly verified = new vscode.EventEmitter<{ evidence: Evidence; title: string }[]>();
  private readonly closing = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private verifying: Promise<void> | undefined;
  private readonly listening: vscode.Disposable;

  /** Fires when the plan, or what is known of it, has changed. */
  readonly onDidChange = this.changes.event;
  /** Fires when items ticked themselves. */
  readonly onDidVerify = this.verified.event;

  constructor(private readonly services: LearningServices) {
    this.contexts = new DoneContexts(services.extensionId);
    this.listening = vscode.Disposable.from(
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.reopen()),
      vscode.workspace.onDidSaveTextDocument(() => this.verifySoon()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.verifySoon()),
      // For systems that don't tell of changed files.
      vscode.window.onDidChangeWindowState(({ focused }) => focused && void this.opened?.store.refresh()),
    );
  }

  /** What rows of the tree ask for. */
  readonly facts: Omit<RowFacts, "current"> = {
    kind: (id) => this.opened?.verification.kindOf(id) ?? { kind: "manual" },
    evidence: (id) => this.proved.get(id),
    hasLesson: (section) => this.opened?.lessons.has(section) ?? false,
    hasTemplate: (text) => this.templateOf(text) !== undefined,
  };

  get allEvidence(): ReadonlyMap<string, Evidence> {
    return this.proved;
  }

  async plan(): Promise<Plan> {
    return (await this.planState()).plan;
  }

  async planState(): Promise<PlanState> {
    await this.open();
    return this.state ?? (await this.look());
  }

  /** The shipped plan, whatever the learner has made of theirs. */
  async shipped(): Promise<Plan> {
    return (await this.open()).store.shipped;
  }

  async hasLesson(id: string): Promise<boolean> {
    return (await this.open()).lessons.has(id);
  }

  async lesson(id: string): Promise<Lesson | undefined> {
    return (await this.hasLesson(id)) ? readLesson(this.services.installation.root, id) : undefined;
  }

  async verification(): Promise<Verification> {
    return (await this.open()).verification;
  }

  async templates(): Promise<Template[]> {
    return (await this.open()).templates;
  }

  templateOf(text: string): Template | undefined {
    return this.opened?.templates.find(({ items }) => items.includes(text));
  }

  async setDone(ids: string[], done: boolean): Promise<void> {
    const { store } = await this.open();
    try {
      await tick(store, ids, done, this.closing.signal);
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== "plan-deleted" || !(await this.bringBack(store))) throw error;
      await tick(store, ids, done, this.closing.signal);
    }
    await this.look();
  }

  /** Makes the learner's copy where there is none, and gives its path. */
  async planFile(): Promise<string> {
    const { store } = await this.open();
    const state = await store.create(this.closing.signal);
    await this.look();
    return state.file;
  }

  async check(id: string, signal?: AbortSignal): Promise<CheckOutcome | undefined> {
    const { learner } = await this.open();
    const outcome = await learner.check(id, signal);
    await this.look();
    return outcome;
  }

  async passQuiz(id: string, questions: number): Promise<void> {
    const { learner } = await this.open();
    await learner.passQuiz(id, questions, this.closing.signal);
    await this.look();
  }

  /** Something happened that may be evidence: the workspace is looked at soon, once for a burst. */
  verifySoon(): void {
    if (!this.services.trusted() || this.closing.signal.aborted) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.verify().catch((error: unknown) => this.services.log.warn(`The plan's items could not be checked: ${errorMessage(error)}`));
    }, VERIFY_AFTER_MS);
  }

  /** Looks at the whole workspace now; one look at a time. */
  async verify(): Promise<void> {
    while (this.verifying) await this.verifying;
    const run = this.verifyOnce();
    this.verifying = run.finally(() => (this.verifying = undefined)).catch(() => undefined);
    await run;
  }

  dispose(): void {
    this.closing.abort();
    clearTimeout(this.timer);
    this.listening.dispose();
    this.opened?.store.dispose();
    this.changes.dispose();
    this.verified.dispose();
  }

  private async verifyOnce(): Promise<void> {
    const { learner } = await this.open();
    const found = await learner.verify(this.closing.signal);
    if (this.closing.signal.aborted) return;
    const plan = (await this.look()).plan;
    if (found.length > 0) this.verified.fire(found.map((evidence) => ({ evidence, title: placeOf(plan, evidence.item)?.item.plain ?? evidence.item })));
  }

  private open(): Promise<Opened> {
    return (this.opening ??= this.openNow().catch((error: unknown) => {
      this.opening = undefined;
      throw error;
    }));
  }

  private async openNow(): Promise<Opened> {
    const { installation, storage } = this.services;
    const { root } = installation;
    const workspace = workspaceFolder();
    const [shipped, verification, lessons, templates] = await Promise.all([
      readFile(join(root, "walkthroughs", "learning-plan.md"), "utf8"),
      loadVerification(root),
      lessonIds(root),
      listTemplates(installation.templatesDir),
    ]);
    const store = new PlanStore({ workspace, storage, shipped });
    const evidence = workspace === undefined ? undefined : new EvidenceStore(findWorkspace(workspace).root);
    const learner = new Learner({ store: { read: () => store.read(), setDone: (ids, done, signal) => tick(store, ids, done, signal) }, verification, evidence, look: (signal) => this.lookOptions(signal), isLearning: () => isLearning(store, workspace) });
    this.opened = { store, verification, lessons: new Set(lessons), templates, learner };
    // A plan that can't be read or merged is shown as well as it can be; the message says what to do.
    await store.open(this.closing.signal).catch((error: unknown) => this.tell(error));
    await store.adopt({ signal: this.closing.signal }).then(
      (added) => added && this.tellAdded(added),
      (error: unknown) => this.tell(error),
    );
    store.onDidChange(() => void this.look().catch((error: unknown) => this.tell(error)));
    await this.look();
    return this.opened;
  }

  /** Reads the plan and tells everybody. */
  private async look(): Promise<PlanState> {
    const { opened } = this;
    if (!opened) throw new Error("The plan is not open yet.");
    const state = await opened.store.read();
    const proved = await opened.learner.evidence();
    // A tree that is drawn anew forgets for a moment what its rows stand for: only what changed is told.
    const changed = state.text !== this.state?.text || state.file !== this.state.file || proved.size !== this.proved.size;
    this.proved = proved;
    this.state = state;
    this.contexts.update(state.plan);
    if (changed && !this.closing.signal.aborted) this.changes.fire();
    return state;
  }

  /** The file was deleted while it was in use. @returns whether there is one again */
  private async bringBack(store: PlanStore): Promise<boolean> {
    const [restore, anew] = [vscode.l10n.t("Restore"), vscode.l10n.t("Start Over")];
    const answer = await vscode.window.showWarningMessage(vscode.l10n.t("Your copy of the learning plan was deleted."), { modal: true, detail: store.file }, restore, anew);
    if (answer === restore) await store.restore(this.closing.signal);
    else if (answer === anew) await store.create(this.closing.signal);
    return answer !== undefined;
  }

  private async reopen(): Promise<void> {
    const { opened } = this;
    if (!opened) return;
    opened.store.dispose();
    this.opened = this.opening = this.state = undefined;
    await this.open().catch((error: unknown) => this.tell(error));
    this.verifySoon();
  }

  private async lookOptions(signal?: AbortSignal): Promise<LookOptions | undefined> {
    const workspace = workspaceFolder();
    const { installation, trusted, emulator } = this.services;
    if (workspace === undefined || !trusted()) return undefined;
    return lookWith({ installation, workspace, emulator: emulator(), signal });
  }

  /** A newer plan has come into the learner's copy. */
  private tellAdded({ items }: PlanAdditions): void {
    const message = vscode.l10n.t("The learning plan has {0} new items; yours has them now, and no tick is lost.", items.length);
    this.services.log.info(message);
    const open = vscode.l10n.t("Open Learning Plan");
    void vscode.window.showInformationMessage(message, open).then((answer) => answer === open && vscode.commands.executeCommand(LEARNING_COMMANDS.openPlan));
  }

  private tell(error: unknown): void {
    if (!this.closing.signal.aborted) void showError(error, this.services.log);
  }
}

/** Somebody learns where there is a copy of the plan, or where a lab has been made. */
async function isLearning(store: PlanStore, workspace: string | undefined): Promise<boolean> {
  if ((await store.read()).exists) return true;
  if (workspace === undefined) return false;
  return (await readJournal(findWorkspace(workspace).journalFile)).some(({ operation }) => operation === "new" || operation === "start");
}

/** Ticks in the file; where it is open with changes that are not saved, in the editor, which is saved then. */
async function tick(store: PlanStore, ids: string[], done: boolean, signal?: AbortSignal): Promise<void> {
  const document = vscode.workspace.textDocuments.find(({ uri, isDirty }) => isDirty && uri.scheme === "file" && uri.fsPath === store.file);
  if (!document) return void (await store.setDone(ids, done, signal));
  const edit = new vscode.WorkspaceEdit();
  for (const { start, end, text } of store.editsFor(document.getText(), ids, done)) {
    edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), text);
  }
  if (!(await vscode.workspace.applyEdit(edit)) || !(await document.save())) {
    throw new UserError("plan-not-written", vscode.l10n.t("The learning plan could not be saved."), vscode.l10n.t("Save it in its editor, then tick again."));
  }
}

function workspaceFolder(): string | undefined {
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
}
