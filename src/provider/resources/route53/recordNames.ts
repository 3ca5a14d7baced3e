/** Names, ids and values of records as programs write them and as Route 53 keeps them. Pure. */

import { ProviderError } from "../../errors";
import { withoutDot } from "./changes";

export const RECORD_TYPES = ["A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP", "SVCB", "TLSA", "TXT"] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

/** A name may leave out the zone's. */
export function fullName(name: string, zoneName: string): string {
  const short = withoutDot(name.toLowerCase());
  const zone = withoutDot(zoneName);
  if (short === "") return zone;
  return short === zone || short.endsWith(`.${zone}`) ? short : `${short}.${zone}`;
}

export function recordId(given: { zoneId: string; name: string; type: string; setIdentifier?: string }): string {
  return [given.zoneId, given.name.toLowerCase(), given.type, given.setIdentifier].filter((part) => part !== undefined && part !== "").join("_");
}

export interface RecordPlace {
  zoneId: string;
  name: string;
  type: RecordType;
  setIdentifier?: string;
}

export function recordPlace(id: string): RecordPlace {
  const match = new RegExp(`^([^_]+)_(?:(.+?)_)?(${RECORD_TYPES.join("|")})(?:_(.+))?$`).exec(id);
  const [, zoneId, name = "", type, setIdentifier] = match ?? [];
  if (zoneId === undefined || type === undefined) {
    throw new ProviderError(`'${id}' is no record's id. It reads ZONE_NAME_TYPE or ZONE_NAME_TYPE_SET, such as 'Z4KAPRWWNC7JR_www.example.com_A'.`);
  }
  return { zoneId, name, type: type as RecordType, ...(setIdentifier === undefined ? {} : { setIdentifier }) };
}

/** Texts stand in quotes in Route 53, and without them in programs. */
export function toValue(type: string, value: string): string {
  return type === "TXT" || type === "SPF" ? `"${value}"` : value;
}

export function fromValue(type: string, value: string): string {
  return type === "TXT" || type === "SPF" ? value.replace(/^"(.*)"$/s, "$1") : value;
}

/** `*` comes back as an octal escape. */
export function readableName(name: string): string {
  return withoutDot(name.replaceAll("\\052", "*"));
}
