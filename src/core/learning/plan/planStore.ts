import { createHash } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { isoDay } from "../../../shared/learning/day";
import type { Plan } from "../../../shared/learning/plan";
import { ensureWorkspace, findWorkspace, type Workspace } from "../../engine/workspace";
import { CancelledError, UserError } from "../../errors";
import { withFileLock } from "../../process/fileLock";
import { doneEdits, settle } from "./editPlan";
import { FileWatch } from "./fileWatch";
import { mergeCopies } from "./mergeCopies";
import { mergePlan, type PlanAdditions } from "./mergePlan";
import { type ParsedPlan, parsePlan, readPlan, type WrittenPlan } from "./parsePlan";
import { isReadOnly, readPlanFile, refusing, writePlanFile } from "./planFile";
import { PlanRecord } from "./planRecord";
import { applyEdits, type TextEdit } from "./textEdits";

export const PLAN_FILE = "learning-plan.md";

export interface PlanStoreOptions {
  /** Root folder of the workspace; undefined while no folder is open. */
  workspace?: string;
  /** The extension's own folder, where the plan lives without a workspace. */
  storage: string;
  /** Text of the shipped plan. */
  shipped: string;
  now?: () => Date;
}

export interface PlanState {
  file: string;
  /** False until something is ticked: then `plan` is the shipped one. */
  exists: boolean;
  /** The copy was there and is gone; `plan` and `text` are what was last seen of it. */
  deleted: boolean;
  readOnly: boolean;
  text: string;
  plan: ParsedPlan;
}

export interface PlanChange {
  state: PlanState;
  /** Ids of all items that changed, estimates included. */
  changed: string[];
  /** Ids that were asked for and that the copy doesn't have. */
  missing: string[];
}

/** Where the plan's copy lies, with the lock and the record that belong to it. */
interface Place {
  file: string;
  lock(): string;
  record(): PlanRecord;
  /** Makes the folders that lock and record need. */
  prepare(): Promise<unknown>;
  /** Whether the file's folder is the extension's, to be made when it is missing. */
  ours: boolean;
}

/**
 * The learner's copy of the plan: read, ticked, merged and watched. Several processes may have it open; each change is
 * made to the file as it is at that moment, under a lock.
 */
export class PlanStore {
  private place: Place;
  private watch: FileWatch | undefined;
  private readonly listeners = new Set<() => void>();
  /** Text of the copy when it was last read; `undefined` if it was never there. */
  private seen: string | undefined;
  /** What listeners were last told of, `null` standing for no file. */
  private told: string | null | undefined;
  private parsed: WrittenPlan | undefined;
  private shippedPlan: Plan | undefined;
  private disposed = false;

  constructor(private readonly options: PlanStoreOptions) {
    this.place = options.workspace === undefined ? storagePlace(options.storage) : workspacePlace(options.workspace);
  }

  get file(): string {
    return this.place.file;
  }

  /** The shipped plan, without anybody's ticks. */
  get shipped(): Plan {
    return (this.shippedPlan ??= parsePlan(this.options.shipped));
  }

  /**
   * Takes into the workspace what was ticked without one, and begins to watch the file.
   * @throws UserError if the two copies can't be joined; both are as they were then
   */
  async open(signal?: AbortSignal): Promise<PlanState> {
    await this.moveFromStorage(signal);
    return this.startWatching();
  }

  /** A workspace was opened or made: the plan lives there from now on. */
  async useWorkspace(workspace: string, signal?: AbortSignal): Promise<PlanState> {
    this.watch?.dispose();
    this.watch = undefined;
    [this.place, this.seen] = [workspacePlace(workspace), undefined];
    try {
      await this.moveFromStorage(signal);
    } finally {
      await this.startWatching();
      this.tell();
    }
    return this.read();
  }

  /** @throws UserError `plan-unreadable` */
  async read(): Promise<PlanState> {
    const text = await readPlanFile(this.place.file);
    if (text !== undefined) this.seen = text;
    return this.stateOf(text);
  }

