/** What belongs to a REST API has an id of its own, as the official provider makes it, and is imported by a path. Pure. */

import { ProviderError } from "../../errors";

/** Splits an import's id; `form` is what to say of it in a message, such as "API/RESOURCE". */
export function importParts(kind: string, id: string, form: string): string[] {
  const parts = id.split("/");
  if (parts.length !== form.split("/").length || parts.includes("")) {
    throw new ProviderError(`'${id}' does not say where it is. ${kind} is imported as ${form}.`);
  }
  return parts;
}
