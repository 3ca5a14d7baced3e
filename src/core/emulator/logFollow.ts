import { type FSWatcher, watch } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { errorMessage, UserError } from "../errors";

const block = 64 * 1024;
/** How much of what was there before is shown. */
const initialBytes = 256 * 1024;

/**
 * Passes on the end of a log and everything that is written to it from now on, also when it is begun anew. Disposing
 * ends it.
 * @throws UserError `emulator-no-logs` when there is nothing to follow
 */
export async function followFile(file: string, onText: (text: string) => void): Promise<{ dispose(): void }> {
  const following = new Following(file, onText);
  await following.start();
  return following;
}

class Following {
  private watcher: FSWatcher | undefined;
  private position = 0;
  private inode = 0;
  private decoder = new StringDecoder("utf8");
  private reading: Promise<void> | undefined;
  private again = false;
  private ended = false;

  constructor(
    private readonly file: string,
    private readonly onText: (text: string) => void,
  ) {}

  async start(): Promise<void> {
    try {
      // The folder, because the file itself may be replaced.
      this.watcher = watch(dirname(this.file), (_event, name) => {
        if (name === null || name === basename(this.file)) void this.pump();
      });
    } catch (cause) {
      throw new UserError("emulator-no-logs", `There is no log yet: ${errorMessage(cause)}`, "Start the emulator first.", { cause });
    }
    this.watcher.on("error", () => this.dispose());
    await this.pump(true);
  }

  dispose(): void {
    this.ended = true;
    this.watcher?.close();
  }

  /** One reader at a time; what changes meanwhile is read by it as well. */
  private pump(first = false): Promise<void> {
    this.again = true;
    return (this.reading ??= (async () => {
      try {
        for (let initial = first; this.again && !this.ended; initial = false) {
          this.again = false;
          await this.read(initial);
        }
      } finally {
        this.reading = undefined;
      }
    })());
  }

  private async read(first: boolean): Promise<void> {
    const handle = await open(this.file, "r").catch(() => undefined);
    if (!handle) return;
    try {
      const { size, ino } = await handle.stat();
      if (size < this.position || ino !== this.inode) [this.position, this.decoder] = [0, new StringDecoder("utf8")];
      this.inode = ino;
      const skipped = first ? Math.max(0, size - initialBytes) : 0;
      if (skipped > 0) this.position = skipped;
      await this.readOn(handle, size, skipped > 0);
    } catch {
      // It went while it was read: the next change tells what has come in its place.
    } finally {
      await handle.close();
    }
  }

  private async readOn(handle: FileHandle, size: number, insideLine: boolean): Promise<void> {
    while (this.position < size && !this.ended) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(block), 0, block, this.position);
      if (bytesRead === 0) return;
      this.position += bytesRead;
      const text = this.decoder.write(buffer.subarray(0, bytesRead));
      const shown = insideLine ? text.slice(text.indexOf("\n") + 1) : text;
      insideLine = false;
      if (shown && !this.ended) this.onText(shown);
    }
  }
}
