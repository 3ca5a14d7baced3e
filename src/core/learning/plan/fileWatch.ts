import { type FSWatcher, watch } from "node:fs";
import { basename, dirname } from "node:path";

/** Calls back some time after a file was written, made, replaced or deleted. The folder must be there. */
export class FileWatch {
  private watcher: FSWatcher | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(file: string, private readonly onEvent: () => void, private readonly delay = 50) {
    try {
      // The folder: editors and git replace the file itself.
      this.watcher = watch(dirname(file), (_event, name) => {
        if (name === null || name === basename(file)) this.soon();
      });
      // The folder went; whoever asks for the file learns that.
      this.watcher.on("error", () => {
        this.watcher?.close();
        this.soon();
      });
    } catch {
      this.watcher = undefined; // no folder, or no watches left on this system: `refresh` still works
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.watcher?.close();
    this.watcher = undefined;
  }

  /** One save is several events. */
  private soon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.onEvent();
    }, this.delay);
  }
}
