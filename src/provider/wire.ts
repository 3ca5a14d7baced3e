/**
 * Pulumi's wire values and ours. On the wire a property bag is a protobuf Struct in which special values are objects
 * with a signature; inside the provider they are plain JavaScript, `UNKNOWN`, `Asset` and `Archive`. Secrets are
 * taken off on the way in (the code that talks to AWS has no use for them) and put back on the way out: the shape of
 * what was secret travels beside the value as a `SecretShape`.
 */

const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
const RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** Stand-ins of the engine for a value that is not known yet, one for each JSON type that it could be. */
const UNKNOWN_SENTINELS: ReadonlySet<string> = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);
const UNKNOWN_SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A value that a preview cannot know. */
export const UNKNOWN = Symbol("unknown");

/** A file's worth of bytes: from text, a local path or an address. None of the three when the engine left it out. */
export class Asset {
  constructor(
    readonly hash: string,
    readonly source: { text?: string; path?: string; uri?: string },
  ) {}
}

/** Many files: from a folder or archive file at a path, an address, or named members. */
export class Archive {
  constructor(
    readonly hash: string,
    readonly source: { assets?: Record<string, Asset | Archive>; path?: string; uri?: string },
  ) {}
}

export type Value =
  | undefined
  | null
  | boolean
  | number
  | string
  | typeof UNKNOWN
  | Asset
  | Archive
  | Value[]
  | { [key: string]: Value };
export type Values = Record<string, Value>;

/**
 * What of a value is secret: all of it (`true`), or some properties of an object. A list with a secret anywhere in it
 * is secret as a whole, because AWS may give it back in another order.
 */
export type SecretShape = true | { [key: string]: SecretShape } | undefined;

export interface Decoded {
  values: Values;
  secrets: SecretShape;
}

/** Decodes what `Struct.toJavaScript` gave. */
export function decodeValues(wire: unknown): Decoded {
  const { value, secrets } = decodeValue(wire ?? {});
  if (!isPlainObject(value)) throw new Error("A property bag on the wire is not an object.");
  return { values: value, secrets };
}

/** Gives what `Struct.fromJavaScript` takes; properties that are undefined are left out. */
export function encodeValues(values: Values, secrets?: SecretShape): Record<string, unknown> {
  const shape = secrets === true ? Object.fromEntries(Object.keys(values).map((key) => [key, true as const])) : secrets;
  const wire: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined) wire[key] = encodeValue(value, ownShape(shape, key));
  }
  return wire;
}

function decodeValue(wire: unknown): { value: Value; secrets: SecretShape } {
  if (typeof wire === "string") {
    return { value: UNKNOWN_SENTINELS.has(wire) ? UNKNOWN : wire, secrets: undefined };
  }
  if (Array.isArray(wire)) {
    const items = wire.map(decodeValue);
    return { value: items.map((item) => item.value), secrets: items.some((item) => item.secrets) || undefined };
  }
  if (typeof wire !== "object" || wire === null) {
    return { value: wire as null | boolean | number, secrets: undefined };
  }
  const record = wire as Record<string, unknown>;
  switch (record[SIGNATURE_KEY]) {
    case undefined:
      return decodeObject(record);
    case SECRET:
      return { value: decodeValue(record["value"]).value, secrets: true };
    case OUTPUT_VALUE: {
      const inner = "value" in record ? decodeValue(record["value"]) : { value: UNKNOWN as Value, secrets: undefined };
      return record["secret"] === true ? { value: inner.value, secrets: true } : inner;
    }
    case RESOURCE_REFERENCE: {
      const id = record["id"];
      return { value: typeof id === "string" && id !== "" ? decodeValue(id).value : UNKNOWN, secrets: undefined };
    }
    case ASSET:
      return { value: new Asset(text(record["hash"]) ?? "", assetSource(record)), secrets: undefined };
    case ARCHIVE: {
      const members = record["assets"];
      const assets = members === undefined ? undefined : (decodeObject(members as Record<string, unknown>).value as Record<string, Asset | Archive>);
      const { path, uri } = assetSource(record);
      return { value: new Archive(text(record["hash"]) ?? "", withoutUndefined({ assets, path, uri })), secrets: undefined };
    }
    default:
      throw new Error(`The engine sent a kind of value that this provider does not know (${String(record[SIGNATURE_KEY])}).`);
  }
}

function decodeObject(record: Record<string, unknown>): { value: Values; secrets: SecretShape } {
  const value: Values = {};
  const secrets: { [key: string]: SecretShape } = {};
  for (const [key, inner] of Object.entries(record)) {
    const decoded = decodeValue(inner);
    define(value, key, decoded.value);
    if (decoded.secrets) define(secrets, key, decoded.secrets);
  }
  return { value, secrets: Object.keys(secrets).length > 0 ? secrets : undefined };
}

/** `__proto__` is a key like any other in a program's maps. */
function define<T>(record: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
}

function encodeValue(value: Value, secrets: SecretShape): unknown {
  if (secrets === true) return { [SIGNATURE_KEY]: SECRET, value: encodeValue(value, undefined) };
  if (value === UNKNOWN) return UNKNOWN_SENTINEL;
  if (value instanceof Asset) return { [SIGNATURE_KEY]: ASSET, hash: value.hash, ...value.source };
  if (value instanceof Archive) {
    const { assets, ...source } = value.source;
    return { [SIGNATURE_KEY]: ARCHIVE, hash: value.hash, ...source, ...(assets ? { assets: encodeValue(assets, undefined) } : {}) };
  }
  if (Array.isArray(value)) {
    return secrets ? encodeValue(value, true) : value.map((item) => encodeValue(item ?? null, undefined));
  }
  if (isPlainObject(value)) {
    const wire: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(value)) {
      if (inner !== undefined) define(wire, key, encodeValue(inner, ownShape(secrets, key)));
    }
    return wire;
  }
  // A secret part of something that is no longer an object: hide the whole.
  return secrets ? encodeValue(value, true) : (value ?? null);
}

function ownShape(secrets: SecretShape, key: string): SecretShape {
  return secrets !== undefined && secrets !== true && Object.hasOwn(secrets, key) ? secrets[key] : undefined;
}

export function isPlainObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Asset) && !(value instanceof Archive);
}

/** Whether a value is or holds `UNKNOWN`. */
export function hasUnknown(value: Value): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isPlainObject(value) && Object.values(value).some(hasUnknown);
}

function assetSource(record: Record<string, unknown>): { text?: string; path?: string; uri?: string } {
  return withoutUndefined({ text: text(record["text"]), path: text(record["path"]), uri: text(record["uri"]) });
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function withoutUndefined<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}
