import { open } from "node:fs/promises";

const block = 64 * 1024;

/** The last `lines` lines of a file, without reading all of it; empty when there is no such file. */
export async function tailFile(file: string, lines: number): Promise<string> {
  if (lines <= 0) return "";
  const handle = await open(file, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!handle) return "";
  try {
    let start = (await handle.stat()).size;
    const chunks: Buffer[] = [];
    // A final newline ends the last line; it starts no empty one. So one newline more is needed.
    for (let newlines = 0; start > 0 && newlines <= lines; ) {
      const length = Math.min(block, start);
      start -= length;
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, start);
      const chunk = buffer.subarray(0, bytesRead);
      chunks.unshift(chunk);
      for (const byte of chunk) if (byte === 0x0a) newlines++;
    }
    const text = Buffer.concat(chunks).toString("utf8");
    const all = text.endsWith("\n") ? text.slice(0, -1).split("\n") : text.split("\n");
    return all.slice(-lines).join("\n");
  } finally {
    await handle.close();
  }
}
