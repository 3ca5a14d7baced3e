import { readFile } from "node:fs/promises";
import * as vscode from "vscode";
import { CancelledError, errorMessage } from "../core/errors";
import { loadProject } from "../core/engine/project";
import { type ProgramProblem, programProblems, wordEnd } from "../core/explorer/programProblems";
import type { StackActivities, StackActivity } from "../core/explorer/stackActivities";
import { type StackRef, stackKey } from "../core/explorer/stackRef";
import { missingDependencies } from "../core/scaffold/missingDependencies";
import type { TypeCheckReport, TypeDiagnostic } from "../core/typeCheck/report";

export interface ProblemsServices {
  activities: StackActivities;
  log: vscode.LogOutputChannel;
  /** Whether types of a project are to be checked. */
  typeCheck: (projectDir: vscode.Uri) => boolean;
  checkTypes: (projectDir: string, signal: AbortSignal) => Promise<TypeCheckReport>;
}

type ByFile = Map<string, vscode.Diagnostic[]>;

/**
 * The Problems view's entries: what an operation found wrong with its program, and type errors from a check that runs
 * beside a preview or a deploy. Each lasts until the next operation of its stack, or project, begins.
 */
export class Problems implements vscode.Disposable {
  private readonly programErrors = new EntriesByOwner(vscode.languages.createDiagnosticCollection("pulumi"));
  private readonly typeErrors = new EntriesByOwner(vscode.languages.createDiagnosticCollection("pulumi-types"), true);
  /** The operation that each stack's entries are about. What comes late from an earlier one is dropped. */
  private readonly begun = new Map<string, symbol>();
  private readonly running = new Set<string>();
  /** Stacks whose operation is to be accompanied by a check that has not begun. */
  private readonly unchecked = new Set<string>();
  private readonly checks = new Map<string, AbortController>();
  private readonly checking = new Set<Promise<void>>();
  private ended = false;
  private readonly stopFollowing: () => void;
  private readonly listening: vscode.Disposable;

  constructor(private readonly services: ProblemsServices) {
    this.stopFollowing = services.activities.onDidChange(({ activity }) => this.follow(activity));
    // What is edited is checked by the editor itself; our entry would be about text that is gone.
    this.listening = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.typeErrors.dropFile(document.uri.toString());
      }),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        for (const uri of uris) this.typeErrors.refresh(uri.toString());
      }),
    );
  }

  /** A stack is gone: nothing is wrong with it any more. */
  forget(ref: StackRef): void {
    this.begun.delete(stackKey(ref));
    this.programErrors.set(stackKey(ref), new Map());
  }

  /** Resolves once no check runs any more; none begins afterwards. */
  async end(): Promise<void> {
    this.ended = true;
    for (const check of this.checks.values()) check.abort();
    this.checks.clear();
    await Promise.all(this.checking);
  }

  dispose(): void {
    void this.end();
    this.stopFollowing();
    this.listening.dispose();
    this.begun.clear();
    this.programErrors.dispose();
    this.typeErrors.dispose();
  }

  private follow(activity: StackActivity): void {
    const key = stackKey(activity.ref);
    if (activity.phase !== "running" && activity.phase !== "cancelling") {
      this.running.delete(key);
      this.unchecked.delete(key);
      void this.conclude(activity);
      return;
    }
    if (!this.running.has(key)) this.begin(activity);
    // A project may get its packages, and with them its compiler, before the operation itself begins.
    if (!this.unchecked.has(key) || missingDependencies(activity.ref.projectDir)) return;
    this.unchecked.delete(key);
    if (this.ended) return;
    const check = this.check(activity.ref.projectDir);
    this.checking.add(check);
    void check.finally(() => this.checking.delete(check));
  }

  private begin({ ref, operation }: StackActivity): void {
    const key = stackKey(ref);
    this.running.add(key);
    this.begun.set(key, Symbol());
    this.programErrors.set(key, new Map());
    const runsProgram = operation === "preview" || operation === "deploy";
    if (runsProgram && this.services.typeCheck(vscode.Uri.file(ref.projectDir))) this.unchecked.add(key);
  }

  private async conclude({ ref, outcome }: StackActivity): Promise<void> {
    const key = stackKey(ref);
    const run = this.begun.get(key);
    if (!outcome || !run) return;
    try {
      const { file } = await loadProject(ref.projectDir).catch(() => ({ file: "Pulumi.yaml" }));
      const entries = await byFile(programProblems(outcome, ref.projectDir, file), programEntry);
      if (this.begun.get(key) === run) this.programErrors.set(key, entries);
    } catch (error) {
      this.services.log.error(`Problems of ${ref.project}: ${errorMessage(error)}`);
    }
  }

  /** A new check of a project takes the place of one that still runs. */
  private async check(projectDir: string): Promise<void> {
    const { log, checkTypes } = this.services;
    this.checks.get(projectDir)?.abort();
    const abort = new AbortController();
    this.checks.set(projectDir, abort);
    this.typeErrors.set(projectDir, new Map());
    try {
      const report = await checkTypes(projectDir, abort.signal);
      if (abort.signal.aborted) return;
      if (report.status === "unavailable") {
        log.info(`Types were not checked: ${report.reason}`);
        return;
      }
      log.debug(`TypeScript ${report.version} found ${report.diagnostics.length}${report.truncated ? " or more" : ""} problems in ${projectDir}`);
      const entries = await byFile(report.diagnostics, async (each) => typeEntry(each));
      if (!abort.signal.aborted) this.typeErrors.set(projectDir, entries);
    } catch (error) {
      if (!(error instanceof CancelledError)) log.warn(`The type check failed: ${errorMessage(error)}`);
    } finally {
      if (this.checks.get(projectDir) === abort) this.checks.delete(projectDir);
    }
  }
}

