import assert from "node:assert/strict";
import { resolve } from "node:path";
import { programProblems, wordEnd } from "../../../../src/core/explorer/programProblems";
import type { OperationOutcome } from "../../../../src/core/engine/operations";

const dir = resolve("/p");
const file = resolve("/p/index.ts");
const outcome = (more: Partial<OperationOutcome>): OperationOutcome => ({
  ok: false,
  operation: "preview",
  project: "p",
  stack: "dev",
  summary: {},
  outputs: {},
  graph: { nodes: [], edges: [] },
  diagnostics: [],
  durationMs: 1,
  ...more,
});

describe("problems of a program", () => {
  it("are where they happened, and each is told once", () => {
    const source = { file, line: 4, column: 7 };
    const problems = programProblems(
      outcome({
        error: { code: "program-error", message: "x is not defined", hint: "Look at the line.", source },
        diagnostics: [
          { severity: "error", message: "Running program failed: ReferenceError: x is not defined\n at f", source },
          { severity: "info", message: "hello" },
          { severity: "warning", message: "the emulator was emptied" },
        ],
      }),
      dir,
    );
    assert.deepEqual(problems, [{ file, line: 4, column: 7, severity: "error", code: "program-error", message: "x is not defined\nLook at the line." }]);
  });

  it("of a resource are where it is made; without a place they are the project file's", () => {
    const urn = "urn:bucket";
    const problems = programProblems(
      outcome({
        error: { code: "resource-failed", message: "name taken", urn },
        graph: { nodes: [{ id: urn, type: "t", name: "n", custom: true, source: { file: "index.ts", line: 2, column: 1 } }], edges: [] },
        diagnostics: [
          { severity: "error", message: "quite another thing" },
          { severity: "warning", message: "deprecated", urn },
        ],
      }),
      dir,
      "Pulumi.yml",
    );
    assert.deepEqual(
      problems.map((each) => [each.file, each.line, each.severity, each.message]),
      [
        [file, 2, "error", "name taken"],
        [resolve("/p/Pulumi.yml"), 1, "error", "quite another thing"],
        [file, 2, "warning", "deprecated"],
      ],
    );
  });

  it("are none when all went well, or somebody cancelled", () => {
    assert.deepEqual(programProblems(outcome({ ok: true }), dir), []);
    const cancelled = { code: "cancelled", message: "The operation was cancelled." };
    assert.deepEqual(programProblems(outcome({ error: cancelled, diagnostics: [{ severity: "error", message: "update canceled" }] }), dir), []);
  });

  it("mark the word that they begin at", () => {
    assert.equal(wordEnd("new aws.s3.Bucket()", 4), 7);
    assert.equal(wordEnd("new größe()", 4), 9);
    assert.equal(wordEnd("(", 0), 1);
    assert.equal(wordEnd("", 0), 1);
  });
});
