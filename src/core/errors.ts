/** A place in one of the user's files: absolute path, 1-based line and column. */
export interface FilePosition {
  file: string;
  line: number;
  column: number;
}

/** Each bundle has classes of its own; an error that crosses from one into another is known by this. */
const BRAND = Symbol.for("pulumi-learning-lab.UserError");

function isBranded(value: unknown): value is { code: string } {
  return typeof value === "object" && value !== null && BRAND in value;
}

/**
 * A failure that the person at the keyboard can do something about.
 * `code` is stable (scripts match on it), `message` says what happened, `hint` what to do next.
 * Anything that is not a UserError is a bug in this program.
 */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly [BRAND] = true;

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isBranded(value);
  }

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
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isBranded(value) && value.code === "cancelled";
  }

  constructor(message = "The operation was cancelled.") {
    super("cancelled", message, "Run it again when you are ready.");
  }
}

/** The message of anything that was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