/** One collection, filled by several owners: two stacks of one project may complain about the same file. */
class EntriesByOwner {
  private readonly owners = new Map<string, ByFile>();
  /** What is shown of each file. */
  private readonly shown = new Map<string, Map<string, vscode.Diagnostic>>();

  constructor(
    private readonly collection: vscode.DiagnosticCollection,
    /** Leave out what somebody else says of the same line: the editor's own TypeScript speaks of open files. */
    private readonly yields = false,
  ) {}

  set(owner: string, entries: ByFile): void {
    const touched = new Set([...(this.owners.get(owner)?.keys() ?? []), ...entries.keys()]);
    if (entries.size > 0) this.owners.set(owner, entries);
    else this.owners.delete(owner);
    for (const uri of touched) this.show(uri);
  }

  dropFile(uri: string): void {
    const known = [...this.owners.values()].filter((each) => each.delete(uri));
    if (known.length > 0) this.show(uri);
  }

  /** Somebody said something else of a file. */
  refresh(uri: string): void {
    if (this.shown.has(uri) || [...this.owners.values()].some((files) => files.has(uri))) this.show(uri);
  }

  dispose(): void {
    this.owners.clear();
    this.shown.clear();
    this.collection.dispose();
  }

  private show(uri: string): void {
    const address = vscode.Uri.parse(uri);
    const before = this.shown.get(uri) ?? new Map<string, vscode.Diagnostic>();
    const told = new Map<string, number>();
    // Ours are among them.
    for (const each of this.yields ? vscode.languages.getDiagnostics(address) : []) told.set(keyOf(each), (told.get(keyOf(each)) ?? 0) + 1);
    const now = new Map<string, vscode.Diagnostic>();
    for (const each of [...this.owners.values()].flatMap((files) => files.get(uri) ?? [])) {
      const byOthers = (told.get(keyOf(each)) ?? 0) - [...before.values()].filter((own) => keyOf(own) === keyOf(each)).length;
      if (byOthers <= 0) now.set(JSON.stringify([keyOf(each), each.message]), each);
    }
    if (now.size === before.size && [...now].every(([key, each]) => before.get(key) === each)) return;
    if (now.size > 0) this.shown.set(uri, now);
    else this.shown.delete(uri);
    this.collection.set(address, now.size > 0 ? [...now.values()] : undefined);
  }
}

/** The same mistake, whoever tells it. */
function keyOf({ range, code }: vscode.Diagnostic): string {
  const plain = typeof code === "object" ? code.value : code;
  return `${range.start.line}:${range.start.character}:${plain ?? ""}`;
}

async function byFile<T extends { file: string }>(found: readonly T[], describe: (each: T) => Promise<vscode.Diagnostic>): Promise<ByFile> {
  const entries: ByFile = new Map();
  for (const each of found) {
    const uri = vscode.Uri.file(each.file).toString();
    entries.set(uri, [...(entries.get(uri) ?? []), await describe(each)]);
  }
  return entries;
}

async function programEntry({ file, line, column, severity, message, code }: ProgramProblem): Promise<vscode.Diagnostic> {
  const text = await lineOf(file, line);
  const start = Math.min(column - 1, text.length);
  const range = new vscode.Range(line - 1, start, line - 1, wordEnd(text, start));
  return entry(range, message, severity, "pulumi", code);
}

function typeEntry({ line, column, endLine, endColumn, severity, message, code }: TypeDiagnostic): vscode.Diagnostic {
  return entry(new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1), message, severity, "ts", code);
}

function entry(range: vscode.Range, message: string, severity: "error" | "warning", source: string, code?: string | number): vscode.Diagnostic {
  const level = severity === "error" ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  const made = new vscode.Diagnostic(range, message, level);
  made.source = source;
  made.code = code;
  return made;
}

/** The line as it was run: from the disk, not from an editor with changes. */
async function lineOf(file: string, line: number): Promise<string> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.split(/\r?\n/)[line - 1] ?? "";
}
