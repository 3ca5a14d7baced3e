import { mkdtempSync, realpathSync, rmSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder that is removed after the test that asked for it. Call it in a `describe` body. */
export function tempFolders(): { make(): string; write(folder: string, files: Record<string, string>): void } {
  const made: string[] = [];
  afterEach(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  return {
    make() {
      const folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-lab-test-")));
      made.push(folder);
      return folder;
    },
    write: writeFiles,
  };
}

/** Writes files given by relative path, with the folders that they need. */
export function writeFiles(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
