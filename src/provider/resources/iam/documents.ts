/** What the IAM types share: how IAM writes documents, names its errors and pages its lists. */

/** The SDK's name for the error, and the code on the wire. */
export const NO_SUCH_ENTITY = ["NoSuchEntity", "NoSuchEntityException"] as const;

/** IAM gives documents back URL-encoded. */
export function decodeDocument(document: string | undefined): string | undefined {
  return document === undefined ? undefined : decodeURIComponent(document);
}

/** All pages of a list; `ask` gets the marker to start from. */
export async function allPages<P extends { IsTruncated?: boolean; Marker?: string }, T>(
  ask: (marker: string | undefined) => Promise<P>,
  items: (page: P) => T[] | undefined,
): Promise<T[]> {
  const found: T[] = [];
  let marker: string | undefined;
  do {
    const page = await ask(marker);
    found.push(...(items(page) ?? []));
    marker = page.IsTruncated ? page.Marker : undefined;
  } while (marker !== undefined);
  return found;
}

export function checkPath(path: string): string | undefined {
  return /^\/(?:[\x21-\x7e]+\/)?$/.test(path) ? undefined : "must begin and end with a slash, such as '/service/'.";
}

export function checkName(maxLength: number): (name: string) => string | undefined {
  return (name) =>
    name.length <= maxLength && /^[\w+=,.@-]+$/.test(name)
      ? undefined
      : `must have 1 to ${maxLength} letters, digits and characters of +=,.@_-`;
}
