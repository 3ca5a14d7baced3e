import type { OperationFailure } from "../core/engine/failures";

/** What a command gives back; `main` prints it once, as a document or as text. */
export interface CommandResult {
  ok: boolean;
  /** The document of `--json`. */
  document: unknown;
  /** The same for people; without a last newline. */
  text: string;
  failure?: Failure;
  /** Exit code when another than 0 or 1 is due, as for a command that `shell` ran. */
  exitCode?: number;
  /** What follows once the result is printed, such as an editor that stays open until Ctrl-C. */
  afterwards?: () => Promise<void>;
}

export interface Failure {
  code: string;
  message: string;
  hint?: string;
}

export function failureOf(failure: OperationFailure): Failure {
  return { code: failure.code, message: failure.message, ...(failure.hint && { hint: failure.hint }) };
}

export function success(document: unknown, text: string): CommandResult {
  return { ok: true, document, text };
}
