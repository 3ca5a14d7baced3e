import { CancelledError, errorMessage, UserError } from "../../errors";
import { printable } from "../../../shared/text";

const GONE = /^(NoSuch\w+|NotFound|\w*NotFoundException|\w*ResourceNotFound\w*|AWS\.SimpleQueueService\.NonExistentQueue|QueueDoesNotExist)$/;
const UNREACHABLE = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|TimeoutError)$/;

/** What a failed call means to people. `what` is what was looked at, such as `the bucket site`. */
export function asUserError(error: unknown, what: string, endpoint: string, signal?: AbortSignal): UserError {
  if (signal?.aborted) return new CancelledError();
  if (error instanceof UserError) return error;
  const { name, code } = marks(error);
  if (GONE.test(name)) {
    return new UserError("emulator-gone", `The emulator has no ${what} any more.`, "Refresh the view to see what is there.", { cause: error });
  }
  if (UNREACHABLE.test(code) || UNREACHABLE.test(name)) {
    const hint = "Start it, or refresh the view if it has been restarted at another address.";
    return new UserError("emulator-not-running", `The emulator at ${endpoint} does not answer.`, hint, { cause: error });
  }
  const said = printable(errorMessage(error)).slice(0, 500);
  const hint = "This emulator may not support it. Its log may tell more.";
  return new UserError("emulator-refused", `The emulator could not show ${what}: ${said || name}`, hint, { cause: error });
}

function marks(error: unknown): { name: string; code: string } {
  if (!(error instanceof Error)) return { name: "", code: "" };
  // `fetch` hides the reason in its cause, and several attempts come as one error.
  const reason = error.cause instanceof Error ? error.cause : error;
  const code = "code" in reason && typeof reason.code === "string" ? reason.code : "";
  return { name: error.name, code };
}
