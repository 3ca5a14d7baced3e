import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setConfig } from "../../src/core/engine/stackAdmin";
import { openLabShell } from "../../src/core/engine/labShell";
import type { OperationOutcome } from "../../src/core/engine/operations";
import { Installation } from "../../src/core/lab/installation";
import { mistakeOf, printsLine, programOf } from "../../src/core/learning/pages/page";
import { EngineLab } from "../support/engineLab";
import { isLesson, type PageFile, pageFiles } from "../support/pages";

const root = join(__dirname, "..", "..");

interface PageRun {
  deploy: OperationOutcome;
  /** What the mistake printed; undefined where TypeScript finds it. */
  mistake?: string;
}

/** Deploys a page's program, then makes its mistake. */
async function run({ page }: PageFile): Promise<PageRun> {
  const program = programOf(page);
  const mistake = mistakeOf(page);
  const lab = new EngineLab({ "index.ts": program.text }, "page");
  try {
    for (const value of program.config) await setConfig(await lab.session(), value);
    const deploy = await lab.run("deploy");
    if (!mistake || mistake.seenIn === "types") return { deploy };
    if (mistake.seenIn === "command") return { deploy, mistake: await command(lab, mistake.code.text) };
    lab.write({ "index.ts": `${mistake.code.text}\n` });
    // On a stack of its own: what the page's program has made must not hide the mistake.
    const stack = "mistake";
    for (const value of program.config) await setConfig(await lab.session({ stack }), value);
    return { deploy, mistake: printed(await lab.run(mistake.seenIn, { stack })) };
  } finally {
    lab.remove();
  }
}

/** A command line of the page, in the lab's terminal. */
async function command(lab: EngineLab, line: string): Promise<string> {
  const words = [...line.trim().matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
  const session = await lab.session();
  const shell = await openLabShell(new Installation({ root }), session, await lab.emulator(), {}, { command: words });
  try {
    const child = spawn(shell.command, shell.args, { cwd: shell.cwd, env: shell.env, stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
    await once(child, "close");
    return text;
  } finally {
    await shell.close();
  }
}

/** What a person gets to read of an operation that failed. */
function printed({ ok, error, diagnostics }: OperationOutcome): string {
  if (ok) return "Nothing failed.";
  return [error?.message, error?.hint, ...diagnostics.map(({ message }) => message)].filter(Boolean).join("\n");
}

describe("the pages' programs", function () {
  this.timeout(180_000);
  const lessons = pageFiles().filter(isLesson);
  const runs = new Map<PageFile, Promise<PageRun>>();

  /** The next page's run begins along with this one's: each waits for processes most of the time. */
  function runOf(at: number): Promise<PageRun> {
    for (const each of lessons.slice(at, at + 2)) {
      if (runs.has(each)) continue;
      const started = run(each);
      started.catch(() => undefined);
      runs.set(each, started);
    }
    return runs.get(lessons[at] as PageFile) as Promise<PageRun>;
  }

  after(() => Promise.allSettled(runs.values()));

  for (const [at, each] of lessons.entries()) {
    it(`deploy, and fail as their mistake says: ${each.id}`, async () => {
      const { deploy, mistake } = await runOf(at);
      assert.ok(deploy.ok, printed(deploy));
      assert.ok(Object.keys(deploy.outputs).length > 0, "The program exports nothing to look at.");
      if (mistake === undefined) return;
      const expected = mistakeOf(each.page);
      for (const line of expected?.error ?? []) assert.ok(printsLine(mistake, line), `The page says:\n${line}\nPrinted was:\n${mistake}`);
    });
  }
});
