import { appendFile, readFile } from "node:fs/promises";
import { z } from "zod";

const entry = z.looseObject({
  time: z.iso.datetime(),
  project: z.string(),
  stack: z.string(),
  operation: z.string(),
  result: z.enum(["succeeded", "failed", "cancelled"]),
  summary: z.record(z.string(), z.number()),
  durationMs: z.number(),
  provider: z.string().optional(),
  emulator: z.string().optional(),
  error: z.string().optional(),
});

/** One operation, previews included: the backend's own history has none of those. */
export type JournalEntry = z.infer<typeof entry>;

/** Adds a line to the journal. A single short append is atomic enough for two processes to share the file. */
export async function appendJournal(file: string, record: JournalEntry): Promise<void> {
  await appendFile(file, `${JSON.stringify(record)}\n`);
}

/** The journal's entries, oldest first; a line that can't be read is left out. */
export async function readJournal(file: string): Promise<JournalEntry[]> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return text.split("\n").flatMap((line) => {
    const parsed = entry.safeParse(tryJson(line));
    return parsed.success ? [parsed.data] : [];
  });
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
