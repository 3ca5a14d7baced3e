import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inventory, makeByHand } from "../support/awsInventory";
import { differences, FixtureCopy, lineOf, type ProgramFixture, programFixtures, type StackExpectation } from "../support/fixtures";
import { LabUser, type OperationDocument } from "../support/labCli";
import { startMinistack, type TestEmulator } from "../support/ministack";
import { runCheck } from "../support/programChecks";

const fixtures = programFixtures();

describe("programs written for the official provider and language host", function () {
  this.timeout(240_000);
  let emulator: TestEmulator;

  before(async () => {
    emulator = await startMinistack();
  });
  after(() => emulator?.stop());

  for (const fixture of fixtures) {
    const run = fixture.expect.waitsFor ? it.skip : it;
    run(`${fixture.name}: ${fixture.expect.description}`, async () => {
      const { expect } = fixture;
      for (const line of expect.before) await makeByHand(emulator.endpoint, line);
      const before = await inventory(emulator.endpoint);
      const copy = new FixtureCopy(fixture);
      const user = new LabUser(emulator.endpoint, expect.env);
      try {
        for (const stack of expect.stacks) await deployAndCompare(fixture, copy, user, stack);
        for (const stack of [...expect.stacks].reverse()) await destroy(copy, user, stack);
        assert.deepEqual(await inventory(emulator.endpoint), [...without(before, expect), ...expect.leaves].sort(), "what is left in the emulator");
        assertNoSecrets(copy, user, expect.secrets);
      } finally {
        await user.endFront();
        user.remove();
        copy.remove();
        await fetch(`${emulator.endpoint}/_ministack/reset`, { method: "POST" });
      }
    });
  }

  it("reports a resource while the program waits before the next", async () => {
    const fixture = fixtures.find(({ name }) => name === "slow-second") as ProgramFixture;
    const copy = new FixtureCopy(fixture);
    const user = new LabUser(emulator.endpoint);
    try {
      const gate = join(copy.dir, "approved");
      writeFileSync(join(copy.dir, "Pulumi.dev.yaml"), `config:\n  slow-second:gate: ${gate}\n`);
      let seen = "";
      const run = await user.run(["preview", copy.dir, "--emulator", emulator.endpoint], (text) => {
        seen += text;
        // The program ends only when its first resource was heard of from here.
        if (seen.includes("before-the-wait") && !existsSync(gate)) {
          assert.doesNotMatch(seen, /after-the-wait/);
          writeFileSync(gate, "");
        }
      });
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stderr, /after-the-wait/);
    } finally {
      user.remove();
      copy.remove();
    }
  });

  async function deployAndCompare(fixture: ProgramFixture, copy: FixtureCopy, user: LabUser, stack: StackExpectation): Promise<void> {
    const folder = copy.project(stack);
    if (stack.config.length > 0) await configure(user, folder, stack);
    const files = copy.digest();

    const first = await user.operate("deploy", folder, stack.stack);
    assert.deepEqual(copy.digest(), files, "a deploy changed the program's files");
    if (stack.fails) assertFailure(first, folder, stack.fails);
    else assert.equal(first.ok, true, explain(first));
    if (stack.resources) assert.deepEqual(countTypes(first), sorted(stack.resources), explain(first));
    if (stack.fails) return;
    assertOps(first, stack.ops);
    assertOutputs(first, stack.outputs);
    assertSources(first, folder, stack);
    assertDiagnostics(first, stack);
    assertGraph(first);
    for (const check of stack.checks) await runCheck(check, first.outputs, emulator.endpoint);

    await assertSame(user, folder, stack, "without changes");
    assert.deepEqual(copy.digest(), files, "a second deploy changed the program's files");

    for (const { version, ops, outputs } of stack.then) {
      copy.become(version);
      const next = await user.operate("deploy", folder, stack.stack);
      assert.equal(next.ok, true, `${version}: ${explain(next)}`);
      assertOps(next, ops);
      assertOutputs(next, outputs);
      await assertSame(user, folder, stack, version);
    }
  }
});

async function configure(user: LabUser, folder: string, { stack, config }: StackExpectation): Promise<void> {
  for (const { key, value, secret, path } of config) {
    await user.pulumi(folder, "config", "set", "--stack", stack, ...(secret ? ["--secret"] : ["--plaintext"]), ...(path ? ["--path"] : []), key, value);
  }
}

async function assertSame(user: LabUser, folder: string, stack: StackExpectation, when: string): Promise<void> {
  const again = await user.operate("deploy", folder, stack.stack);
  assert.equal(again.ok, true, explain(again));
  const changed = again.resources.filter(({ op, type }) => op !== "same" && !(op === "read" && stack.reads.includes(type)));
  assert.deepEqual(changed.map(({ op, type, name }) => `${op} ${type} ${name}`), [], `a second deploy ${when}`);
}

