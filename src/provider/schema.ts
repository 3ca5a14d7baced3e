/**
 * What a resource type takes and gives, as data: the checks, the diffs, the TypeScript types of a definition's code
 * and the conformance test all come from it.
 */

import type { Archive, Asset } from "./wire";

/** Letters, digits and the like that a generated name is made of. */
export interface AutoName {
  /** The longest name that AWS takes. */
  maxLength: number;
  /** Applied to the logical name before the suffix is added. */
  transform?: (name: string) => string;
  /** What must stand at the very end, from the other inputs, such as ".fifo". */
  suffix?: (inputs: Readonly<Record<string, unknown>>) => string;
  /** The input that holds a prefix to use instead of the logical name, such as "bucketPrefix". */
  prefixInput?: string;
  /** The logical name as it is, with nothing random: for what needs no name of its own kind, such as an object's key. */
  exact?: boolean;
}

export interface FieldOptions<T> {
  /** A program that leaves it out gets a failure in the preview. */
  required?: boolean;
  /** Filled in when the program leaves it out; it is part of the recorded inputs. */
  default?: T;
  /** Changing it replaces the resource. */
  replaces?: boolean;
  /** Always recorded as a secret, whatever the program said. */
  secret?: boolean;
  /** AWS chooses when the program doesn't: leaving it out is never a change. */
  computed?: boolean;
  /** AWS can't tell it back, so `read` doesn't give it: it is carried over from the inputs. */
  local?: boolean;
  /** The accepted values; they become the TypeScript type too. */
  oneOf?: readonly T[];
  /** Says why a value isn't accepted, or nothing. Not called for values that aren't known yet. */
  check?: (value: T) => string | undefined;
  /** The name that is made when the program gives none. */
  autoName?: AutoName;
  /** When it becomes unknown in an update's preview: with any change, with one of these inputs, or as a function says. */
  changesWith?: "any" | readonly string[] | ((changed: ReadonlySet<string>, news: Readonly<Record<string, unknown>>) => boolean);
}

export type FieldKind =
  | { kind: "string" | "number" | "boolean" | "json" | "asset" | "archive" | "any" }
  | { kind: "list" | "set" | "map"; of: AnyField }
  | { kind: "object"; fields: Fields };

/** `T` is the value in TypeScript, `Always` whether it is there after the checks, `Local` whether `read` skips it. */
export type Field<T, Always extends boolean, Local extends boolean = boolean> = FieldKind & {
  readonly options: FieldOptions<unknown>;
  /** Types only. */
  readonly __value?: T;
  readonly __always?: Always;
  readonly __local?: Local;
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a field of whatever type; `unknown` isn't assignable both ways
export type AnyField = Field<any, boolean>;
export type Fields = Record<string, AnyField>;

export type ValueOf<F> = F extends Field<infer T, boolean> ? T : never;
type AlwaysKeys<S extends Fields> = { [K in keyof S]: S[K] extends Field<unknown, true> ? K : never }[keyof S];
type Flat<T> = { [K in keyof T]: T[K] };

/** The TypeScript type of values that went through the checks. */
export type ValuesOf<S extends Fields> = Flat<
  { [K in AlwaysKeys<S>]: ValueOf<S[K]> } & { [K in Exclude<keyof S, AlwaysKeys<S>>]?: ValueOf<S[K]> }
>;

type Always<O> = O extends { required: true } | { default: unknown } | { autoName: AutoName } ? true : false;
type Local<O> = O extends { local: true } ? true : false;
type OneOf<T, O> = O extends { oneOf: readonly (infer V)[] } ? V : T;

function field<T, O extends FieldOptions<T>>(kind: FieldKind, options: O | undefined): Field<OneOf<T, O>, Always<O>, Local<O>> {
  return { ...kind, options: (options ?? {}) as FieldOptions<unknown> };
}

/** The words of the schema language. */
export const t = {
  string: <const O extends FieldOptions<string> = object>(options?: O & FieldOptions<string>) => field<string, O>({ kind: "string" }, options),
  number: <const O extends FieldOptions<number> = object>(options?: O & FieldOptions<number>) => field<number, O>({ kind: "number" }, options),
  boolean: <const O extends FieldOptions<boolean> = object>(options?: O & FieldOptions<boolean>) => field<boolean, O>({ kind: "boolean" }, options),
  /** JSON text, compared by meaning; a program may also give the object itself. */
  json: <const O extends FieldOptions<string> = object>(options?: O & FieldOptions<string>) => field<string, O>({ kind: "json" }, options),
  asset: <const O extends FieldOptions<Asset | Archive> = object>(options?: O & FieldOptions<Asset | Archive>) =>
    field<Asset | Archive, O>({ kind: "asset" }, options),
  archive: <const O extends FieldOptions<Archive> = object>(options?: O & FieldOptions<Archive>) =>
    field<Archive, O>({ kind: "archive" }, options),
  any: <const O extends FieldOptions<unknown> = object>(options?: O & FieldOptions<unknown>) => field<unknown, O>({ kind: "any" }, options),
  list: <F extends AnyField, const O extends FieldOptions<ValueOf<F>[]> = object>(of: F, options?: O & FieldOptions<ValueOf<F>[]>) =>
    field<ValueOf<F>[], O>({ kind: "list", of }, options),
  /** A list whose order means nothing. */
  set: <F extends AnyField, const O extends FieldOptions<ValueOf<F>[]> = object>(of: F, options?: O & FieldOptions<ValueOf<F>[]>) =>
    field<ValueOf<F>[], O>({ kind: "set", of }, options),
  map: <F extends AnyField, const O extends FieldOptions<Record<string, ValueOf<F>>> = object>(of: F, options?: O & FieldOptions<Record<string, ValueOf<F>>>) =>
    field<Record<string, ValueOf<F>>, O>({ kind: "map", of }, options),
  object: <S extends Fields, const O extends FieldOptions<ValuesOf<S>> = object>(fields: S, options?: O & FieldOptions<ValuesOf<S>>) =>
    field<ValuesOf<S>, O>({ kind: "object", fields }, options),
  /** The `tags` input of every type that has one; the framework adds the output `tagsAll`. */
  tags: () => field<Record<string, string>, object>({ kind: "map", of: field<string, object>({ kind: "string" }, undefined) }, undefined),
};
