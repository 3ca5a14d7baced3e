/** Items as programs write them, in DynamoDB's JSON: `{"id": {"S": "a"}, "total": {"N": "5"}}`. Pure. */

import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { z } from "zod";

export type Item = Record<string, AttributeValue>;

/** Binary values are base64 in the text, as in DynamoDB's own JSON. */
type Written =
  | { S: string }
  | { N: string }
  | { B: string }
  | { BOOL: boolean }
  | { NULL: boolean }
  | { SS: string[] }
  | { NS: string[] }
  | { BS: string[] }
  | { L: Written[] }
  | { M: Record<string, Written> };

const written: z.ZodType<Written> = z.lazy(() =>
  z.union([
    z.strictObject({ S: z.string() }),
    z.strictObject({ N: z.string() }),
    z.strictObject({ B: z.base64() }),
    z.strictObject({ BOOL: z.boolean() }),
    z.strictObject({ NULL: z.boolean() }),
    z.strictObject({ SS: z.array(z.string()) }),
    z.strictObject({ NS: z.array(z.string()) }),
    z.strictObject({ BS: z.array(z.base64()) }),
    z.strictObject({ L: z.array(written) }),
    z.strictObject({ M: z.record(z.string(), written) }),
  ]),
);
const writtenItem = z.record(z.string(), written);

/** What is wrong with an item's text, or nothing. */
export function itemProblem(text: string): string | undefined {
  const { error } = writtenItem.safeParse(JSON.parse(text));
  if (!error) return undefined;
  const [attribute] = error.issues[0]?.path ?? [];
  const where = attribute === undefined ? "" : `; look at '${String(attribute)}'`;
  return `must give each attribute with its type, such as {"id": {"S": "a"}, "total": {"N": "5"}}${where}.`;
}

/** @throws for text that `itemProblem` finds fault with. */
export function parseItem(text: string): Item {
  return mapValues(writtenItem.parse(JSON.parse(text)), fromWritten);
}

export function formatItem(item: Item): string {
  return JSON.stringify(mapValues(item, toWritten));
}

/** Whether two texts mean the same item: sets have no order, and 1.0 is 1. */
export function sameItem(left: string, right: string): boolean {
  const form = (text: string) => canonical(mapValues(parseItem(text), normal));
  return form(left) === form(right);
}

/** A key attribute's value as text, as it stands in ids; empty for what can't be a key. */
export function keyText(value: AttributeValue | undefined): string {
  if (value?.B !== undefined) return toBase64(value.B);
  return value?.S ?? value?.N ?? "";
}

/** The way back, where the table says the attribute's type. */
export function keyValue(text: string, type: string | undefined): AttributeValue {
  if (type === "N") return { N: text };
  return type === "B" ? { B: fromBase64(text) } : { S: text };
}

function fromWritten(value: Written): AttributeValue {
  if ("B" in value) return { B: fromBase64(value.B) };
  if ("BS" in value) return { BS: value.BS.map(fromBase64) };
  if ("L" in value) return { L: value.L.map(fromWritten) };
  if ("M" in value) return { M: mapValues(value.M, fromWritten) };
  return value as AttributeValue;
}

function toWritten(value: AttributeValue): unknown {
  if (value.B !== undefined) return { B: toBase64(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(toBase64) };
  if (value.L !== undefined) return { L: value.L.map(toWritten) };
  if (value.M !== undefined) return { M: mapValues(value.M, toWritten) };
  return value;
}

/** One form for all values that mean the same. */
function normal(value: AttributeValue): unknown {
  if (value.N !== undefined) return { N: normalNumber(value.N) };
  if (value.NS !== undefined) return { NS: value.NS.map(normalNumber).sort() };
  if (value.SS !== undefined) return { SS: [...value.SS].sort() };
  if (value.BS !== undefined) return { BS: value.BS.map(toBase64).sort() };
  if (value.L !== undefined) return { L: value.L.map(normal) };
  if (value.M !== undefined) return { M: mapValues(value.M, normal) };
  return toWritten(value);
}

/** DynamoDB's numbers have 38 digits, JavaScript's some 15: longer ones are left as they are. */
function normalNumber(text: string): string {
  const digits = text.replace(/[eE].*$/, "").replace(/\D/g, "").replace(/^0+/, "");
  return digits.length <= 15 && Number.isFinite(Number(text)) ? String(Number(text)) : text;
}

function canonical(item: Record<string, unknown>): string {
  return JSON.stringify(item, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function mapValues<A, B>(record: Record<string, A>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "base64"));
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
