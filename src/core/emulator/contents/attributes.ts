/** DynamoDB's attribute values: plain for people, typed where they have to lead back to their item. Pure. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { z } from "zod";
import { base64 } from "./text";

/** As a program would see the item. Numbers that JavaScript can't hold stay text. */
export function plainItem(item: Record<string, AttributeValue>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]));
}

export function plainValue(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return plainNumber(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.NULL !== undefined) return null;
  if (value.M !== undefined) return plainItem(value.M);
  if (value.L !== undefined) return value.L.map(plainValue);
  if (value.SS !== undefined) return value.SS;
  if (value.NS !== undefined) return value.NS.map(plainNumber);
  if (value.B !== undefined) return base64(value.B);
  if (value.BS !== undefined) return value.BS.map(base64);
  return undefined;
}

function plainNumber(text: string): number | string {
  const digits = text.replace(/e.*$/i, "").replace(/\D/g, "").replace(/^0+/, "");
  return digits.length <= 15 && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** Keys are strings, numbers or bytes. */
const keys = z.record(
  z.string(),
  z.union([z.strictObject({ S: z.string() }), z.strictObject({ N: z.string() }), z.strictObject({ B: z.base64() })]),
);

export function formatKey(key: Record<string, AttributeValue>): string {
  const typed = Object.entries(key).map(([name, value]) => [name, value.B ? { B: base64(value.B) } : value.N !== undefined ? { N: value.N } : { S: value.S }]);
  return JSON.stringify(Object.fromEntries(typed));
}

/** @throws for text that `formatKey` did not write */
export function parseKey(text: string): Record<string, AttributeValue> {
  const typed = Object.entries(keys.parse(JSON.parse(text)));
  return Object.fromEntries(typed.map(([name, value]): [string, AttributeValue] => [name, "B" in value ? { B: Buffer.from(value.B, "base64") } : value]));
}
