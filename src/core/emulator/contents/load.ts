import { createRequire } from "node:module";
import { CancelledError, UserError } from "../../errors";
import type { ContentsOptions, EmulatorContents, OpenContents } from "./model";

/**
 * Opens an emulator's contents by the bundle that can: loaded when first asked for, because it carries the AWS SDK.
 * @param bundle path of `emulatorContents.cjs`
 */
export function loadContents(bundle: string, endpoint: string, options?: ContentsOptions): EmulatorContents {
  const loaded = createRequire(bundle)(bundle) as { openContents: OpenContents };
  const contents = loaded.openContents(endpoint, options);
  return {
    list: (category, request) => adopting(contents.list(category, request)),
    children: (ref, request) => adopting(contents.children(ref, request)),
    read: (ref, request) => adopting(contents.read(ref, request)),
    close: () => contents.close(),
  };
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
