/** Keeps secrets secret on their way through the provider. Pure. */

import type { Fields } from "./schema";
import { isPlainObject, type SecretShape, type Value, type Values } from "./wire";

/** Shorter texts appear everywhere by chance. */
const SHORTEST_TRACED = 4;

export function mergeSecrets(left: SecretShape, right: SecretShape): SecretShape {
  if (left === true || right === true) return true;
  if (!left || !right) return left ?? right;
  const merged = { ...left };
  for (const [key, shape] of Object.entries(right)) merged[key] = mergeSecrets(own(merged, key), shape);
  return merged;
}

/**
 * The secrets of what goes out: the properties that were secret in what came in, those that the schema calls secret,
 * and every other top-level property in which the text of a secret turns up (`tagsAll` of a secret tag, the ARN of a
 * secret name).
 */
export function outgoingSecrets(values: Values, incoming: Values, secrets: SecretShape, fields: Fields): SecretShape {
  if (secrets === true) return true;
  let shape: SecretShape = secrets;
  for (const [key, field] of Object.entries(fields)) {
    if (field.options.secret) shape = mergeSecrets(shape, { [key]: true });
  }
  const texts = secretTexts(incoming, secrets);
  if (texts.length === 0) return shape;
  for (const [key, value] of Object.entries(values)) {
    if (own(shape, key) === undefined && mentions(value, texts)) shape = mergeSecrets(shape, { [key]: true });
  }
  return shape;
}

/** Replaces the text of secrets in a message. */
export function maskSecrets(message: string, values: Values, secrets: SecretShape): string {
  return secretTexts(values, secrets)
    .sort((a, b) => b.length - a.length)
    .reduce((masked, text) => masked.replaceAll(text, "[secret]"), message);
}

function secretTexts(value: Value, secrets: SecretShape): string[] {
  if (secrets === undefined) return [];
  if (secrets === true) return texts(value);
  if (!isPlainObject(value)) return [];
  return Object.entries(secrets).flatMap(([key, shape]) => secretTexts(value[key], shape));
}

function texts(value: Value): string[] {
  if (typeof value === "string") return value.length >= SHORTEST_TRACED ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(texts);
  return isPlainObject(value) ? Object.values(value).flatMap(texts) : [];
}

function mentions(value: Value, secrets: string[]): boolean {
  if (typeof value === "string") return secrets.some((secret) => value.includes(secret));
  if (Array.isArray(value)) return value.some((item) => mentions(item, secrets));
  return isPlainObject(value) && Object.entries(value).some(([key, item]) => mentions(key, secrets) || mentions(item, secrets));
}

function own(shape: SecretShape, key: string): SecretShape {
  return shape !== undefined && shape !== true && Object.hasOwn(shape, key) ? shape[key] : shape === true ? true : undefined;
}
