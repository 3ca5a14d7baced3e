import { join, resolve } from "node:path";
import type { Diagnostic } from "../engine/diagnostics";
import type { OperationOutcome } from "../engine/operations";

/** Something about a program that an operation found, at its place: absolute file, line and column from 1. */
export interface ProgramProblem {
  file: string;
  line: number;
  column: number;
  severity: "error" | "warning";
  message: string;
  code?: string;
}

/**
 * What an operation's outcome says about the program. Errors without a place of their own are shown at the first line
 * of `projectFile`; warnings without one are not about a line, and stay with the operation.
 */
export function programProblems(outcome: OperationOutcome, projectDir: string, projectFile = "Pulumi.yaml"): ProgramProblem[] {
  const nowhere = { file: join(projectDir, projectFile), line: 1, column: 1 };
  const placeOf = ({ source, urn }: Pick<Diagnostic, "source" | "urn">): Omit<ProgramProblem, "severity" | "message"> | undefined => {
    const found = source ?? outcome.graph.nodes.find((node) => node.id === urn)?.source;
    return found && { file: resolve(projectDir, found.file), line: found.line, column: found.column };
  };
  const problems: ProgramProblem[] = [];
  const failure = outcome.error?.code === "cancelled" ? undefined : outcome.error;
  if (failure) {
    const { message, hint, code } = failure;
    problems.push({ ...(placeOf(failure) ?? nowhere), severity: "error", code, message: hint ? `${message}\n${hint}` : message });
  }
  for (const diagnostic of outcome.diagnostics) {
    const { severity, message } = diagnostic;
    if (severity === "info") continue;
    const place = placeOf(diagnostic);
    if (!place && (severity === "warning" || outcome.error?.code === "cancelled")) continue;
    const problem: ProgramProblem = { ...(place ?? nowhere), severity, message };
    // The failure is one of the errors, said more clearly.
    const told = failure !== undefined && severity === "error" && problems[0] && (samePlace(problem, problems[0]) || says(message, failure.message));
    if (!told) problems.push(problem);
  }
  return problems;
}

function samePlace(a: ProgramProblem, b: ProgramProblem): boolean {
  return a.file === b.file && a.line === b.line;
}

function says(long: string, short: string): boolean {
  return long.includes(short) || short.includes(long);
}

/** The column (from 0) after the word that begins at `column` (from 0), at least one further. */
export function wordEnd(line: string, column: number): number {
  const word = /^[\p{L}\p{N}_$]+/u.exec(line.slice(column))?.[0];
  return column + (word?.length ?? 1);
}
