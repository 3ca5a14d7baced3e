import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** Writes a file, with the folders that it needs, so that a reader finds it whole or as it was; stopped by the signal, as it was. */
export async function writeWhole(file: string, content: string | Uint8Array, { mode, signal }: { mode?: number; signal?: AbortSignal } = {}): Promise<void> {
  signal?.throwIfAborted();
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, content, { mode });
    signal?.throwIfAborted();
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
