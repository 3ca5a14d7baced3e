/** How recorded inputs and state come from what a program gave and what AWS says. Pure. */

import { allInputs, type AnyResource } from "./definition";
import { equivalent, isEmpty } from "./diff";
import type { Value, Values } from "./wire";
import { asInput, inWordsOf } from "./words";

/** Hidden bookkeeping in recorded inputs: which of them a default filled in. The official provider's name for it. */
export const DEFAULTS = "__defaults";
/** Hidden bookkeeping in recorded state: a step after the creation failed. */
export const INCOMPLETE = "__incomplete";

export function withTags(tags: Value, defaultTags: Record<string, string>): Values {
  return { ...defaultTags, ...(tags as Values | undefined) };
}

/**
 * The recorded state: what `read` gave, in the words of the inputs where both mean the same, and the inputs that AWS
 * can't tell back.
 */
export function assembleState(definition: AnyResource, inputs: Values, read: Values, region: string, defaultTags: Record<string, string>): Values {
  const state: Values = {};
  for (const [key, field] of Object.entries(definition.inputs)) {
    const known = inputs[key];
    if (field.options.local) state[key] = known;
    else if (key !== "tags") state[key] = inWordsOf(field, read[key], known);
  }
  for (const key of Object.keys(definition.outputs)) state[key] = read[key];
  if ("tags" in definition.inputs) Object.assign(state, tagState(inputs["tags"], read["tags"], defaultTags));
  if (definition.regional !== false) state["region"] = region;
  return withoutUndefined(state);
}

/** Tags that the provider's default tags brought are in `tagsAll` only, unless the program names them as well. */
function tagState(known: Value, read: Value, defaultTags: Record<string, string>): Values {
  const all = Object.fromEntries(Object.entries((read ?? {}) as Values).filter(([key]) => !key.startsWith("aws:")));
  const own = Object.fromEntries(
    Object.entries(all).filter(([key, value]) => defaultTags[key] !== value || key in ((known ?? {}) as Values)),
  );
  return { tags: Object.keys(own).length > 0 || known !== undefined ? own : undefined, tagsAll: all };
}

/**
 * The inputs that would give a state. In a refresh: what the program had set, with its values of today, and what
 * somebody set since. In an import, where there is nothing to go by: everything that says something.
 */
export function inputsFromState(definition: AnyResource, state: Values, before?: { inputs: Values; state: Values }): Values {
  const inputs: Values = {};
  for (const [key, field] of Object.entries(allInputs(definition))) {
    const now = state[key];
    if (field.options.local) {
      inputs[key] = before ? before.inputs[key] : (field.options.default as Value);
    } else if (before === undefined) {
      // A flag that is off says something where it is on by default.
      if (!isEmpty(field, now) || (now === false && field.options.default === true)) inputs[key] = now;
      else if (field.options.default !== undefined) inputs[key] = field.options.default as Value;
    } else if (before.inputs[key] !== undefined) {
      inputs[key] = asInput(field, now, before.inputs[key]) ?? (isEmpty(field, before.inputs[key]) ? before.inputs[key] : undefined);
    } else if (!field.options.computed && !isEmpty(field, now) && !equivalent(field, before.state[key], now)) {
      inputs[key] = asInput(field, now, undefined);
    }
  }
  if (before === undefined) delete inputs["region"];
  if (before?.inputs[DEFAULTS] !== undefined) inputs[DEFAULTS] = before.inputs[DEFAULTS];
  return withoutUndefined(inputs);
}

/** Gives ignored properties their old values. A path may hold `*`, and ends where the ignored part begins. */
export function ignoreChanges(news: Values, olds: Values, paths: readonly string[]): Values {
  const result = structuredCloneValues(news);
  for (const path of paths) restore(result, olds, parsePath(path));
  return result;
}

function restore(target: Value, from: Value, path: string[]): void {
  const [head, ...rest] = path;
  if (head === undefined || !isContainer(target)) return;
  const source = isContainer(from) ? from : {};
  const keys = head === "*" ? [...new Set([...Object.keys(target), ...Object.keys(source)])] : [head];
  for (const key of keys) {
    const old = Object.hasOwn(source, key) ? source[key] : undefined;
    if (rest.length > 0 && isContainer(target[key])) restore(target[key], old, rest);
    else if (rest.length > 0) continue;
    else if (old === undefined) delete target[key];
    else target[key] = old;
  }
}

/** `a.b[0]["c.d"]` as its keys. */
export function parsePath(path: string): string[] {
  return [...path.matchAll(/\[(\d+|\*)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g)].map(
    ([, index, quoted, name]) => index ?? quoted?.replace(/\\(.)/g, "$1") ?? name ?? "",
  );
}

function isContainer(value: Value): value is Values {
  return typeof value === "object" && value !== null && [Object.prototype, Array.prototype, null].includes(Object.getPrototypeOf(value));
}

function structuredCloneValues(values: Values): Values {
  const clone = (value: Value): Value => {
    if (Array.isArray(value)) return value.map(clone);
    return isContainer(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clone(inner)])) : value;
  };
  return clone(values) as Values;
}

export function withoutUndefined(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));
}

