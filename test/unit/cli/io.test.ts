import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { Io } from "../../../src/cli/io";
import { progressLine } from "../../../src/cli/resourceProgress";

function streams(terminal: boolean) {
  const make = (): PassThrough & { isTTY?: boolean } => Object.assign(new PassThrough(), { isTTY: terminal });
  return { stdin: make(), stdout: make(), stderr: make() };
}
const text = (stream: PassThrough): string => String(stream.read() ?? "");

describe("the terminal", () => {
  it("gives standard output to the one JSON document alone", async () => {
    const pipes = streams(true);
    const io = new Io(pipes, true, {});
    io.progress("working");
    io.programOutput("hello from the program\n");
    await io.result({ ok: true }, "for people");
    assert.deepEqual(JSON.parse(text(pipes.stdout)), { ok: true });
    assert.equal(text(pipes.stderr), "working\nhello from the program\n");
    assert.equal(io.interactive, false);
  });

  it("puts a failure's document on standard output and its words on standard error", async () => {
    const pipes = streams(false);
    await new Io(pipes, true, {}).error({ ok: false }, "it failed");
    assert.deepEqual([JSON.parse(text(pipes.stdout)), text(pipes.stderr)], [{ ok: false }, "it failed\n"]);
  });

  it("colours on a terminal only, and not when asked not to", () => {
    assert.equal(new Io(streams(true), false, { TERM: "xterm" }).color, true);
    assert.equal(new Io(streams(true), false, { TERM: "xterm", NO_COLOR: "1" }).color, false);
    assert.equal(new Io(streams(false), false, { TERM: "xterm" }).color, false);
  });

  it("takes nothing but a yes for a yes", async () => {
    for (const [typed, meaning] of [["y\n", true], ["Yes\n", true], ["\n", false], ["nope\n", false]] as const) {
      const pipes = streams(true);
      pipes.stdin.write(typed);
      assert.equal(await new Io(pipes, false, {}).confirm("Sure?", new AbortController().signal), meaning, typed);
      assert.match(text(pipes.stderr), /Sure\? \[y\/N\]/);
    }
  });

  it("has a line for what happens to a resource, and none for what does not", () => {
    const node = { id: "u", type: "aws:s3/bucket:Bucket", name: "site", custom: true };
    assert.equal(progressLine({ ...node, status: "running", op: "create" }), "  + s3.Bucket site ...");
    assert.equal(progressLine({ ...node, status: "failed", op: "failed" }), "  ! s3.Bucket site failed");
    assert.equal(progressLine({ ...node, status: "running", op: "same" }), undefined);
    assert.equal(progressLine({ ...node, custom: false, status: "done", op: "create" }), undefined);
  });
});
