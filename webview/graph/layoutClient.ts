/** Asks the worker for layouts: one at a time, and of those that wait only the newest. */
import type { ResourceGraph } from "../../src/shared/graph";
import type { LaidOutGraph } from "../../src/shared/layout/laidOutGraph";
import { t } from "../common/l10n";

export interface LayoutListener {
  laidOut(result: LaidOutGraph): void;
  failed(message: string): void;
  /** Whether a layout is on its way. */
  busy(busy: boolean): void;
}

interface Answer {
  laidOut?: LaidOutGraph;
  problem?: string;
}

/** A layout that takes longer is given up when a newer graph waits: its answer would be of no use. */
const PATIENCE = 4000;

export class LayoutClient {
  private worker: Promise<Worker> | undefined;
  private running = false;
  private next: ResourceGraph | undefined;
  private startedAt = 0;

  /** @param scriptUris addresses of the worker's scripts, in their order, with blanks between */
  constructor(private readonly scriptUris: string, private readonly listener: LayoutListener) {}

  request(graph: ResourceGraph): void {
    this.next = graph;
    if (this.running && performance.now() - this.startedAt > PATIENCE) this.giveUp();
    if (!this.running) void this.run();
  }

  private giveUp(): void {
    void this.worker?.then((worker) => worker.terminate());
    this.worker = undefined;
    this.running = false;
  }

  private async run(): Promise<void> {
    const graph = this.next;
    if (!graph) return this.listener.busy(false);
    this.next = undefined;
    this.running = true;
    this.startedAt = performance.now();
    this.listener.busy(true);
    const starting = (this.worker ??= this.start());
    try {
      const worker = await starting;
      if (this.worker === starting) worker.postMessage(light(graph));
    } catch (error) {
      this.worker = undefined;
      this.finish({ problem: error instanceof Error ? error.message : String(error) });
    }
  }

  private async start(): Promise<Worker> {
    const texts = await Promise.all(this.scriptUris.split(" ").map(readScript));
    const url = URL.createObjectURL(new Blob([texts.join("\n")], { type: "text/javascript" }));
    const worker = new Worker(url);
    URL.revokeObjectURL(url);
    worker.onmessage = ({ data }: MessageEvent<Answer>) => this.finish(data);
    worker.onerror = (event) => this.finish({ problem: event.message });
    return worker;
  }

  private finish({ laidOut, problem }: Answer): void {
    this.running = false;
    if (laidOut) this.listener.laidOut(laidOut);
    else this.listener.failed(problem ?? t("The layout gave no answer."));
    void this.run();
  }
}

async function readScript(uri: string): Promise<string> {
  const response = await fetch(uri);
  if (!response.ok) throw new Error(t("The layout's script could not be read ({0}).", response.status));
  return response.text();
}

/** What the layout looks at, and no more: diffs may be large. */
function light({ nodes, edges }: ResourceGraph): ResourceGraph {
  return {
    nodes: nodes.map(({ id, type, name, parent, custom, provider, source }) => ({ id, type, name, parent, custom, provider, source })),
    edges,
  };
}
