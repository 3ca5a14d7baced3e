import { readFile } from "node:fs/promises";
import { z } from "zod";
import { writeWhole } from "../files";
import { withFileLock } from "../process/fileLock";

export const providerKind = z.enum(["embedded", "official"]);
export type ProviderKind = z.infer<typeof providerKind>;

const record = z.object({
  /** The provider that owns the stack's state: the two are never mixed in one state. */
  provider: providerKind,
  emulator: z.string(),
  endpoint: z.string(),
  /** Which boot of the emulator holds the resources. */
  bootId: z.string().optional(),
  time: z.iso.datetime(),
});
export type DeployRecord = z.infer<typeof record>;

const records = z.record(z.string(), record);

/** What each stack of a workspace was last deployed to, by `project/stack`. */
export class DeployRecords {
  constructor(private readonly file: string) {}

  async get(project: string, stack: string): Promise<DeployRecord | undefined> {
    return (await this.all())[key(project, stack)];
  }

  async set(project: string, stack: string, value: DeployRecord | undefined): Promise<void> {
    // Operations on two stacks may end at once, in one window or in two processes.
    await withFileLock(`${this.file}.lock`, async () => {
      const all = await this.all();
      if (value) all[key(project, stack)] = value;
      else delete all[key(project, stack)];
      await writeWhole(this.file, `${JSON.stringify(all, undefined, 2)}\n`);
    });
  }

  /** By `project/stack`. */
  async all(): Promise<Record<string, DeployRecord>> {
    try {
      return records.parse(JSON.parse(await readFile(this.file, "utf8")));
    } catch {
      // Missing or unreadable: nothing is known about earlier deploys, and the next one writes it anew.
      return {};
    }
  }
}

function key(project: string, stack: string): string {
  return `${project}/${stack}`;
}
