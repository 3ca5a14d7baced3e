import { existsSync, realpathSync } from "node:fs";
import { basename, join } from "node:path";
import * as vscode from "vscode";
import { errorMessage } from "../../core/errors";
import { FIRST_STACK } from "../../core/explorer/projectStacks";
import type { StackRef } from "../../core/explorer/stackRef";
import type { Installation } from "../../core/lab/installation";
import { lessonLab } from "../../core/lab/lessonLab";
import { newLab } from "../../core/lab/newLab";
import type { Lesson } from "../../core/learning/pages/course";
import { listTemplates, type Template } from "../../core/scaffold/manifest";
import { checkProjectName } from "../../core/scaffold/scaffold";
import { withProgress } from "../progress";
import { levelText, supportText } from "./templateWords";

export interface NewLabServices {
  installation: Installation;
  log: vscode.LogOutputChannel;
  /** Called when the lab is there, before its lesson opens. */
  onMade: () => Promise<unknown>;
}

/** Makes a lab from a template: which one, under which name, and then the work. Undefined when the person stopped. */
export async function newLabFlow(services: NewLabServices, given?: Template): Promise<StackRef | undefined> {
  const { installation, log } = services;
  const template = given ?? (await pickTemplate(await listTemplates(installation.templatesDir)));
  if (!template) return undefined;
  const here = await labsFolder();
  if (!here) return undefined;
  const name = await askName(template.title, template.id, here);
  if (!name) return undefined;
  const made = await withProgress(vscode.l10n.t("Making the lab {0}", name), log, (work) =>
    newLab(installation, { template: template.id, directory: join(here, name), here, install: true }, work),
  );
  await services.onMade();
  await openLesson(made.directory);
  return { projectDir: realpathSync(made.directory), project: made.projectName, stack: FIRST_STACK };
}

/** Makes a lab from the program of a lesson, and opens the program. Undefined when the person stopped. */
export async function lessonLabFlow({ installation, log, onMade }: NewLabServices, lesson: Lesson): Promise<StackRef | undefined> {
  const here = await labsFolder();
  if (!here) return undefined;
  const name = await askName(lesson.page.title, lesson.id.replace(/^.*\//, "").replace(/^(.{1,40})(-.*)?$/, "$1"), here);
  if (!name) return undefined;
  const made = await withProgress(vscode.l10n.t("Making the lab {0}", name), log, (work) => lessonLab(installation, { lesson, directory: join(here, name), projectName: name, here }, work));
  await onMade();
  await vscode.window.showTextDocument(vscode.Uri.file(join(made.directory, "index.ts")), { viewColumn: vscode.ViewColumn.Beside });
  return { projectDir: realpathSync(made.directory), project: made.projectName, stack: FIRST_STACK };
}

async function pickTemplate(templates: Template[]): Promise<Template | undefined> {
  const items = templates.map((template) => ({
    label: template.title,
    description: vscode.l10n.t("{0}, {1} min", levelText(template.level), template.minutes),
    detail: [template.summary, supportText(template)].filter(Boolean).join(" "),
    template,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t("What do you want to build?"), matchOnDetail: true }))?.template;
}

/** The folder in which labs lie side by side: the workspace's, or one that is asked for. */
async function labsFolder(): Promise<string | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 1) return folders[0]?.uri.fsPath;
  if (folders.length > 1) return (await vscode.window.showWorkspaceFolderPick({ placeHolder: vscode.l10n.t("In which folder?") }))?.uri.fsPath;
  const picked = await vscode.window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false, title: vscode.l10n.t("The folder for your labs"), openLabel: vscode.l10n.t("Make the Lab Here") });
  return picked?.[0]?.fsPath;
}

/** The lab's folder, which is its project's name too. */
async function askName(title: string, id: string, here: string): Promise<string | undefined> {
  const problem = (value: string): string | undefined => {
    try {
      checkProjectName(value);
    } catch (error) {
      return errorMessage(error);
    }
    return existsSync(join(here, value)) ? vscode.l10n.t("{0} exists already.", value) : undefined;
  };
  return vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t("The lab's folder and project name, in {0}", basename(here)),
    value: freeName(id, here),
    validateInput: problem,
  });
}

function freeName(id: string, here: string): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? id : `${id}-${number}`;
    if (!existsSync(join(here, name))) return name;
  }
}

async function openLesson(directory: string): Promise<void> {
  const readme = join(directory, "README.md");
  if (!existsSync(readme)) return;
  await vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.file(readme)).then(undefined, () => vscode.window.showTextDocument(vscode.Uri.file(readme)));
}

