import { ProviderError } from "../../errors";

/** What belongs to a log group has an id that may not name it; an import's does: `GROUP:NAME` or `GROUP|NAME`. A group's name has neither sign. */
export function inGroup(id: string, separator: string, knownGroup: string | undefined): { group: string; name: string } {
  const at = id.indexOf(separator);
  const name = id.slice(at + 1);
  if (at > 0) return { group: id.slice(0, at), name };
  if (knownGroup === undefined) throw new ProviderError(`'${id}' does not say which log group it belongs to. It reads LOG_GROUP${separator}NAME.`);
  return { group: knownGroup, name };
}
