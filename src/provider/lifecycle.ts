/**
 * What the provider protocol asks of a resource type, answered from its definition. Plain values in and out: the
 * wire and gRPC are `service.ts`'s.
 */

import { makeName, type AutoNaming } from "./autoName";
import { checkFields, type CheckFailure } from "./check";
import type { ProviderConfig } from "./config";
import { makeContext, type Operation } from "./context";
import { allInputs, type AnyResource } from "./definition";
import { diffFields, type Change } from "./diff";
import { isAwsError, ProviderError } from "./errors";
import type { FieldOptions } from "./schema";
import { assembleState, DEFAULTS, ignoreChanges, INCOMPLETE, inputsFromState, withTags } from "./state";
import { UNKNOWN, type Value, type Values } from "./wire";

/** It exists, but is not as the program wants it: recorded with the id, and repaired by the next deploy. */
export class IncompleteError extends Error {
  constructor(
    readonly id: string,
    readonly state: Values,
    override readonly cause: unknown,
  ) {
    super("The resource was created, but not completely.");
  }
}

export interface CheckRequest {
  logicalName: string;
  olds: Values;
  news: Values;
  seed: Uint8Array;
  autoNaming?: AutoNaming;
}

export function checkResource(definition: AnyResource, request: CheckRequest): { inputs: Values; failures: CheckFailure[] } {
  const { [DEFAULTS]: _given, ...news } = request.news;
  const checked = checkFields(definition.type, allInputs(definition), news);
  const failures = [...checked.failures];
  const defaulted = [...checked.defaulted];
  const inputs = checked.values;
  for (const [key, { options }] of Object.entries(definition.inputs)) {
    if (!options.autoName || inputs[key] !== undefined) continue;
    const before = request.olds[key];
    const { name, problem }: { name?: Value; problem?: string } =
      before !== undefined && wasDefaulted(request.olds, key)
        ? { name: before }
        : makeName(options.autoName, { ...request, inputs });
    if (name !== undefined) inputs[key] = name;
    if (name !== undefined) defaulted.push(key);
    else failures.push({ property: key, reason: `${definition.type}: ${problem ?? `'${key}' is required, as automatic names are turned off. Give it a value.`}` });
  }
  if (failures.length === 0) failures.push(...(definition.check?.(inputs) ?? []));
  return { inputs: { ...inputs, [DEFAULTS]: defaulted.sort() }, failures };
}

/** Inputs of unknown origin (an import) count as defaulted, so that a program needn't repeat an imported name. */
function wasDefaulted(olds: Values, key: string): boolean {
  const defaults = olds[DEFAULTS];
  return !Array.isArray(defaults) || defaults.includes(key);
}

export interface DiffRequest {
  oldInputs: Values;
  state: Values;
  news: Values;
  ignored: readonly string[];
}

export interface DiffResult {
  changes: Change[];
  deleteBeforeReplace: boolean;
}

export function diffResource(definition: AnyResource, request: DiffRequest, config: ProviderConfig): DiffResult {
  const { oldInputs, state } = request;
  const news = ignoreChanges(request.news, oldInputs, request.ignored);
  const inPlace = (change: Change): Change => (definition.update ? change : { ...change, replaces: true });
  const changes = diffFields(allInputs(definition), oldInputs, news, state).map(inPlace);
  changes.push(...regionChange(definition, news, state, config));
  if (changes.length === 0) changes.push(...defaultTagChanges(definition, news, state, config, request.ignored).map(inPlace));
  if (changes.length === 0 && state[INCOMPLETE] === true) changes.push({ path: INCOMPLETE, kind: "delete", replaces: false });
  const replaces = changes.some((change) => change.replaces);
  return { changes, deleteBeforeReplace: replaces && mustGoFirst(definition, oldInputs, news) };
}

/** A provider that moved to another region takes its resources along. */
function regionChange(definition: AnyResource, news: Values, state: Values, config: ProviderConfig): Change[] {
  if (definition.regional === false || news["region"] !== undefined || state["region"] === undefined) return [];
  return state["region"] === config.region ? [] : [{ path: "region", kind: "update", replaces: true }];
}

function defaultTagChanges(
  definition: AnyResource,
  news: Values,
  state: Values,
  config: ProviderConfig,
  ignored: readonly string[],
): Change[] {
  if (!("tags" in definition.inputs) || state["tagsAll"] === undefined || ignored.some((path) => /^tags(All)?\b/.test(path))) return [];
  const field = definition.inputs["tags"];
  if (!field || news["tags"] === UNKNOWN) return [];
  const wanted = withTags(news["tags"], config.defaultTags);
  return diffFields({ tagsAll: { ...field, options: {} } }, { tagsAll: state["tagsAll"] }, { tagsAll: wanted });
}

