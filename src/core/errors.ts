/** A place in one of the user's files: absolute path, 1-based line and column. */
export interface FilePosition {
  file: string;
  line: number;
  column: number;
}

/**
 * A failure that the person at the keyboard can do something about.
 * `code` is stable (scripts match on it), `message` says what happened, `hint` what to do next.
 * Anything that is not a UserError is a bug in this program.
 */
export class UserError extends Error {
  override readonly name = "UserError";

  constructor(
    readonly code: string,
    message: string,
    readonly hint?: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** The operation was stopped on request. Nothing went wrong. */
export class CancelledError extends UserError {
  constructor(message = "The operation was cancelled.") {
    super("cancelled", message, "Run it again when you are ready.");
  }
}

/** The message of anything that was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
