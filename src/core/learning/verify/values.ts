import type { Matcher } from "./rule";

/** Finds the resources of some types that a text names; see `of` of a matcher. */
export type FindNamed = (types: string[], text: string) => { values: (path: string) => unknown[] }[];

/** Whether any of the values is as the matcher says. */
export function matchesAny(values: readonly unknown[], matcher: Matcher, named: FindNamed): boolean {
  if (typeof matcher === "object") {
    if (matcher.exists === false) return !values.some(isThere);
    if (matcher.not !== undefined && Object.keys(matcher).length === 1) return !matchesAny(values, matcher.not, named);
  }
  return values.some((value) => matches(value, matcher, named));
}

function matches(value: unknown, matcher: Matcher, named: FindNamed): boolean {
  if (typeof matcher !== "object") return value === matcher || (typeof value === "string" && typeof matcher !== "string" && value === String(matcher));
  const { exists, in: among, matches: pattern, min, size, not, has, of, where } = matcher;
  if (exists && !isThere(value)) return false;
  if (among && !among.some((each) => matches(value, each, named))) return false;
  if (pattern !== undefined && !(isScalar(value) && new RegExp(pattern).test(String(value)))) return false;
  if (min !== undefined && !(Number(value) >= min)) return false;
  if (size !== undefined && !(sizeOf(value) >= size)) return false;
  if (has !== undefined && !(value === has || (Array.isArray(value) ? value.includes(has) : typeof value === "object" && value !== null && Object.hasOwn(value, has)))) return false;
  if (not !== undefined && matches(value, not, named)) return false;
  if (of !== undefined) {
    if (typeof value !== "string") return false;
    const found = named(typeof of === "string" ? [of] : of, value);
    if (!found.some((each) => Object.entries(where ?? {}).every(([path, inner]) => matchesAny(each.values(path), inner, named)))) return false;
  }
  return true;
}

function isScalar(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function isThere(value: unknown): boolean {
  return value != null && value !== "" && !(typeof value === "object" && sizeOf(value) === 0);
}

function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return typeof value === "object" && value !== null ? Object.keys(value).length : 0;
}

/**
 * The values at a path such as `rules.status`. Lists on the way count by each of their members, texts that hold JSON are
 * looked into, `*` is any name. A list at the end counts as itself and by its members.
 */
export function valuesAt(root: unknown, path: string): unknown[] {
  let current: unknown[] = [root];
  for (const part of path.split(".")) current = current.flatMap((value) => step(opened(value), part));
  return current.flatMap((value) => (Array.isArray(value) ? [value, ...(value as unknown[])] : [value]));
}

function step(value: unknown, part: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((each) => step(opened(each), part));
  if (typeof value !== "object" || value === null) return [];
  if (part === "*") return Object.values(value);
  return Object.hasOwn(value, part) ? [(value as Record<string, unknown>)[part]] : [];
}

function opened(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
