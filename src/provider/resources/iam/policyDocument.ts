/** IAM policy documents as the official provider writes them, byte for byte. Pure. */

import { ProviderError } from "../../errors";

export interface Statement {
  actions?: string[];
  conditions?: { test: string; values: string[]; variable: string }[];
  effect?: string;
  notActions?: string[];
  notPrincipals?: Principal[];
  notResources?: string[];
  principals?: Principal[];
  resources?: string[];
  sid?: string;
}

interface Principal {
  type: string;
  identifiers: string[];
}

type OneOrMany = string | string[];

/** In the order in which the official provider writes the keys. */
interface JsonStatement {
  Sid?: string;
  Effect?: string;
  Action?: OneOrMany;
  NotAction?: OneOrMany;
  Resource?: OneOrMany;
  NotResource?: OneOrMany;
  Principal?: unknown;
  NotPrincipal?: unknown;
  Condition?: unknown;
}

export interface JsonDocument {
  Version?: string;
  Id?: string;
  Statement?: JsonStatement[];
}

const STATEMENT_KEYS = [
  "Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition",
] as const;

export function documentOf(version: string, id: string | undefined, statements: readonly Statement[]): JsonDocument {
  refuseDuplicates(statements.map((statement) => statement.sid), "Make each 'sid' unique, or leave it out.");
  return { Version: version, Id: id, Statement: statements.map((statement) => statementOf(statement, version)) };
}

function statementOf(statement: Statement, version: string): JsonStatement {
  const variables = (values: string[]) => values.map((value) => withVariables(value, version));
  return {
    Sid: statement.sid || undefined,
    Effect: statement.effect ?? "Allow",
    Action: oneOrMany(statement.actions),
    NotAction: oneOrMany(statement.notActions),
    Resource: oneOrMany(statement.resources && variables(statement.resources)),
    NotResource: oneOrMany(statement.notResources && variables(statement.notResources)),
    Principal: principals(statement.principals?.map(({ type, identifiers }) => ({ type, identifiers: variables(identifiers) }))),
    NotPrincipal: principals(statement.notPrincipals?.map(({ type, identifiers }) => ({ type, identifiers: variables(identifiers) }))),
    Condition: conditions(statement.conditions?.map((condition) => ({ ...condition, values: variables(condition.values) }))),
  };
}

/** `&{aws:username}` is how a program writes `${aws:username}`. */
function withVariables(value: string, version: string): string {
  if (!value.includes("&{")) return value;
  if (version === "2008-10-17") throw new ProviderError(`the policy version 2008-10-17 has no variables, but there is one in '${value}'.`);
  return value.replaceAll("&{", "${");
}

/** One alone, or many in falling order: the official provider's sets come out so. */
function oneOrMany(values: readonly string[] | undefined): OneOrMany | undefined {
  if (!values || values.length === 0) return undefined;
  const unique = [...new Set(values)];
  return unique.length === 1 ? unique[0] : unique.sort().reverse();
}

function principals(list: readonly Principal[] | undefined): unknown {
  if (!list || list.length === 0) return undefined;
  const [only] = list;
  if (list.length === 1 && only?.type === "*" && only.identifiers.length === 1 && only.identifiers[0] === "*") return "*";
  const byType: Record<string, OneOrMany> = {};
  for (const { type, identifiers } of list) {
    const next = oneOrMany(identifiers) ?? [];
    const before = byType[type];
    byType[type] = before === undefined ? next : [...many(before), ...many(next)];
  }
  return sorted(byType);
}

function conditions(list: Statement["conditions"]): unknown {
  if (!list || list.length === 0) return undefined;
  const byTest: Record<string, Record<string, OneOrMany>> = {};
  for (const { test, variable, values } of list) {
    const variables = (byTest[test] ??= {});
    const before = variables[variable];
    if (values.length === 1) variables[variable] = values[0] as string;
    else variables[variable] = [...(Array.isArray(before) ? before : []), ...values];
  }
  return sorted(Object.fromEntries(Object.entries(byTest).map(([test, variables]) => [test, sorted(variables)])));
}

function many(value: OneOrMany): string[] {
  return typeof value === "string" ? [value] : value;
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Reads a policy that a program gave as text. */
export function parseDocument(text: string, where: string): JsonDocument {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new ProviderError(`${where} is not JSON.`);
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) throw new ProviderError(`${where} is not a policy document.`);
  const { Version, Id, Statement: given } = parsed as { Version?: string; Id?: string; Statement?: unknown };
  const statements = given === undefined ? [] : Array.isArray(given) ? (given as object[]) : [given as object];
  return {
    Version,
    Id,
    Statement: statements.map((one) =>
      Object.fromEntries(STATEMENT_KEYS.filter((key) => key in one).map((key) => [key, (one as Record<string, unknown>)[key]])),
    ),
  };
}

/** One document of several: a statement takes the place of an earlier one with the same `Sid`. */
export function mergeDocuments(documents: readonly JsonDocument[]): JsonDocument {
  const merged: JsonDocument = { Version: "", Id: undefined, Statement: [] };
  const statements: JsonStatement[] = [];
  for (const document of documents) {
    if (document.Id) merged.Id = document.Id;
    if (document.Version && document.Version > (merged.Version ?? "")) merged.Version = document.Version;
    for (const statement of document.Statement ?? []) {
      const same = statement.Sid ? statements.findIndex((one) => one.Sid === statement.Sid) : -1;
      if (same >= 0) statements[same] = statement;
      else statements.push(statement);
    }
  }
  return { ...merged, Statement: statements };
}

export function refuseDuplicates(sids: readonly (string | undefined)[], advice: string): void {
  const named = sids.filter((sid): sid is string => sid !== undefined && sid !== "");
  const twice = named.find((sid, index) => named.indexOf(sid) !== index);
  if (twice !== undefined) throw new ProviderError(`two statements have the sid '${twice}'. ${advice}`);
}

/** JSON as Go writes it: empty parts left out, and three characters escaped that HTML would trip over. */
export function writeDocument(document: JsonDocument, indent: number): string {
  const { Version, Id, Statement: statements } = document;
  const written = { Version: Version || undefined, Id: Id || undefined, Statement: statements?.length ? statements : undefined };
  return JSON.stringify(written, undefined, indent).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
