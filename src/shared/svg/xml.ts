/** Text as SVG wants it. */
import { printable } from "../text";

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

/** Fit for element text and for attributes in double quotes, whatever the text holds. */
export function escapeXml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A number without a tail of digits. */
export function num(value: number): string {
  return String(Math.round(value * 100) / 100);
}
