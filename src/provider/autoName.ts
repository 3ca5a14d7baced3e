/** Names for what a program leaves unnamed: the logical name, a dash and seven random characters, as the official provider. */

import { createHash, randomBytes } from "node:crypto";
import type { AutoName } from "./schema";

/** What `pulumi:autonaming` in the stack's configuration asks for. */
export interface AutoNaming {
  mode: "propose" | "enforce" | "disable";
  proposedName: string;
}

export interface NameRequest {
  logicalName: string;
  /** The same seed gives the same name, so that a preview and its update agree. Empty: any name. */
  seed: Uint8Array;
  inputs: Readonly<Record<string, unknown>>;
  autoNaming?: AutoNaming;
}

const SUFFIX_LENGTH = 7;
/** Names made from a prefix end in a time-like number, as the official provider's. */
const PREFIXED_SUFFIX_LENGTH = 26;

/** A name, nothing when names are turned off, or a `problem` to show. */
export function makeName(rule: AutoName, request: NameRequest): { name?: string; problem?: string } {
  const suffix = rule.suffix?.(request.inputs) ?? "";
  const prefix = rule.prefixInput === undefined ? undefined : request.inputs[rule.prefixInput];
  if (typeof prefix === "string") {
    const digits = digitsFrom(request.seed, Math.min(PREFIXED_SUFFIX_LENGTH, rule.maxLength - prefix.length - suffix.length));
    return fits(rule, `${prefix}${digits}${suffix}`, prefix);
  }
  const asked = request.autoNaming;
  if (asked?.mode === "disable") return {};
  if (asked) {
    const name = asked.mode === "enforce" ? asked.proposedName : `${shape(rule, asked.proposedName)}${suffix}`;
    return fits(rule, name, asked.proposedName);
  }
  const base = shape(rule, request.logicalName);
  if (rule.exact) return fits(rule, `${base}${suffix}`, request.logicalName);
  return fits(rule, `${base}-${hexFrom(request.seed, SUFFIX_LENGTH)}${suffix}`, request.logicalName);
}

function shape(rule: AutoName, name: string): string {
  return rule.transform ? rule.transform(name) : name;
}

function fits(rule: AutoName, name: string, from: string): { name?: string; problem?: string } {
  if (name.length <= rule.maxLength) return { name };
  return { problem: `the name made from '${from}' has ${name.length} characters, and at most ${rule.maxLength} are allowed. Use a shorter one, or set the name yourself.` };
}

function hexFrom(seed: Uint8Array, length: number): string {
  return bytesFrom(seed).toString("hex").slice(0, length);
}

function digitsFrom(seed: Uint8Array, length: number): string {
  return [...bytesFrom(seed)].map((byte) => String(byte % 10)).join("").slice(0, Math.max(length, 0));
}

function bytesFrom(seed: Uint8Array): Buffer {
  return seed.length > 0 ? createHash("sha256").update(seed).digest() : randomBytes(32);
}
