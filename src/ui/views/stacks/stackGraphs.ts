import { stackUrls } from "../../../core/engine/stackUrls";
import type { ListOptions } from "../../../core/explorer/projectStacks";
import { resourceDetails } from "../../../core/explorer/resourceDetails";
import type { StackActivities, StackActivity } from "../../../core/explorer/stackActivities";
import { type StackRef, stackKey } from "../../../core/explorer/stackRef";
import { readStackSnapshot, type StackSnapshot } from "../../../core/explorer/stackSnapshot";
import type { ResourceGraph } from "../../../shared/graph";
import type { ResourceDetails } from "../../../shared/graphPanel";

/** What the tree shows of one stack at one moment. */
export class ShownStack {
  private readonly known = new Map<string, ResourceDetails>();
  private withUrls: Set<string> | undefined;
  private readonly recorded: Set<string>;

  constructor(
    readonly snapshot: StackSnapshot,
    readonly activity: StackActivity | undefined,
  ) {
    this.recorded = new Set((snapshot.state?.deployment.resources ?? []).flatMap(({ urn, delete: deleting }) => (deleting ? [] : [urn])));
  }

  /** What an operation has told so far; before it tells anything, what was there. */
  get graph(): ResourceGraph {
    return this.live?.graph ?? this.snapshot.graph;
  }

  get planned(): boolean {
    return this.live ? this.live.operation === "preview" : this.snapshot.planned;
  }

  /** Secrets are masked. */
  details(urn: string): ResourceDetails {
    const known = this.known.get(urn) ?? resourceDetails(this.snapshot.state, urn, { diagnostics: this.diagnostics });
    this.known.set(urn, known);
    return known;
  }

  /** Whether the state holds it, with inputs and outputs. */
  isRecorded(urn: string): boolean {
    return this.recorded.has(urn);
  }

  /** Whether a browser can open something of it. */
  hasUrl(urn: string): boolean {
    const { state, record } = this.snapshot;
    this.withUrls ??= new Set(record ? stackUrls(state, record.endpoint).map((each) => each.urn) : []);
    return this.withUrls.has(urn);
  }

  private get diagnostics() {
    return this.activity?.outcome?.diagnostics ?? this.snapshot.lastOperation?.diagnostics;
  }

  private get live(): StackActivity | undefined {
    return this.activity && this.activity.graph.nodes.length > 0 ? this.activity : undefined;
  }
}

/** Reads stacks when they are looked into, and keeps what was read until it is old. */
export class StackGraphs {
  private readonly snapshots = new Map<string, Promise<StackSnapshot>>();
  /** Each row asks anew: as long as nothing changed they share one. */
  private readonly shown = new Map<string, ShownStack>();

  constructor(
    private readonly activities: StackActivities,
    private readonly options: () => ListOptions,
  ) {}

  async get(ref: StackRef): Promise<ShownStack> {
    const key = stackKey(ref);
    const reading = this.snapshots.get(key) ?? readStackSnapshot(ref, this.options());
    this.snapshots.set(key, reading);
    const snapshot = await reading;
    const activity = this.activities.isRunning(ref) ? this.activities.get(ref) : undefined;
    const known = this.shown.get(key);
    if (known?.snapshot === snapshot && known.activity === activity) return known;
    const shown = new ShownStack(snapshot, activity);
    this.shown.set(key, shown);
    return shown;
  }

  /** Forgets one stack, or all of them. */
  forget(ref?: StackRef): void {
    if (ref) this.snapshots.delete(stackKey(ref));
    else this.snapshots.clear();
  }
}
