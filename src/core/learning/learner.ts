import type { CheckOutcome, Evidence } from "../../shared/learning/evidence";
import { itemsOf, placeOf } from "../../shared/learning/progress";
import type { PlanStore } from "./plan/planStore";
import type { EvidenceStore } from "./verify/evidenceStore";
import type { LookOptions, Verification } from "./verify/verification";

export interface LearnerOptions {
  /** The learner's copy of the plan. */
  store: Pick<PlanStore, "read"> & { setDone(ids: string[], done: boolean, signal?: AbortSignal): Promise<unknown> };
  verification: Verification;
  /** Undefined while there is no workspace: then there is nothing to verify, either. */
  evidence: EvidenceStore | undefined;
  /** What the workspace is looked at with; undefined without one, or in one that is not trusted. */
  look: (signal?: AbortSignal) => Promise<LookOptions | undefined>;
  /** Whether somebody learns in this workspace: elsewhere nothing ticks itself, so that no file appears unasked. */
  isLearning: () => Promise<boolean>;
  now?: () => Date;
}

/** Ticks items of the plan by what the learner's workspace shows. */
export class Learner {
  constructor(private readonly options: LearnerOptions) {}

  /** Everything that was ever proved, by the item's id. */
  async evidence(): Promise<Map<string, Evidence>> {
    return (await this.options.evidence?.all()) ?? new Map<string, Evidence>();
  }

  /**
   * Ticks every open item whose evidence is there. An item that was proved before and is open has been unticked by the
   * learner, and stays so. @returns what was found now
   */
  async verify(signal?: AbortSignal): Promise<Evidence[]> {
    const { store, verification } = this.options;
    const look = await this.options.look(signal);
    if (!look || !this.options.evidence || !(await this.options.isLearning())) return [];
    const [{ plan }, proved] = await Promise.all([store.read(), this.evidence()]);
    const open = new Set(itemsOf(plan).filter(({ done, id }) => !done && !proved.has(id)).map(({ id }) => id));
    const outcomes = await verification.verifyWorkspace(look, open);
    const found = [...outcomes].flatMap(([item, outcome]) => (outcome.kind === "done" && open.has(item) ? [this.evidenceOf(item, outcome)] : []));
    await this.tick(found, signal);
    return found;
  }

  /** Looks at one item because the learner asks; ticks it if it is done. Undefined for an item without a rule. */
  async check(item: string, signal?: AbortSignal): Promise<CheckOutcome | undefined> {
    const { verification, store } = this.options;
    if (verification.kindOf(item).kind !== "verified") return undefined;
    const look = await this.options.look(signal);
    if (!look) return { kind: "unknown", reason: "No folder is open, or it is not trusted.", next: "Open your learning workspace and trust it." };
    const outcome = await verification.checkItem(item, { ...look, trying: true });
    if (outcome?.kind === "done") {
      const { plan } = await store.read();
      const known = (await this.evidence()).has(item);
      if (!known || placeOf(plan, item)?.item.done === false) await this.tick([this.evidenceOf(item, outcome)], signal);
    }
    return outcome;
  }

  /** All questions of an item's quiz were answered right. */
  async passQuiz(item: string, questions: number, signal?: AbortSignal): Promise<void> {
    await this.tick([{ item, what: `${questions} of ${questions} questions answered right`, time: this.time() }], signal);
  }

  private async tick(found: Evidence[], signal?: AbortSignal): Promise<void> {
    if (found.length === 0) return;
    // The tick first: evidence without it would be taken for a tick that the learner took back.
    await this.options.store.setDone(found.map(({ item }) => item), true, signal);
    await this.options.evidence?.add(found, signal);
  }

  private evidenceOf(item: string, outcome: Extract<CheckOutcome, { kind: "done" }>): Evidence {
    return { item, ...outcome.evidence, time: this.time() };
  }

  private time(): string {
    return (this.options.now?.() ?? new Date()).toISOString();
  }
}
