import { createRequire } from "node:module";
import { CancelledError, errorMessage, UserError } from "../../errors";
import type { ContentsOptions, EmulatorContents, OpenContents } from "./model";

/**
 * Opens an emulator's contents by the bundle that can: loaded when first asked for, because it carries the AWS SDK.
 * @param bundle path of `emulatorContents.cjs`
 */
export function loadContents(bundle: string, endpoint: string, options?: ContentsOptions): EmulatorContents {
  const contents = load(bundle).openContents(endpoint, options);
  return {
    list: (category, request) => adopting(contents.list(category, request)),
    children: (ref, request) => adopting(contents.children(ref, request)),
    read: (ref, request) => adopting(contents.read(ref, request)),
    close: () => contents.close(),
  };
}

function load(bundle: string): { openContents: OpenContents } {
  try {
    return createRequire(bundle)(bundle) as { openContents: OpenContents };
  } catch (cause) {
    const reason = errorMessage(cause).split("\n")[0];
    throw new UserError("installation-broken", `What looks into emulators can't be loaded: ${reason}`, "Install the extension again.", { cause });
  }
}

/** The bundle has classes of its own: its errors become ours. */
async function adopting<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "UserError" || error instanceof UserError) throw error;
    const { code, message, hint } = error as UserError;
    throw code === "cancelled" ? new CancelledError(message) : new UserError(code, message, hint, { cause: error });
  }
}
