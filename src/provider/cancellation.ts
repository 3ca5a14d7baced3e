/**
 * What a cancelled operation does to an AWS call under way: it may still finish, so that what it made is recorded, but
 * nobody waits for an emulator that has stopped answering.
 */

import { AsyncLocalStorage } from "node:async_hooks";
import { setMaxListeners } from "node:events";

const GRACE_MS = 5_000;

/** Not known to have done nothing: the engine keeps a note of the operation. */
export class AbandonedCallError extends Error {
  override readonly name = "Cancelled";

  constructor(graceMs: number) {
    super(`there was no answer within ${graceMs / 1000} s after the operation was cancelled.`);
  }
}

/** For the operations of one provider instance: any number of calls listen to it at once. */
export function newCancellation(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

const signals = new AsyncLocalStorage<AbortSignal>();

/** Calls made within `work` end soon after the signal does. */
export function cancelledBy<T>(signal: AbortSignal, work: () => T): T {
  return signals.run(signal, work);
}

/** The result of an AWS call, or an AbandonedCallError. */
export async function untilAbandoned<T>(call: Promise<T>, graceMs = GRACE_MS): Promise<T> {
  const signal = signals.getStore();
  if (!signal) return call;
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const abandoned = new Promise<never>((_resolve, reject) => {
    onAbort = () => (timer ??= setTimeout(() => reject(new AbandonedCallError(graceMs)), graceMs));
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([call, abandoned]);
  } finally {
    clearTimeout(timer);
    if (onAbort) signal.removeEventListener("abort", onAbort);
  }
}
