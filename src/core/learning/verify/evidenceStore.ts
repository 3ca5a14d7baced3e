import { mkdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Evidence } from "../../../shared/learning/evidence";
import { ensureWorkspace, workspaceAt } from "../../engine/workspace";
import { writeWhole } from "../../files";
import { withFileLock } from "../../process/fileLock";

const evidence = z.looseObject({
  item: z.string().min(1),
  what: z.string().min(1),
  time: z.iso.datetime(),
  project: z.string().optional(),
  stack: z.string().optional(),
});

/** Newer versions of the lab may add to it: what is not known here stays. */
const file = z.looseObject({ version: z.literal(1), evidence: z.array(evidence) });

/** What proves that items were done, in `.pulumi-lab/evidence.json` of a workspace, for all windows that look at it. */
export class EvidenceStore {
  private readonly labDir: string;

  /** @param folder the one that holds, or will hold, `.pulumi-lab` */
  constructor(private readonly folder: string) {
    this.labDir = workspaceAt(folder).labDir;
  }

  get file(): string {
    return join(this.labDir, "evidence.json");
  }

  /** By the item's id. A file that can't be read tells nothing. */
  async all(): Promise<Map<string, Evidence>> {
    const { content } = await this.read();
    return new Map(content.evidence.map((each) => [each.item, each]));
  }

  /** Writes down what is new; what an item was first verified by stays. Gives what was new. */
  async add(found: readonly Evidence[], signal?: AbortSignal): Promise<Evidence[]> {
    if (found.length === 0) return [];
    return this.change(signal, (known) => {
      const items = new Set(known.map(({ item }) => item));
      const fresh = found.filter(({ item }, index) => !items.has(item) && found.findIndex((each) => each.item === item) === index);
      return { now: [...known, ...fresh], result: fresh };
    });
  }

  /** Forgets the evidence of items, such as those that a person has unticked. */
  async remove(items: readonly string[], signal?: AbortSignal): Promise<void> {
    const gone = new Set(items);
    await this.change(signal, (known) => ({ now: known.filter(({ item }) => !gone.has(item)), result: undefined }));
  }

  private async change<T>(signal: AbortSignal | undefined, decide: (known: Evidence[]) => { now: Evidence[]; result: T }): Promise<T> {
    await ensureWorkspace(workspaceAt(this.folder));
    await mkdir(this.labDir, { recursive: true });
    return withFileLock(
      `${this.file}.lock`,
      async () => {
        const { content, damaged } = await this.read();
        const { now, result } = decide(content.evidence);
        if (now.length === content.evidence.length) return result;
        // Somebody may want to mend what can't be read.
        if (damaged) await rename(this.file, join(this.labDir, "evidence.damaged.json"));
        await writeWhole(this.file, `${JSON.stringify({ ...content, evidence: now }, undefined, 2)}\n`);
        return result;
      },
      { signal },
    );
  }

  private async read(): Promise<{ content: z.infer<typeof file>; damaged: boolean }> {
    const text = await readFile(this.file, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
    if (text === undefined) return { content: { version: 1, evidence: [] }, damaged: false };
    try {
      return { content: file.parse(JSON.parse(text)), damaged: false };
    } catch {
      return { content: { version: 1, evidence: [] }, damaged: true };
    }
  }
}
