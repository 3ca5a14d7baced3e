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

/** What is no operation of the engine, and yet something that a person did with a stack: "export", "config-set", "check". */
export interface OtherWork {
  project: string;
  /** Empty for what concerns the project as a whole. */
  stack: string;
  operation: string;
  ok?: boolean;
  /** When it began, in milliseconds. */
  started: number;
  summary?: Record<string, number>;
  /** It was typed in the lab's terminal. */
  via?: "terminal";
  /** Names of the flags that were typed, without their values. */
  flags?: string[];
}

/** Writes such work down, for who asks later whether it was done. */
export async function journalWork(file: string, { started, ok = true, summary = {}, ...work }: OtherWork): Promise<void> {
  const entry = { ...work, time: new Date(started).toISOString(), result: ok ? ("succeeded" as const) : ("failed" as const), summary, durationMs: Date.now() - started };
  await appendJournal(file, entry);
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
