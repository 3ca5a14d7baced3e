/** Structural comparison along a schema. Pure. */

import { joinPath } from "./check";
import type { AnyField, Fields } from "./schema";
import { Archive, Asset, isPlainObject, UNKNOWN, type Value, type Values } from "./wire";

export interface Change {
  /** A property path, such as `tags.team` or `attributes[1].name`. */
  path: string;
  kind: "add" | "delete" | "update";
  replaces: boolean;
}

/**
 * What differs between two checked inputs. `state` is what AWS last said: an input that AWS chooses when the program
 * doesn't (`computed`) is compared with it where the old inputs have none.
 */
export function diffFields(fields: Fields, olds: Values, news: Values, state: Values = {}): Change[] {
  return diffObject(fields, olds, news, state, "", false);
}

/**
 * Whether `right` says nothing different from `left`: sets in any order, JSON by meaning, nothing like an empty list.
 * What AWS chooses by itself (`computed`) may be missing on the right.
 */
export function equivalent(field: AnyField, left: Value, right: Value): boolean {
  return diffValue(field, left, right, undefined, "", false).length === 0;
}

function diffObject(fields: Fields, olds: Values, news: Values, state: Values, path: string, replaces: boolean): Change[] {
  return Object.entries(fields).flatMap(([key, field]) =>
    diffValue(field, own(olds, key), own(news, key), own(state, key), joinPath(path, key), replaces),
  );
}

function diffValue(field: AnyField, old: Value, next: Value, state: Value, path: string, inherited: boolean): Change[] {
  const replaces = inherited || field.options.replaces === true;
  if (field.options.computed) {
    if (next === undefined || next === null) return [];
    if (old === undefined || old === null) old = state;
  }
  const nothingBefore = isEmpty(field, old);
  if (next === UNKNOWN) return [{ path, kind: nothingBefore ? "add" : "update", replaces }];
  const nothingAfter = isEmpty(field, next);
  if (nothingBefore || nothingAfter) {
    return nothingBefore && nothingAfter ? [] : [{ path, kind: nothingBefore ? "add" : "delete", replaces }];
  }
  const changed: Change[] = [{ path, kind: "update", replaces }];
  switch (field.kind) {
    case "string":
    case "number":
    case "boolean":
      return Object.is(old, next) ? [] : changed;
    case "any":
      return canonical(old) === canonical(next) ? [] : changed;
    case "json":
      return canonicalJson(old) === canonicalJson(next) ? [] : changed;
    case "asset":
    case "archive":
      return contentHash(old) === contentHash(next) ? [] : changed;
    case "list":
      return Array.isArray(old) && Array.isArray(next) ? diffList(field.of, old, next, path, replaces) : changed;
    case "set":
      return Array.isArray(old) && Array.isArray(next) ? diffSet(field.of, old, next, path, replaces) : changed;
    case "map":
      return isPlainObject(old) && isPlainObject(next) ? diffMap(field.of, old, next, path, replaces) : changed;
    case "object":
      return isPlainObject(old) && isPlainObject(next)
        ? diffObject(field.fields, old, next, isPlainObject(state) ? state : {}, path, replaces)
        : changed;
  }
}

function diffList(of: AnyField, olds: Value[], news: Value[], path: string, replaces: boolean): Change[] {
  const length = Math.max(olds.length, news.length);
  return Array.from({ length }, (_, index) => index).flatMap((index): Change[] => {
    const at = `${path}[${index}]`;
    if (index >= olds.length) return [{ path: at, kind: "add", replaces }];
    if (index >= news.length) return [{ path: at, kind: "delete", replaces }];
    return diffValue(of, olds[index], news[index], undefined, at, replaces);
  });
}

interface Member {
  value: Value;
  index: number;
}

/** Takes out the members that both have; what is left is compared by position, for readable paths. */
function diffSet(of: AnyField, olds: Value[], news: Value[], path: string, replaces: boolean): Change[] {
  const gone = olds.map((value, index): Member => ({ value, index }));
  const added: Member[] = [];
  news.forEach((value, index) => {
    const match = gone.findIndex((candidate) => equivalent(of, candidate.value, value));
    if (match >= 0) gone.splice(match, 1);
    else added.push({ value, index });
  });
  const changes: Change[] = [];
  for (let at = 0; at < Math.max(gone.length, added.length); at++) {
    const from = gone[at];
    const to = added[at];
    if (from && to) changes.push(...diffValue(of, from.value, to.value, undefined, `${path}[${to.index}]`, replaces));
    else if (to) changes.push({ path: `${path}[${to.index}]`, kind: "add", replaces });
    else if (from) changes.push({ path: `${path}[${from.index}]`, kind: "delete", replaces });
  }
  return changes;
}

function diffMap(of: AnyField, olds: Values, news: Values, path: string, replaces: boolean): Change[] {
  return [...new Set([...Object.keys(olds), ...Object.keys(news)])].flatMap((key): Change[] => {
    const at = joinPath(path, key);
    if (!Object.hasOwn(olds, key)) return [{ path: at, kind: "add", replaces }];
    if (!Object.hasOwn(news, key)) return [{ path: at, kind: "delete", replaces }];
    return diffValue(of, olds[key], news[key], undefined, at, replaces);
  });
}

function own(values: Values, key: string): Value {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

/** AWS tells apart neither nothing and an empty list, nor nothing and a flag that is off, nor objects of only such. */
export function isEmpty(field: AnyField, value: Value): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (!isPlainObject(value)) return false;
  if (field.kind !== "object") return Object.keys(value).length === 0;
  return Object.entries(value).every(([key, inner]) => {
    const of = Object.hasOwn(field.fields, key) ? field.fields[key] : undefined;
    return of ? isEmpty(of, inner) : inner === undefined;
  });
}

function contentHash(value: Value): string {
  return value instanceof Asset || value instanceof Archive ? value.hash : canonical(value);
}

function canonicalJson(value: Value): string {
  if (typeof value !== "string") return canonical(policyForm(value));
  try {
    return canonical(policyForm(JSON.parse(value) as unknown));
  } catch {
    return value;
  }
}

/** In a policy document one of something is the same as a list of one, and lists of text have no order. */
function policyForm(document: unknown): unknown {
  if (typeof document !== "object" || document === null || !("Statement" in document)) return document;
  const statements = Array.isArray(document.Statement) ? (document.Statement as unknown[]) : [document.Statement];
  return { ...document, Statement: statements.map(policyPart) };
}

function policyPart(part: unknown): unknown {
  if (Array.isArray(part)) {
    const items = part.map(policyPart);
    if (items.length === 1) return items[0];
    return items.every((item) => typeof item === "string") ? [...items].sort() : items;
  }
  if (typeof part !== "object" || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, policyPart(inner)]));
}

/** JSON with sorted keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : typeof inner === "symbol"
        ? "\u0000unknown"
        : inner,
  ) ?? "";
}