  /**
   * Ticks or unticks items. The copy is made first where there is none.
   * @throws UserError `plan-conflict`, `plan-read-only`, `plan-deleted`, `plan-unreadable` or `plan-not-written`; then the
   * file is as it was
   */
  async setDone(ids: Iterable<string>, done: boolean, signal?: AbortSignal): Promise<PlanChange> {
    const wanted = [...ids];
    const { before, after } = await this.edit((text) => applyEdits(text, this.editsFor(text, wanted, done)), signal);
    const old = doneItems(this.parse(before).plan);
    const state = await this.stateOf(after);
    const now = doneItems(state.plan);
    return {
      state,
      changed: [...now].filter(([id, isDone]) => (old.get(id) ?? false) !== isDone).map(([id]) => id),
      missing: wanted.filter((id) => !now.has(id)),
    };
  }

  /**
   * What `setDone` would do to `text`, as edits of it: for an editor that holds the copy with changes that aren't saved.
   * @throws UserError `plan-conflict`
   */
  editsFor(text: string, ids: Iterable<string>, done: boolean): TextEdit[] {
    return doneEdits(this.parse(text), ids, done, this.today());
  }

  /** Brings estimates and table up to date with ticks that were made by hand. */
  async settle(signal?: AbortSignal): Promise<PlanState> {
    const { after } = await this.edit((text) => settle(text, { shipped: this.shipped, today: this.today() }), signal);
    return this.stateOf(after);
  }

  /** Makes the copy where there is none, for a person who wants to read or edit it. A deleted one begins anew. */
  async create(signal?: AbortSignal): Promise<PlanState> {
    await this.locked(async () => {
      if ((await readPlanFile(this.place.file)) === undefined && (await this.write(undefined, this.options.shipped))) await this.place.record().setMerged(this.options.shipped);
    }, signal);
    return this.read();
  }

  /** Writes a copy that was deleted as it was last seen. */
  async restore(signal?: AbortSignal): Promise<PlanState> {
    const { seen } = this;
    if (seen === undefined) return this.create(signal);
    await this.locked(async () => {
      if ((await readPlanFile(this.place.file)) === undefined) await this.write(undefined, seen);
    }, signal);
    return this.read();
  }

  /**
   * Adds to an existing copy what a newer shipped plan has; once for each shipped plan, so that items that a learner
   * deletes don't come back, unless `again`. Undefined if there was nothing to do.
   * @throws UserError as `setDone`, and `plan-open-code` or `plan-not-merged`
   */
  async adopt(options: { again?: boolean; signal?: AbortSignal } = {}): Promise<PlanAdditions | undefined> {
    if ((await readPlanFile(this.place.file)) === undefined) return undefined;
    if (!options.again && (await this.place.record().isMerged(this.options.shipped))) return undefined;
    let added: PlanAdditions | undefined;
    await this.edit((text) => {
      const merge = mergePlan(text, this.options.shipped);
      added = merge.text === text ? undefined : merge.added;
      return merge.text;
    }, options.signal);
    await this.place.record().setMerged(this.options.shipped);
    return added;
  }

  /** Tells of every change of the copy, by this store or by anybody else. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  /** Looks whether the file has changed, for systems that don't say so by themselves. */
  async refresh(): Promise<void> {
    const now = await readPlanFile(this.place.file).catch(() => undefined);
    if (now !== undefined) this.seen = now;
    if (this.disposed || (now ?? null) === this.told) return;
    this.told = now ?? null;
    this.tell();
  }

  dispose(): void {
    this.disposed = true;
    this.watch?.dispose();
    this.listeners.clear();
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }

  private async startWatching(): Promise<PlanState> {
    if (!this.watch && !this.disposed) {
      if (this.place.ours) await mkdir(dirname(this.place.file), { recursive: true });
      if (!this.disposed) this.watch = new FileWatch(this.place.file, () => void this.refresh());
    }
    const state = await this.read();
    this.told = state.exists ? state.text : null;
    return state;
  }

