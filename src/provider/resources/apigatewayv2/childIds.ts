/** What belongs to an API has an id of its own, and is imported by `API/ID`. Pure. */

import { ProviderError } from "../../errors";

/** @param kind what to call it in a message, such as "a stage". */
export function childOf(kind: string, id: string, known: { apiId?: string }): { ApiId: string; child: string } {
  if (known.apiId !== undefined) return { ApiId: known.apiId, child: ownId(id) };
  const [, ApiId, child] = /^([^/]+)\/(.+)$/.exec(id) ?? [];
  if (ApiId === undefined || child === undefined) {
    throw new ProviderError(`'${id}' does not say which API it belongs to. ${kind} is imported as API/ID, such as 'a1b2c3d4/e5f6a7b8'.`);
  }
  return { ApiId, child };
}

/** `idAfterImport` of all of them. */
export function ownId(importId: string): string {
  return importId.slice(importId.indexOf("/") + 1);
}