/** Two of the same explicit name can't be there at once. (An `exact` name is unique within something else only.) */
function mustGoFirst(definition: AnyResource, olds: Values, news: Values): boolean {
  if (definition.deleteBeforeReplace) return true;
  return Object.entries(definition.inputs).some(([key, { options }]) => {
    const given = options.autoName !== undefined && !options.autoName.exact && !(Array.isArray(news[DEFAULTS]) && news[DEFAULTS].includes(key));
    return given && news[key] !== undefined && news[key] === olds[key];
  });
}

export type Environment = Omit<Operation, "region" | "onCreated">;

/** A preview: the inputs, and `UNKNOWN` for what only AWS can say. */
export function previewCreate(definition: AnyResource, inputs: Values, environment: Environment): Values {
  const state: Values = { ...withoutBookkeeping(inputs), ...ambient(definition, inputs, environment) };
  for (const [key, field] of Object.entries(definition.inputs)) {
    if (field.options.computed && state[key] === undefined) state[key] = UNKNOWN;
  }
  for (const key of Object.keys(definition.outputs)) state[key] = UNKNOWN;
  return state;
}

export async function createResource(definition: AnyResource, inputs: Values, environment: Environment): Promise<{ id: string; state: Values }> {
  let created: string | undefined;
  let toldOnce: Values = {};
  const region = regionOf(definition, inputs, {}, environment);
  const onCreated = (id: string, told: Values = {}) => {
    created = id;
    toldOnce = { ...toldOnce, ...told };
  };
  const context = makeContext({ ...environment, region, onCreated });
  try {
    created = await definition.create(context, { ...withoutBookkeeping(inputs), ...ambient(definition, inputs, environment), region });
    return { id: created, state: await readBack(definition, created, inputs, toldOnce, environment) };
  } catch (error) {
    if (created === undefined) throw error;
    throw new IncompleteError(created, { ...(await bestKnownState(definition, created, inputs, toldOnce, environment)), [INCOMPLETE]: true }, error);
  }
}

/** What of it can be read, for the record; where not even that works, nothing but what was asked for. */
async function bestKnownState(definition: AnyResource, id: string, inputs: Values, toldOnce: Values, environment: Environment): Promise<Values> {
  try {
    return await readBack(definition, id, inputs, toldOnce, environment);
  } catch {
    return { ...withoutBookkeeping(inputs), ...toldOnce, ...ambient(definition, inputs, environment) };
  }
}

async function readBack(definition: AnyResource, id: string, inputs: Values, prior: Values, environment: Environment): Promise<Values> {
  const region = regionOf(definition, inputs, prior, environment);
  const read = await readOrNothing(definition, id, { ...prior, ...withoutBookkeeping(inputs) }, { ...environment, region });
  if (read === undefined) throw new ProviderError(`'${id}' was made, but it is not there. Was it deleted at once?`);
  return assembleState(definition, inputs, read, region, environment.config.defaultTags);
}

async function readOrNothing(definition: AnyResource, id: string, prior: Values, operation: Operation): Promise<Values | undefined> {
  try {
    return await definition.read(makeContext(operation), id, prior);
  } catch (error) {
    if (isAwsError(error, ...definition.notFound)) return undefined;
    throw error;
  }
}

export interface ReadRequest {
  id: string;
  /** Neither is there in an import. */
  inputs?: Values;
  state: Values;
}

/** Nothing when it doesn't exist. */
export async function readResource(
  definition: AnyResource,
  request: ReadRequest,
  environment: Environment,
): Promise<{ id: string; inputs: Values; state: Values } | undefined> {
  const { id, region } = splitRegion(definition, request, environment);
  const before = request.inputs && Object.keys(request.inputs).length > 0 ? { inputs: request.inputs, state: request.state } : undefined;
  const read = await readOrNothing(definition, id, withoutBookkeeping(request.state), { ...environment, region });
  if (read === undefined) return undefined;
  const state = assembleState(definition, before?.inputs ?? importDefaults(definition), read, region, environment.config.defaultTags);
  if (request.state[INCOMPLETE] === true) state[INCOMPLETE] = true;
  const ownId = before === undefined ? (definition.idAfterImport?.(id, state) ?? id) : id;
  return { id: ownId, inputs: inputsFromState(definition, state, before), state };
}

function importDefaults(definition: AnyResource): Values {
  return Object.fromEntries(
    Object.entries(definition.inputs)
      .filter(([, { options }]) => options.local && options.default !== undefined)
      .map(([key, { options }]) => [key, options.default as Value]),
  );
}

