import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { writeWhole } from "../../files";

const record = z.object({ merged: z.string() });

/** Which shipped plan a copy has had the items of: what a learner deletes from it afterwards stays deleted. */
export class PlanRecord {
  constructor(private readonly file: string) {}

  async isMerged(shipped: string): Promise<boolean> {
    const text = await readFile(this.file, "utf8").catch(() => "");
    try {
      return record.parse(JSON.parse(text)).merged === digest(shipped);
    } catch {
      return false; // none yet, or a damaged one: merging again does no harm
    }
  }

  async setMerged(shipped: string): Promise<void> {
    await writeWhole(this.file, `${JSON.stringify({ merged: digest(shipped) }, undefined, 2)}\n`);
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
