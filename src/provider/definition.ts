/**
 * The language in which a resource type or a function is described. One definition per type token; the canonical
 * example is `resources/s3/bucket.ts`, the guide is `docs/provider.md`.
 */

import type { CheckFailure } from "./check";
import type { Context } from "./context";
import type { AnyField, Fields, ValueOf, ValuesOf } from "./schema";
import type { Values } from "./wire";

/** What every resource's inputs hold beside its own: where it lives, and its tags with the provider's default ones. */
export interface Ambient {
  region: string;
  tagsAll: Record<string, string>;
}

export type Inputs<I extends Fields> = ValuesOf<I> & Ambient;

/** Recorded state: what `read` gave, and the inputs that AWS can't tell back. */
export type State<I extends Fields, O extends Fields> = Partial<ValuesOf<I>> & { [K in keyof O]: ValueOf<O[K]> } & Ambient;

type IsLocal<F> = F extends { readonly __local?: true } ? true : false;
type Readable<I extends Fields> = { [K in keyof I as IsLocal<I[K]> extends true ? never : K]: ValueOf<I[K]> | undefined };

/**
 * What `read` gives: every input that isn't `local` and every output. A key can be undefined but not left out, so
 * that none is forgotten.
 */
export type ReadResult<I extends Fields, O extends Fields> = Readable<I> & { [K in keyof O]: ValueOf<O[K]> | undefined };

/** What `read` may look at beside the id: the last known state; nothing at all in an import. */
export type Prior<I extends Fields, O extends Fields> = Partial<ValuesOf<I>> & { [K in keyof O]?: ValueOf<O[K]> };

export interface Update<I extends Fields, O extends Fields> {
  olds: Inputs<I>;
  news: Inputs<I>;
  state: State<I, O>;
  /** Whether one of these inputs changed. A change of the provider's default tags counts as one of `tags`. */
  changed(...inputs: (keyof I & string)[]): boolean;
}

export interface ResourceDefinition<I extends Fields = Fields, O extends Fields = Fields> {
  /** The type token, such as "aws:s3/bucket:Bucket". */
  type: string;
  inputs: I;
  /** Outputs that aren't inputs. `region`, `tagsAll` and the inputs themselves needn't be repeated. */
  outputs: O;
  /** False for a global service's types, which have no `region`. */
  regional?: boolean;
  /** The codes of AWS errors that mean: this resource doesn't exist. `read` and `delete` need not catch them. */
  notFound: readonly string[];
  /** The old one goes before the new one comes, whatever its name. */
  deleteBeforeReplace?: boolean;
  /**
   * The id of what an import found, where the import's id says more: `API/STAGE` for what has the id `STAGE`. A plain
   * id stays as it is. `state` is what was read by it.
   */
  idAfterImport?(importId: string, state: Values): string;
  /** Rules between inputs, with every value known or `UNKNOWN`. */
  check?(inputs: Values): CheckFailure[];
  /** Creates it and gives its id. With more than one step: `context.created(id)` after the one that makes it exist. */
  create(context: Context, inputs: Inputs<I>): Promise<string>;
  /** What is there now, or nothing. It runs after each create and update too: its result is the recorded state. */
  read(context: Context, id: string, prior: Prior<I, O>): Promise<ReadResult<I, O> | undefined>;
  /** Applies what changed, in place. A type without it replaces on each change. */
  update?(context: Context, id: string, update: Update<I, O>): Promise<void>;
  delete(context: Context, id: string, state: State<I, O>): Promise<void>;
}

/** A definition whose schema types are forgotten: how the framework sees it. */
export interface AnyResource extends Omit<ResourceDefinition, "create" | "read" | "update" | "delete"> {
  create(context: Context, inputs: Values): Promise<string>;
  read(context: Context, id: string, prior: Values): Promise<Values | undefined>;
  update?(context: Context, id: string, update: { olds: Values; news: Values; state: Values; changed(...inputs: string[]): boolean }): Promise<void>;
  delete(context: Context, id: string, state: Values): Promise<void>;
}

export function defineResource<const I extends Fields, const O extends Fields>(definition: ResourceDefinition<I, O>): AnyResource {
  return definition as unknown as AnyResource;
}

export interface FunctionDefinition<I extends Fields = Fields, O extends Fields = Fields> {
  /** The token, such as "aws:index/getRegion:getRegion". */
  token: string;
  inputs: I;
  /** What the answer has beside the inputs and the region. */
  outputs: O;
  /** False for a global service's functions, which take no `region`. */
  regional?: boolean;
  /** The inputs are part of the answer by themselves; `region` may be another one than was asked for. */
  run(
    context: Context,
    inputs: ValuesOf<I> & { region: string },
  ): Promise<{ [K in keyof O]: ValueOf<O[K]> | undefined } & { region?: string }>;
}

export interface AnyFunction extends Omit<FunctionDefinition, "run"> {
  run(context: Context, inputs: Values): Promise<Values>;
}

export function defineFunction<const I extends Fields, const O extends Fields>(definition: FunctionDefinition<I, O>): AnyFunction {
  return definition as unknown as AnyFunction;
}

/** What a service's file in `resources/` exports. */
export interface ServiceDefinitions {
  resources: AnyResource[];
  functions: AnyFunction[];
}

/** A definition's inputs with the ones that the framework supplies. */
export function allInputs(definition: Pick<AnyResource, "inputs" | "regional">): Fields {
  if (definition.regional === false) return definition.inputs;
  const region: AnyField = { kind: "string", options: { replaces: true, computed: true } };
  return { ...definition.inputs, region };
}

/** All outputs, inputs included: what the class in `@pulumi/aws` declares. */
export function allOutputs(definition: Pick<AnyResource, "inputs" | "outputs" | "regional">): Fields {
  const outputs = { ...allInputs(definition), ...definition.outputs };
  if (!("tags" in definition.inputs)) return outputs;
  const tagsAll: AnyField = { kind: "map", of: { kind: "string", options: {} }, options: {} };
  return { ...outputs, tagsAll };
}