async function destroy(copy: FixtureCopy, user: LabUser, stack: StackExpectation): Promise<void> {
  const files = copy.digest();
  const document = await user.operate("destroy", copy.project(stack), stack.stack);
  assert.equal(document.ok, true, explain(document));
  assert.deepEqual(copy.digest(), files, "a destroy changed the program's files");
}

function assertFailure(document: OperationDocument, folder: string, fails: NonNullable<StackExpectation["fails"]>): void {
  assert.equal(document.ok, false, "it should have failed");
  const { error } = document;
  assert.ok(error && error.message.includes(fails.message), explain(document));
  if (fails.hintOrMessage) assert.match(`${error.message}\n${error.hint ?? ""}`, new RegExp(fails.hintOrMessage, "i"));
  if (fails.file && fails.text) {
    const line = lineOf(folder, { file: fails.file, text: fails.text });
    assert.deepEqual({ file: error.source?.file, line: error.source?.line }, { file: fails.file, line });
  }
}

function assertOps(document: OperationDocument, ops: Record<string, string>): void {
  const found = Object.keys(ops).map((key) => {
    const matching = document.resources.filter(({ type, name }) => name === key || `${type} ${name}` === key);
    return [key, matching.map(({ op }) => op).join(" and ")];
  });
  assert.deepEqual(Object.fromEntries(found), ops, explain(document));
}

function assertOutputs(document: OperationDocument, outputs: Record<string, unknown>): void {
  const wrong = Object.entries(outputs).flatMap(([name, expected]) => differences(document.outputs[name], expected, name));
  assert.deepEqual(wrong, []);
}

function assertSources(document: OperationDocument, folder: string, { sources }: StackExpectation): void {
  for (const [name, { type, ...place }] of Object.entries(sources)) {
    const found = document.resources.filter((each) => each.name === name && (type === undefined || each.type === type));
    assert.ok(found.length > 0, `there is no resource ${name}`);
    const where = found.map(({ source }) => `${source?.file}:${source?.line}`);
    assert.ok(where.includes(`${place.file}:${lineOf(folder, place)}`), `${name} is made at ${where.join(" and ")}, not in ${place.file} at "${place.text}"`);
  }
}

function assertDiagnostics(document: OperationDocument, { diagnostics }: StackExpectation): void {
  for (const { severity, message } of diagnostics) {
    const found = document.diagnostics.some((each) => each.severity === severity && each.message.includes(message));
    assert.ok(found, `no ${severity} "${message}" in ${JSON.stringify(document.diagnostics)}`);
  }
}

/** The nodes are the resources, and every edge joins two of them. */
function assertGraph({ graph, resources }: OperationDocument): void {
  assert.ok(graph);
  const ids = new Set(graph.nodes.map(({ id }) => id));
  assert.deepEqual([...ids].sort(), resources.map(({ urn }) => urn).sort());
  assert.deepEqual(graph.edges.filter(({ from, to }) => !ids.has(from) || !ids.has(to)), []);
  const parents = new Set(graph.edges.filter(({ kind }) => kind === "parent").map(({ from, to }) => `${from} ${to}`));
  assert.deepEqual(graph.nodes.filter(({ id, parent }) => parent && ids.has(parent) && !parents.has(`${id} ${parent}`)), []);
}

function assertNoSecrets(copy: FixtureCopy, user: LabUser, secrets: string[]): void {
  const kept = copy.labFiles().map((file) => readFileSync(file, "utf8"));
  for (const secret of secrets) {
    assert.ok(!user.printed.includes(secret), `the secret "${secret}" was printed`);
    assert.ok(!kept.some((text) => text.includes(secret)), `the secret "${secret}" lies in .pulumi-lab`);
  }
}

/** What was there before, as far as it should still be there. */
function without(before: string[], { before: made, destroysWhatWasBefore }: ProgramFixture["expect"]): string[] {
  if (!destroysWhatWasBefore) return before;
  const taken = new Set(made.map((line) => line.split(" ").slice(0, 2).join(" ")));
  return before.filter((line) => !taken.has(line));
}

function countTypes({ resources }: OperationDocument): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of resources) {
    if (type === "pulumi:pulumi:Stack" || type.startsWith("pulumi:providers:")) continue;
    counts[type] = (counts[type] ?? 0) + 1;
  }
  return sorted(counts);
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => a.localeCompare(b)));
}

function explain({ error, diagnostics }: OperationDocument): string {
  return JSON.stringify({ error, diagnostics }, undefined, 2).slice(0, 6000);
}
