import assert from "node:assert/strict";
import { appendFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { followFile } from "../../../../src/core/emulator/logFollow";
import { tempFolders } from "../../../support/tempFolder";

describe("following a log", () => {
  const folders = tempFolders();

  /** Text that arrives, and a wait for what is expected next. */
  function listener() {
    let text = "";
    let check = (): void => {};
    return {
      onText: (more: string) => {
        text += more;
        check();
      },
      until: (expected: string) =>
        new Promise<void>((resolve) => {
          check = () => {
            if (text === expected) resolve();
          };
          check();
        }),
      get text() {
        return text;
      },
    };
  }

  it("tells what was there, what is added, and what a new one begins with", async () => {
    const file = join(folders.make(), "a.log");
    writeFileSync(file, "one\n");
    const heard = listener();
    const following = await followFile(file, heard.onText);
    await heard.until("one\n");
    appendFileSync(file, "grün\n");
    await heard.until("one\ngrün\n");
    renameSync(file, `${file}.1`);
    writeFileSync(file, "anew\n");
    await heard.until("one\ngrün\nanew\n");
    following.dispose();
    appendFileSync(file, "unheard\n");
    assert.equal(heard.text, "one\ngrün\nanew\n");
  });

  it("begins a long one near its end, with a whole line", async () => {
    const file = join(folders.make(), "a.log");
    writeFileSync(file, "0123456789abcdef\n".repeat(20_000));
    const heard = listener();
    (await followFile(file, heard.onText)).dispose();
    assert.ok(heard.text.length < 257 * 1024 && heard.text.length > 255 * 1024);
    assert.match(heard.text, /^0123456789abcdef\n/);
  });

  it("waits for one that is not there yet, and says when it can't", async () => {
    const folder = folders.make();
    const file = join(folder, "later.log");
    const heard = listener();
    const following = await followFile(file, heard.onText);
    writeFileSync(file, "here\n");
    await heard.until("here\n");
    following.dispose();
    await assert.rejects(followFile(join(folder, "no", "such.log"), () => {}), { code: "emulator-no-logs" });
  });
});
