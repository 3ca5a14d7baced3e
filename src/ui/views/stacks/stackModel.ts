import { relative } from "node:path";
import * as vscode from "vscode";
import { type FoundProject, findProjects, type ListedError } from "../../../core/explorer/projects";
import { listProjectStacks, type StackInfo } from "../../../core/explorer/projectStacks";
import type { StackPlace } from "../../../core/explorer/stackPlace";
import { sameStack, type StackRef } from "../../../core/explorer/stackRef";
import { missingDependencies } from "../../../core/scaffold/missingDependencies";
import { StackWatcher } from "./stackWatcher";

/** A project of the workspace with its stacks. */
export interface ProjectModel {
  found: FoundProject;
  folder: vscode.WorkspaceFolder;
  /** Relative to the workspace folder; empty for the folder itself. */
  path: string;
  stacks: readonly StackInfo[];
  place?: StackPlace;
  /** Its packages are not installed. */
  missingDependencies: boolean;
  error?: ListedError;
}

export interface ModelServices {
  /** The environment that decides where stacks lie. */
  environment: () => NodeJS.ProcessEnv;
  log: vscode.LogOutputChannel;
  trusted: () => boolean;
}

/**
 * The projects and stacks of the workspace. It looks when it is first asked, when files change that it depends on, and
 * when it is told to; never by a timer of its own.
 */
export class StackModel implements vscode.Disposable {
  private loaded: readonly ProjectModel[] | undefined;
  private loading: Promise<void> | undefined;
  /** Something changed while a look was under way. */
  private again = false;
  private readonly closing = new AbortController();
  private readonly loads = new vscode.EventEmitter<void>();
  private readonly watcher: StackWatcher;
  private readonly listening: vscode.Disposable;

  /** Fires after each look. */
  readonly onDidLoad = this.loads.event;

  constructor(private readonly services: ModelServices) {
    this.watcher = new StackWatcher(() => void this.refresh());
    this.listening = vscode.Disposable.from(
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.refresh()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.refresh()),
    );
  }

  /** What the last look found; undefined before the first one. */
  get projects(): readonly ProjectModel[] | undefined {
    return this.loaded;
  }

  get stacks(): readonly StackInfo[] {
    return (this.loaded ?? []).flatMap((project) => project.stacks);
  }

  get hasProject(): boolean {
    return (this.loaded ?? []).some((project) => project.found.error === undefined);
  }

  /** A stack of the workspace is in its state backend. */
  get hasStack(): boolean {
    return this.stacks.some((stack) => stack.exists);
  }

  /** The AWS regions that stacks of the workspace use. */
  get regions(): string[] {
    return [...new Set(this.stacks.flatMap((stack) => stack.regions))].sort();
  }

  find(ref: StackRef): StackInfo | undefined {
    return this.stacks.find((stack) => sameStack(stack.ref, ref));
  }

  /** Looks unless that was done already. */
  async ensure(): Promise<readonly ProjectModel[]> {
    if (!this.loaded) await this.refresh();
    else if (this.loading) await this.loading;
    return this.loaded ?? [];
  }

  /** Looks anew. Resolves when a look that began after the call is over. */
  refresh(): Promise<void> {
    if (this.loading) {
      this.again = true;
      return this.loading;
    }
    this.loading = this.look().finally(() => (this.loading = undefined));
    return this.loading;
  }

  dispose(): void {
    this.closing.abort();
    this.listening.dispose();
    this.watcher.dispose();
    this.loads.dispose();
  }

  private async look(): Promise<void> {
    const { signal } = this.closing;
    try {
      do {
        this.again = false;
        this.loaded = this.services.trusted() ? await this.readAll(signal) : [];
      } while (this.again && !signal.aborted);
    } catch (error) {
      if (signal.aborted) return;
      this.services.log.error(`looking for projects: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      this.loaded ??= [];
    }
    if (signal.aborted) return;
    this.watcher.watch(this.services.trusted() ? (vscode.workspace.workspaceFolders ?? []) : [], this.loaded ?? []);
    this.loads.fire();
  }

  private async readAll(signal: AbortSignal): Promise<ProjectModel[]> {
    const projects: ProjectModel[] = [];
    const seen = new Set<string>();
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      if (folder.uri.scheme !== "file") continue;
      for (const found of await findProjects(folder.uri.fsPath, signal)) {
        // Workspace folders may lie in each other.
        if (seen.has(found.dir)) continue;
        seen.add(found.dir);
        projects.push(await this.read(found, folder, signal));
      }
    }
    return projects;
  }

  private async read(found: FoundProject, folder: vscode.WorkspaceFolder, signal: AbortSignal): Promise<ProjectModel> {
    const path = relative(folder.uri.fsPath, found.dir);
    const base = { found, folder, path, stacks: [], missingDependencies: false, error: found.error };
    if (!found.project) return base;
    const { stacks, place, error } = await listProjectStacks(found.project, { environment: this.services.environment(), signal });
    return { ...base, stacks, place, error, missingDependencies: missingDependencies(found.dir) };
  }
}
