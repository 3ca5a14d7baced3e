/** Validates what a program gave against a schema and fills in defaults. Pure. */

import { Archive, Asset, hasUnknown, isPlainObject, UNKNOWN, type Value, type Values } from "./wire";
import type { AnyField, Fields } from "./schema";

export interface CheckFailure {
  /** A property path, such as `attributes[0].type`; empty for the resource as a whole. */
  property: string;
  reason: string;
}

export interface Checked {
  values: Values;
  failures: CheckFailure[];
  /** Top-level properties that were filled in from their default. */
  defaulted: string[];
}

const WAY_OUT = "Remove it, or choose the official provider for this stack: pulumi-lab deploy --provider official.";

/** @param owner the type token, for messages. */
export function checkFields(owner: string, fields: Fields, given: Values): Checked {
  const failures: CheckFailure[] = [];
  const defaulted: string[] = [];
  const values = checkObject(owner, fields, given, "", failures);
  for (const [key, field] of Object.entries(fields)) {
    if (absent(given[key]) && field.options.default !== undefined) defaulted.push(key);
  }
  return { values, failures, defaulted };
}

export function unknownTypeFailure(type: string): CheckFailure {
  return {
    property: "",
    reason: `${type}: the embedded provider does not implement this resource type. ${WAY_OUT}`,
  };
}

export function joinPath(path: string, key: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

function absent(value: Value): value is null | undefined {
  return value === undefined || value === null;
}

function checkObject(owner: string, fields: Fields, given: Values, path: string, failures: CheckFailure[]): Values {
  const values: Values = {};
  for (const [key, value] of Object.entries(given)) {
    if (absent(value) || Object.hasOwn(fields, key)) continue;
    const at = joinPath(path, key);
    failures.push({ property: at, reason: `${owner}: the embedded provider does not implement '${at}'. ${WAY_OUT}` });
  }
  for (const [key, field] of Object.entries(fields)) {
    const at = joinPath(path, key);
    const value = Object.hasOwn(given, key) ? given[key] : undefined;
    if (!absent(value)) {
      values[key] = checkValue(owner, field, value, at, failures);
    } else if (field.options.default !== undefined) {
      values[key] = structuredClone(field.options.default) as Value;
    } else if (field.options.required) {
      failures.push({ property: at, reason: `${owner}: '${at}' is required. Give it a value.` });
    }
  }
  return values;
}

function checkValue(owner: string, field: AnyField, given: Value, path: string, failures: CheckFailure[]): Value {
  if (given === UNKNOWN) return UNKNOWN;
  const wrong = (expected: string): Value => {
    failures.push({ property: path, reason: `${owner}: '${path}' must be ${expected}, but it is ${describe(given)}.` });
    return given;
  };
  const value = checkShape(owner, field, given, path, failures, wrong);
  if (!hasUnknown(value)) checkAccepted(owner, field, value, path, failures);
  return value;
}

function checkShape(
  owner: string,
  field: AnyField,
  given: Value,
  path: string,
  failures: CheckFailure[],
  wrong: (expected: string) => Value,
): Value {
  switch (field.kind) {
    case "any":
      return given;
    // The official provider takes numbers and flags as text too, and the other way round, as configuration gives them.
    case "string":
      if (typeof given === "string") return given;
      return typeof given === "number" || typeof given === "boolean" ? String(given) : wrong("a string");
    case "number":
      if (typeof given === "number") return given;
      return typeof given === "string" && given.trim() !== "" && Number.isFinite(Number(given)) ? Number(given) : wrong("a number");
    case "boolean":
      if (typeof given === "boolean") return given;
      return given === "true" ? true : given === "false" ? false : wrong("true or false");
    case "json":
      if (typeof given === "string") return isJson(given) ? given : wrong("JSON text");
      if (hasUnknown(given)) return UNKNOWN;
      return isPlainObject(given) || Array.isArray(given) ? JSON.stringify(given) : wrong("JSON text or an object");
    case "asset":
      return given instanceof Asset || given instanceof Archive ? given : wrong("an asset or archive");
    case "archive":
      return given instanceof Archive ? given : wrong('an archive, such as new pulumi.asset.FileArchive("./app")');
    case "list":
    case "set":
      if (!Array.isArray(given)) return wrong("a list");
      return given.map((item, index) =>
        absent(item) ? item : checkValue(owner, field.of, item, `${path}[${index}]`, failures),
      );
    case "map":
      if (!isPlainObject(given)) return wrong("a map");
      return Object.fromEntries(
        Object.entries(given)
          .filter(([, item]) => !absent(item))
          .map(([key, item]) => [key, checkValue(owner, field.of, item, joinPath(path, key), failures)]),
      );
    case "object":
      if (!isPlainObject(given)) return wrong("an object");
      return checkObject(owner, field.fields, given, path, failures);
  }
}

function checkAccepted(owner: string, field: AnyField, value: Value, path: string, failures: CheckFailure[]): void {
  const { oneOf, check } = field.options;
  if (oneOf && !oneOf.includes(value)) {
    const accepted = oneOf.map((item) => `'${String(item)}'`).join(", ");
    failures.push({ property: path, reason: `${owner}: '${path}' must be one of ${accepted}, but it is ${describe(value)}.` });
    return;
  }
  const reason = check?.(value);
  if (reason) failures.push({ property: path, reason: `${owner}: '${path}' ${reason}` });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Names the kind of a wrong value, and shows it where it is short. Secrets are masked by the caller. */
function describe(value: Value): string {
  if (typeof value === "string") return value.length <= 60 ? `'${value}'` : "a long string";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof Asset) return "an asset";
  if (value instanceof Archive) return "an archive";
  if (Array.isArray(value)) return "a list";
  return "an object";
}
