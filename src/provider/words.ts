/**
 * AWS says things back in words of its own: sets in another order, JSON with other blanks, objects with more in them.
 * Here its answers are put in the words of the program, so that only what really changed looks changed. Pure.
 */

import { equivalent, isEmpty } from "./diff";
import type { AnyField } from "./schema";
import { isPlainObject, type Value, type Values } from "./wire";

/** `read` in the words of `known`: the same meaning, with everything that AWS added. */
export function inWordsOf(field: AnyField, read: Value, known: Value): Value {
  if (known === undefined) return read;
  switch (field.kind) {
    case "object":
      return isPlainObject(read) && isPlainObject(known) ? objectInWordsOf(field.fields, read, known) : scalar(field, read, known);
    case "list":
      if (!Array.isArray(read) || !Array.isArray(known)) return scalar(field, read, known);
      return read.map((item, index) => inWordsOf(field.of, item, known[index]));
    case "set":
      if (!Array.isArray(read) || !Array.isArray(known)) return scalar(field, read, known);
      return pairUp(field.of, read, known).map(({ read: item, known: word }) => inWordsOf(field.of, item, word));
    default:
      return scalar(field, read, known);
  }
}

function scalar(field: AnyField, read: Value, known: Value): Value {
  return equivalent(field, read, known) ? known : read;
}

function objectInWordsOf(fields: Record<string, AnyField>, read: Values, known: Values): Values {
  const result: Values = {};
  for (const [key, field] of Object.entries(fields)) {
    const value = field.options.local ? known[key] : inWordsOf(field, read[key], known[key]);
    if (value !== undefined) result[key] = value;
  }
  return result;
}

/** The members of a set that mean what a known one means, in the known order; then the others. */
function pairUp(of: AnyField, read: Value[], known: Value[]): { read: Value; known?: Value }[] {
  const left = [...read];
  const pairs: { read: Value; known?: Value }[] = [];
  for (const word of known) {
    const match = left.findIndex((item) => equivalent(of, item, word));
    if (match >= 0) pairs.push({ read: left.splice(match, 1)[0], known: word });
  }
  return [...pairs, ...left.map((item): { read: Value } => ({ read: item }))];
}

/** `now` as an input: without what AWS chose by itself, except where the inputs `before` had it too. */
export function asInput(field: AnyField, now: Value, before: Value): Value {
  if (field.kind === "object" && isPlainObject(now)) {
    const had = isPlainObject(before) ? before : {};
    const result: Values = {};
    for (const [key, inner] of Object.entries(field.fields)) {
      const value = asInput(inner, now[key], had[key]);
      if (had[key] !== undefined) result[key] = value ?? (isEmpty(inner, had[key]) ? had[key] : undefined);
      else if (!inner.options.computed && !isEmpty(inner, value)) result[key] = value;
      if (result[key] === undefined) delete result[key];
    }
    return result;
  }
  if (field.kind === "list" && Array.isArray(now)) {
    return now.map((item, index) => asInput(field.of, item, Array.isArray(before) ? before[index] : undefined));
  }
  if (field.kind === "set" && Array.isArray(now)) {
    return pairUp(field.of, now, Array.isArray(before) ? before : []).map(({ read, known }) => asInput(field.of, read, known));
  }
  return now;
}
