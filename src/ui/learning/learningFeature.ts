import * as vscode from "vscode";
import type { StackActivities } from "../../core/explorer/stackActivities";
import type { StackRef } from "../../core/explorer/stackRef";
import type { Installation } from "../../core/lab/installation";
import type { Lesson } from "../../core/learning/pages/course";
import type { Template } from "../../core/scaffold/manifest";
import type { Handlers } from "../commands/registerCommands";
import { showError } from "../showError";
import { CompareDocuments } from "./compareDocuments";
import { LabChecks, type LabCheckServices } from "./labChecks";
import { announceVerified, learningCommands } from "./learningCommands";
import { LearningService } from "./learningService";
import { LearningView } from "./learningView";
import { progressCommands, ProgressEditor } from "./progressEditor";

export interface LearningFeatureServices extends Pick<LabCheckServices, "session" | "running"> {
  installation: Installation;
  log: vscode.LogOutputChannel;
  /** The setting that chooses the emulator. */
  emulator: () => string;
  activities: StackActivities;
  /** Files of projects and stacks have changed. */
  onStacksLoaded: vscode.Event<void>;
  makeLab: (template: Template) => Promise<StackRef | undefined>;
  makeLessonLab: (lesson: Lesson) => Promise<StackRef | undefined>;
}

/** The learning plan in this window: its view, its commands, its Progress editor, and ticks by evidence. */
export class LearningFeature implements vscode.Disposable {
  readonly service: LearningService;
  readonly view: LearningView;
  readonly commands: Handlers;
  private readonly checks: LabChecks;
  private readonly disposables: vscode.Disposable[];

  constructor(context: vscode.ExtensionContext, { installation, log, emulator, activities, onStacksLoaded, makeLab, makeLessonLab, session, running }: LearningFeatureServices) {
    const service = (this.service = new LearningService({ installation, extensionId: context.extension.id, storage: context.globalStorageUri.fsPath, log, trusted: () => vscode.workspace.isTrusted, emulator }));
    const view = (this.view = new LearningView({
      plan: () => service.plan(),
      onDidChange: service.onDidChange,
      facts: service.facts,
      setDone: (ids, done) => service.setDone(ids, done),
      onError: (error) => void showError(error, log),
    }));
    const compare = new CompareDocuments(context.extensionPath);
    const progress = new ProgressEditor({ extensionUri: context.extensionUri, learning: service, view, log });
    this.commands = { ...learningCommands({ learning: service, view, compare, extensionId: context.extension.id, log, makeLab, makeLessonLab }), ...progressCommands(progress) };
    const checks = (this.checks = new LabChecks({ installation, activities, learning: service, log, session, running }));
    this.disposables = [
      progress,
      compare,
      announceVerified({ learning: service, view }),
      checks,
      onStacksLoaded(() => service.verifySoon()),
      {
        dispose: activities.onDidChange(({ activity: { phase } }) => {
          if (phase !== "running" && phase !== "cancelling") service.verifySoon();
        }),
      },
      view,
      service,
    ];
    // Steps of walkthroughs that were done in another window are told of as soon as there is time.
    void service.plan().catch((error: unknown) => log.warn(`The learning plan can't be read: ${String(error)}`));
  }

  /** Ends what runs and waits for it. */
  end(): Promise<void> {
    return this.checks.end();
  }

  dispose(): void {
    for (const each of this.disposables) each.dispose();
  }
}
