/** Contents as text that people can read. Pure. */
import type { ContentsDocument } from "./model";

/** Larger objects are not shown: an editor full of them helps nobody. */
export const SIZE_LIMIT = 1024 * 1024;
const HEX_BYTES = 512;

export function jsonDocument(title: string, value: unknown): ContentsDocument {
  return { title: `${title}.json`, text: `${pretty(value)}\n`, language: "json" };
}

/** Bytes as base64, dates as ISO: what the SDK returns is not all JSON. */
export function pretty(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (each instanceof Uint8Array ? base64(each) : each), 2) ?? "null";
}

/** What a text says as a value when it is a JSON object or array, else the text itself. */
export function parsedOr(text: string): unknown {
  return parseStructure(text) ?? text;
}

function parseStructure(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

export interface Stored {
  title: string;
  size: number;
  contentType?: string;
  contentEncoding?: string;
  /** Absent when it is too large. */
  bytes?: Uint8Array;
}

/** Text as it is, JSON indented, and for everything else its size, type and first bytes. */
export function storedDocument({ title, size, contentType, contentEncoding, bytes }: Stored): ContentsDocument {
  const about = [`${size} bytes`, contentType ?? "no content type", ...(contentEncoding ? [contentEncoding] : [])].join(", ");
  if (!bytes) {
    return { title, text: `${title}\n${about}\n\nIt is larger than 1 MB, so it is not shown here.\n`, language: "plaintext" };
  }
  const text = decoded(bytes);
  if (text === undefined) {
    const shown = bytes.subarray(0, HEX_BYTES);
    const head = shown.length < bytes.length ? `The first ${shown.length} bytes:` : "Its bytes:";
    return { title, text: `${title}\n${about}\n\nIt is not text. ${head}\n\n${hex(shown)}\n`, language: "plaintext" };
  }
  const structure = isJson(title, contentType) ? parseStructure(text) : undefined;
  if (structure === undefined) return { title, text, language: "plaintext" };
  // Numbers of many digits would change on the way: then the text stays as it was written.
  return { title, text: /\d{16,}/.test(text) ? text : `${pretty(structure)}\n`, language: "json" };
}

function isJson(title: string, contentType: string | undefined): boolean {
  return /\.json$/i.test(title) || /[/+]json\b/i.test(contentType ?? "");
}

function decoded(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function hex(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = [...bytes.subarray(at, at + 16)];
    const codes = row.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const characters = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
    lines.push(`${at.toString(16).padStart(8, "0")}  ${codes.padEnd(47)}  ${characters}`);
  }
  return lines.join("\n");
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

/** `1.5 KB` */
export function sizeInWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const units = ["KB", "MB", "GB", "TB"];
  let [value, unit] = [bytes / 1024, 0];
  while (value >= 1024 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** One line of a text, cut to a tree's width. */
export function oneLine(text: string, length = 80): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
