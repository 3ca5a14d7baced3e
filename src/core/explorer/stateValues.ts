import { SECRET_SIGNATURE, SIGNATURE, UNKNOWN } from "../../shared/engineValues";
import { SECRET } from "../engine/stackState";

/** Values as a stack's state writes them, made fit to be shown. */

const ASSETS = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVES = "0def7320c3a5731c473e5ecbe6d01bc7";
const OUTPUTS = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

type Values = Record<string, unknown>;

function isObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a secret, or has one in it. */
export function isSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isSecret);
  if (!isObject(value)) return false;
  return value[SIGNATURE] === SECRET_SIGNATURE || Object.values(value).some(isSecret);
}

/** Whether a value that was masked hides something. */
export function isMasked(value: unknown): boolean {
  if (value === SECRET) return true;
  if (Array.isArray(value)) return value.some(isMasked);
  return isObject(value) && Object.values(value).some(isMasked);
}

/** A value of a state that was exported with its secrets in the clear, with those put in their places. */
export function openSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(openSecrets);
  if (!isObject(value)) return value;
  if (value[SIGNATURE] === SECRET_SIGNATURE) return typeof value.plaintext === "string" ? openSecrets(parse(value.plaintext)) : SECRET;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, openSecrets(each)]));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Without what only the engine reads: its own keys, and the marks on assets, archives and unknown values. */
export function presentable(value: unknown): unknown {
  if (value === UNKNOWN) return "[unknown]";
  if (Array.isArray(value)) return value.map(presentable);
  if (!isObject(value)) return value;
  switch (value[SIGNATURE]) {
    case ASSETS:
      return file("asset", value);
    case ARCHIVES:
      return file("archive", value);
    case OUTPUTS:
      return "value" in value ? presentable(value.value) : "[unknown]";
  }
  return Object.fromEntries(Object.entries(value).flatMap(([key, each]) => (key.startsWith("__") ? [] : [[key, presentable(each)]])));
}

function file(what: string, { path, uri, text, assets, hash }: Values): string {
  const from = [path, uri].find((each) => typeof each === "string" && each !== "");
  if (from) return `[${what} ${String(from)}]`;
  if (typeof text === "string") return `[${what} of ${text.length} characters]`;
  if (isObject(assets)) return `[${what} of ${Object.keys(assets).join(", ")}]`;
  return typeof hash === "string" ? `[${what} ${hash.slice(0, 12)}]` : `[${what}]`;
}