  private async edit(change: (text: string) => string, signal?: AbortSignal): Promise<{ before: string; after: string | undefined }> {
    return this.locked(async () => {
      for (;;) {
        const found = await readPlanFile(this.place.file);
        if (found === undefined && this.seen !== undefined) throw deleted(this.place.file);
        const before = found ?? this.options.shipped;
        const after = change(before);
        // An editor that knows no lock may write between reading and writing: then its text is the one to change.
        if (after === before) return { before, after: found };
        if (await this.write(found, after)) {
          if (found === undefined) await this.place.record().setMerged(this.options.shipped);
          return { before, after };
        }
        if (signal?.aborted) throw new CancelledError();
      }
    }, signal);
  }

  private async write(before: string | undefined, text: string): Promise<boolean> {
    if (!(await writePlanFile(this.place.file, before, text))) return false;
    this.seen = text;
    if (this.told !== text) {
      this.told = text;
      this.tell();
    }
    return true;
  }

  private async moveFromStorage(signal?: AbortSignal): Promise<void> {
    const from = storagePlace(this.options.storage);
    if (from.file === this.place.file || (await readPlanFile(from.file)) === undefined) return;
    await this.locked(() => withFileLock(from.lock(), async () => {
      for (;;) {
        const other = await readPlanFile(from.file);
        if (other === undefined) return; // another window was first
        const own = await readPlanFile(this.place.file);
        const text = own === undefined ? other : mergeCopies(own, other, this.today());
        if (text !== own && !(await this.write(own, text))) continue;
        if (own === undefined && (await from.record().isMerged(this.options.shipped))) await this.place.record().setMerged(this.options.shipped);
        await rm(from.file, { force: true });
        return;
      }
    }, { signal }), signal);
  }

  private async locked<T>(action: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.place.prepare().catch((cause: unknown) => {
      throw refusing(this.place.file, cause);
    });
    return withFileLock(this.place.lock(), action, { signal });
  }

  private async stateOf(text: string | undefined): Promise<PlanState> {
    const shown = text ?? this.seen ?? this.options.shipped;
    return {
      file: this.place.file,
      exists: text !== undefined,
      deleted: text === undefined && this.seen !== undefined,
      readOnly: text !== undefined && (await isReadOnly(this.place.file)),
      text: shown,
      plan: this.parse(shown).plan,
    };
  }

  /** Kept, since parsing takes longer than all the rest of a tick. */
  private parse(text: string): WrittenPlan {
    if (this.parsed?.document.text !== text) this.parsed = readPlan(text, this.shipped);
    return this.parsed;
  }

  /** The day where the learner is. */
  private today(): string {
    return isoDay((this.options.now ?? (() => new Date()))());
  }
}

function workspacePlace(root: string): Place {
  // Looked up each time: a `.pulumi-lab` made here below a workspace that is there, or will be, would hide its stacks.
  const workspace = (): Workspace => findWorkspace(root);
  const beside = (name: string): string => {
    const { root: top, labDir } = workspace();
    const below = relative(top, root);
    const own = below === "" ? "" : `-${createHash("sha256").update(below).digest("hex").slice(0, 8)}`;
    return join(labDir, `learning-plan${own}.${name}`);
  };
  return {
    file: join(root, PLAN_FILE),
    lock: () => beside("lock"),
    record: () => new PlanRecord(beside("json")),
    prepare: () => ensureWorkspace(workspace()),
    ours: false,
  };
}

function storagePlace(storage: string): Place {
  return {
    file: join(storage, PLAN_FILE),
    lock: () => join(storage, "learning-plan.lock"),
    record: () => new PlanRecord(join(storage, "learning-plan.json")),
    prepare: () => mkdir(storage, { recursive: true }),
    ours: true,
  };
}

function doneItems(plan: Plan): Map<string, boolean> {
  return new Map(plan.groups.flatMap((group) => group.sections.flatMap((section) => section.items.map((item) => [item.id, item.done]))));
}

function deleted(file: string): UserError {
  return new UserError(
    "plan-deleted",
    `Your copy of the learning plan was deleted: ${file}`,
    "Bring it back with git or the editor's undo, have it restored as it was last seen, or begin a new one.",
  );
}
