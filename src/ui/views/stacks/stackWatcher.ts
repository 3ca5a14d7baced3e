import { sep } from "node:path";
import * as vscode from "vscode";
import { watchedPaths } from "../../../core/explorer/watch";
import type { ProjectModel } from "./stackModel";

/** Files come in bursts: an operation writes a dozen. */
const QUIET_MS = 300;

/** What is made and taken away there tells nothing about projects. */
const NOISY = [`${sep}node_modules${sep}`, `${sep}.git${sep}`, `${sep}dist${sep}`, `${sep}.pulumi-lab${sep}run${sep}`];

/** Calls back, once for each burst, when files change that the stacks of the workspace depend on. */
export class StackWatcher implements vscode.Disposable {
  private readonly watchers = new Map<string, vscode.Disposable>();
  private waiting: NodeJS.Timeout | undefined;

  constructor(private readonly onChange: () => void) {}

  /** Watches these folders and projects, and no others any more. */
  watch(folders: readonly vscode.WorkspaceFolder[], projects: readonly ProjectModel[]): void {
    const wanted = new Map<string, { pattern: vscode.RelativePattern; content: boolean }>();
    for (const { uri } of folders.filter((folder) => folder.uri.scheme === "file")) {
      wanted.set(`${uri.fsPath}\n**`, { pattern: new vscode.RelativePattern(uri, "**/Pulumi*.{yaml,yml,json}"), content: true });
      // A whole folder that comes or goes is told of by its own name alone.
      wanted.set(`${uri.fsPath}\n*`, { pattern: new vscode.RelativePattern(uri, "{*,*/*}"), content: false });
    }
    for (const { found, place } of projects) {
      if (!found.project) continue;
      for (const { base, glob } of watchedPaths(found.project, place)) {
        wanted.set(`${base}\n${glob}`, { pattern: new vscode.RelativePattern(vscode.Uri.file(base), glob), content: true });
      }
    }
    for (const [key, watcher] of this.watchers) {
      if (wanted.has(key)) continue;
      watcher.dispose();
      this.watchers.delete(key);
    }
    for (const [key, { pattern, content }] of wanted) {
      if (!this.watchers.has(key)) this.watchers.set(key, this.start(pattern, content));
    }
  }

  dispose(): void {
    clearTimeout(this.waiting);
    for (const watcher of this.watchers.values()) watcher.dispose();
    this.watchers.clear();
  }

  private start(pattern: vscode.RelativePattern, content: boolean): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, !content, false);
    const changed = ({ fsPath }: vscode.Uri): void => {
      if (!NOISY.some((part) => fsPath.includes(part))) this.schedule();
    };
    return vscode.Disposable.from(watcher, watcher.onDidCreate(changed), watcher.onDidChange(changed), watcher.onDidDelete(changed));
  }

  private schedule(): void {
    this.waiting ??= setTimeout(() => {
      this.waiting = undefined;
      this.onChange();
    }, QUIET_MS);
  }
}
