/** What a step changes, property by property. */
import type { StepMetadata, StepState } from "./engineEvents";
import { SIGNATURE, UNKNOWN } from "./engineValues";
import type { PropertyChange } from "./graph";

type Values = Record<string, unknown>;

/** Values longer than this, as JSON, are left out: a graph is no place for a Lambda's code. */
const MAX_VALUE = 1000;

/**
 * From the provider's detailed diff where there is one, else from its list of properties, else by comparing the
 * inputs, or for a refresh, which changes what is known of the world, the outputs.
 */
export function propertyChanges(step: StepMetadata): PropertyChange[] {
  const before = step.old ?? {};
  const after = step.new ?? {};
  const detailed = Object.entries(step.detailedDiff ?? {});
  if (detailed.length > 0) {
    return detailed.map(([path, { diffKind, inputDiff }]) => {
      const old = inputDiff ? before.inputs : before.outputs;
      return change(path, kindOf(diffKind), diffKind.endsWith("replace"), old ?? {}, after.inputs ?? {});
    });
  }
  const replaces = new Set(step.keys ?? []);
  if (step.diffs && step.diffs.length > 0) {
    const [old, fresh] = [before.inputs ?? {}, after.inputs ?? {}];
    return step.diffs.map((key) => change(key, compare(old, fresh, key) ?? "update", replaces.has(key), old, fresh));
  }
  if (!step.old || !step.new || step.op === "same" || step.op === "read") return [];
  const inputs = compareAll(before.inputs, after.inputs, replaces);
  return inputs.length > 0 || !knowsOutputs(step.new) ? inputs : compareAll(before.outputs, after.outputs, replaces);
}

/** The top-level properties among changes, each once, in order. */
export function changedProperties(changes: readonly PropertyChange[]): string[] {
  return [...new Set(changes.map(({ path }) => String(parsePath(path)[0] ?? path)))];
}

function knowsOutputs(state: StepState): boolean {
  return Object.keys(state.outputs ?? {}).length > 0;
}

function kindOf(diffKind: string): PropertyChange["kind"] {
  return diffKind.startsWith("add") ? "add" : diffKind.startsWith("delete") ? "delete" : "update";
}

function compareAll(before: Values | null | undefined, after: Values | null | undefined, replaces: Set<string>) {
  const [old, fresh] = [before ?? {}, after ?? {}];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].filter((key) => !key.startsWith("__")).sort();
  return keys.flatMap((key) => {
    const kind = compare(old, fresh, key);
    return kind ? [change(key, kind, replaces.has(key), old, fresh)] : [];
  });
}

function compare(before: Values, after: Values, key: string): PropertyChange["kind"] | undefined {
  const [old, fresh] = [before[key], after[key]];
  if (old === undefined && fresh === undefined) return undefined;
  if (old === undefined) return "add";
  if (fresh === undefined) return "delete";
  return canonical(old) === canonical(fresh) ? undefined : "update";
}

function change(path: string, kind: PropertyChange["kind"], replaces: boolean, old: Values, fresh: Values) {
  const result: PropertyChange = { path, kind, replaces };
  const [before, after] = [shown(valueAt(old, path)), shown(valueAt(fresh, path))];
  if (before !== undefined && kind !== "add") result.before = before;
  if (after !== undefined && kind !== "delete") result.after = after;
  return result;
}

function shown(value: unknown): unknown {
  if (value === undefined) return undefined;
  const masked = mask(value);
  return JSON.stringify(masked).length > MAX_VALUE ? undefined : masked;
}

function mask(value: unknown): unknown {
  if (value === UNKNOWN) return "[unknown]";
  if (Array.isArray(value)) return value.map(mask);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  if (entries.some(([key]) => key === SIGNATURE) && ("ciphertext" in value || "plaintext" in value)) return "[secret]";
  return Object.fromEntries(entries.map(([key, each]) => [key, mask(each)]));
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical((value as Values)[key])}`).join()}}`;
}

function valueAt(values: Values, path: string): unknown {
  let value: unknown = values;
  for (const key of parsePath(path)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Values)[key];
  }
  return value;
}

/** The keys and indexes of a property path: `rules[0].labels["a.b"]` has four. */
export function parsePath(path: string): (string | number)[] {
  const keys: (string | number)[] = [];
  const token = /\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\.?([^.[\]]+)/gy;
  for (let match = token.exec(path); match; match = token.exec(path)) {
    const [, index, quoted, plain] = match;
    if (index !== undefined) keys.push(Number(index));
    else if (quoted !== undefined) keys.push(quoted.replace(/\\(.)/g, "$1"));
    else if (plain !== undefined) keys.push(plain);
  }
  return keys;
}
