import type { IncomingHttpHeaders } from "node:http";

export type Precondition = "proceed" | "not-modified" | "failed";

/** RFC 9110 13.2.2, for GET and HEAD on an object that exists. */
export function evaluatePreconditions(
  headers: IncomingHttpHeaders,
  object: { etag?: string; lastModified?: Date },
): Precondition {
  const match = headers["if-match"];
  if (match !== undefined && !listsTag(match, object.etag)) return "failed";
  const unmodifiedSince = match === undefined ? dateOf(headers["if-unmodified-since"]) : undefined;
  if (unmodifiedSince !== undefined && object.lastModified && seconds(object.lastModified) > unmodifiedSince) return "failed";

  const noneMatch = headers["if-none-match"];
  if (noneMatch !== undefined) return listsTag(noneMatch, object.etag) ? "not-modified" : "proceed";
  const modifiedSince = dateOf(headers["if-modified-since"]);
  const unchanged = modifiedSince !== undefined && object.lastModified && seconds(object.lastModified) <= modifiedSince;
  return unchanged ? "not-modified" : "proceed";
}

/** The range to ask for: none when `If-Range` names another version than the present one. */
export function rangeToServe(headers: IncomingHttpHeaders, object: { etag?: string; lastModified?: Date }): string | undefined {
  const { range } = headers;
  if (range === undefined || !/^bytes=\s*(\d+-\d*|-\d+)\s*$/.test(range)) return undefined;
  const condition = headers["if-range"];
  if (condition === undefined) return range;
  const given = Array.isArray(condition) ? condition[0] : condition;
  if (given === object.etag) return range;
  const date = dateOf(given);
  return date !== undefined && object.lastModified && seconds(object.lastModified) === date ? range : undefined;
}

function listsTag(list: string, etag: string | undefined): boolean {
  if (etag === undefined) return false;
  if (list.trim() === "*") return true;
  const bare = (tag: string): string => tag.trim().replace(/^W\//, "");
  return (list.match(/(W\/)?"[^"]*"/g) ?? []).some((tag) => bare(tag) === bare(etag));
}

function dateOf(header: string | undefined): number | undefined {
  const time = header === undefined ? NaN : Date.parse(header);
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000);
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
