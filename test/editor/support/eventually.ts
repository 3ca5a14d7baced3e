import { setTimeout as sleep } from "node:timers/promises";

/** How long anything in the editor may take on a busy machine before a test gives it up. */
export const PATIENCE_MS = 60_000;

/**
 * Looks again and again until there is something to be seen, and returns it. `what` says what was waited for;
 * a look that throws (an element that has just gone) is one that saw nothing.
 */
export async function eventually<T>(
  what: string | (() => string),
  look: () => Promise<T | undefined | false> | T | undefined | false,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  let failure: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`Waited ${patienceMs / 1000} s in vain for ${typeof what === "string" ? what : what()}.`, { cause: failure });
    }
    await sleep(100);
  }
}
