import { constants } from "node:fs";
import { access, chmod, readFile, realpath, stat } from "node:fs/promises";
import { errorMessage, UserError } from "../../errors";
import { writeWhole } from "../../files";

/**
 * The text of a copy of the plan, byte order mark included; undefined where there is none.
 * @throws UserError `plan-unreadable`
 */
export async function readPlanFile(file: string): Promise<string | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    if (isCode(cause, "ENOENT", "ENOTDIR")) return undefined;
    throw new UserError("plan-unreadable", `The learning plan can't be read: ${errorMessage(cause)}`, `Look at what ${file} is and who may read it.`, { cause });
  }
  try {
    // Text that isn't UTF-8 would come out of an edit with its characters destroyed.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new UserError("plan-unreadable", `${file} is not a text in UTF-8, so it was left as it is.`, "Open it in the editor with its encoding and save it with the encoding UTF-8.", { cause });
  }
}

/**
 * Writes a copy of the plan in one step if it still holds `before` (undefined: if it still isn't there). Returns false if
 * somebody else has changed it meanwhile. Permissions stay, and a link stays a link.
 * @throws UserError `plan-read-only` or `plan-not-written`
 */
export async function writePlanFile(file: string, before: string | undefined, text: string): Promise<boolean> {
  const target = await realpath(file).catch(() => file);
  if ((await readPlanFile(target)) !== before) return false;
  const mode = before === undefined ? undefined : (await stat(target)).mode & 0o777;
  if (mode !== undefined) await refuseReadOnly(target, mode);
  try {
    await writeWhole(target, text, mode === undefined ? {} : { mode });
    // A new file is made with less than that where the process masks bits.
    if (mode !== undefined) await chmod(target, mode);
    return true;
  } catch (cause) {
    throw refusing(target, cause);
  }
}

/** What a failure to write means for the person whose plan it is. */
export function refusing(file: string, cause: unknown): UserError {
  if (isCode(cause, "EACCES", "EPERM", "EROFS")) return readOnly(file, cause);
  return new UserError("plan-not-written", `The learning plan could not be written: ${errorMessage(cause)}`, "The file is as it was. Make room on the disk or see to its folder, and try again.", { cause });
}

export async function isReadOnly(file: string): Promise<boolean> {
  try {
    await refuseReadOnly(file, (await stat(file)).mode);
    return false;
  } catch (error) {
    return error instanceof UserError;
  }
}

/** Asked of the file itself: it would be replaced, which asks the folder only, and an administrator may do anything. */
async function refuseReadOnly(file: string, mode: number): Promise<void> {
  if ((mode & 0o222) === 0) throw readOnly(file);
  await access(file, constants.W_OK).catch((cause: unknown) => {
    throw readOnly(file, cause);
  });
}

function readOnly(file: string, cause?: unknown): UserError {
  return new UserError("plan-read-only", `${file} may not be written, so nothing was ticked in it.`, "Make the file and its folder writable (chmod u+w, or the file's properties) and tick the item again.", { cause });
}

function isCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException | undefined)?.code ?? "");
}