/** An import may name the region as well: `my-bucket@eu-west-1`. */
function splitRegion(definition: AnyResource, request: ReadRequest, environment: Environment): { id: string; region: string } {
  const match = /^(.+)@([a-z]{2}(?:-[a-z]+)+-\d)$/.exec(request.id);
  if (definition.regional !== false && request.state["region"] === undefined && match?.[1] && match[2]) {
    return { id: match[1], region: match[2] };
  }
  return { id: request.id, region: regionOf(definition, request.inputs ?? {}, request.state, environment) };
}

export interface UpdateRequest {
  id: string;
  oldInputs: Values;
  state: Values;
  news: Values;
  ignored: readonly string[];
}

/** A preview: what is known stays, but for outputs that the definition says will change. */
export function previewUpdate(definition: AnyResource, request: UpdateRequest, environment: Environment): Values {
  const news = ignoreChanges(request.news, request.oldInputs, request.ignored);
  const changed = changedKeys(diffFields(allInputs(definition), request.oldInputs, news, request.state));
  const state: Values = { ...request.state, ...withoutBookkeeping(news), ...ambient(definition, news, environment) };
  for (const key of Object.keys(definition.inputs)) {
    if (news[key] === undefined && !definition.inputs[key]?.options.computed) delete state[key];
  }
  for (const [key, { options }] of Object.entries({ ...definition.inputs, ...definition.outputs })) {
    if (news[key] === undefined && isRecomputed(options.changesWith, changed, news)) state[key] = UNKNOWN;
  }
  delete state[INCOMPLETE];
  return state;
}

function isRecomputed(rule: FieldOptions<unknown>["changesWith"], changed: ReadonlySet<string>, news: Values): boolean {
  if (rule === undefined || changed.size === 0) return false;
  if (rule === "any") return true;
  return typeof rule === "function" ? rule(changed, news) : rule.some((input) => changed.has(input));
}

export async function updateResource(definition: AnyResource, request: UpdateRequest, environment: Environment): Promise<Values> {
  const news = ignoreChanges(request.news, request.oldInputs, request.ignored);
  const region = regionOf(definition, news, request.state, environment);
  const operation = { ...environment, region };
  const olds = request.state[INCOMPLETE] === true ? await actualInputs(definition, request, operation) : request.oldInputs;
  const changed = changedKeys(diffFields(allInputs(definition), olds, news, request.state));
  if (defaultTagChanges(definition, news, request.state, environment.config, request.ignored).length > 0) changed.add("tags");
  if (definition.update) {
    await definition.update(makeContext(operation), request.id, {
      olds: { ...withoutBookkeeping(olds), region, tagsAll: request.state["tagsAll"] ?? withTags(olds["tags"], {}) },
      news: { ...withoutBookkeeping(news), ...ambient(definition, news, environment), region },
      state: withoutBookkeeping(request.state),
      changed: (...keys: string[]) => keys.some((key) => changed.has(key)),
    });
  }
  return readBack(definition, request.id, news, withoutBookkeeping(request.state), environment);
}

/** What half-created resources really have, so that an update fills the gap. */
async function actualInputs(definition: AnyResource, request: UpdateRequest, operation: Operation): Promise<Values> {
  const read = await readOrNothing(definition, request.id, withoutBookkeeping(request.state), operation);
  if (read === undefined) throw new ProviderError(`'${request.id}' no longer exists. Refresh the stack, then deploy again.`);
  const state = assembleState(definition, {}, read, operation.region, operation.config.defaultTags);
  return inputsFromState(definition, state);
}

export async function deleteResource(definition: AnyResource, id: string, state: Values, environment: Environment): Promise<void> {
  const region = regionOf(definition, {}, state, environment);
  try {
    await definition.delete(makeContext({ ...environment, region }), id, withoutBookkeeping(state));
  } catch (error) {
    if (!isAwsError(error, ...definition.notFound)) throw error;
  }
}

function changedKeys(changes: Change[]): Set<string> {
  return new Set(changes.map((change) => /^\["((?:[^"\\]|\\.)*)"\]|^[^.[]+/.exec(change.path)?.[0] ?? change.path));
}

function regionOf(definition: AnyResource, inputs: Values, state: Values, environment: Environment): string {
  if (definition.regional === false) return environment.config.region;
  const region = [inputs["region"], state["region"]].find((value): value is string => typeof value === "string" && value !== "");
  return region ?? environment.config.region;
}

function ambient(definition: AnyResource, inputs: Values, environment: Environment): Values {
  const values: Values = {};
  if (definition.regional !== false) values["region"] = inputs["region"] ?? environment.config.region;
  if ("tags" in definition.inputs) {
    const tags = inputs["tags"];
    values["tagsAll"] = tags === UNKNOWN ? UNKNOWN : withTags(tags, environment.config.defaultTags);
  }
  return values;
}

function withoutBookkeeping(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !key.startsWith("__")));
}

