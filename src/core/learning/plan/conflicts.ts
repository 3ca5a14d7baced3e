/** Which lines of a file that a version control system merged badly are whose. */
export type Side = "both" | "ours" | "theirs";

export interface Line {
  /** Of its first character. */
  start: number;
  /** Past its line ending. */
  end: number;
  /** Counted from 1. */
  number: number;
  side: Side;
}

export interface ConflictedLines {
  /** Without the marker lines and without what lay between `|||||||` and `=======`. */
  kept: Line[];
  /** Numbers of the lines that hold a marker; empty in a file that is whole. */
  markers: number[];
}

/** Lines end as Markdown says: at CRLF, LF or a lone CR. */
export function splitLines(text: string): { start: number; end: number; text: string }[] {
  return [...text.matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g)]
    .filter((found) => found[0] !== "" || (found.index === 0 && text === ""))
    .map((found) => ({ start: found.index, end: found.index + found[0].length, text: found[0].replace(/[\r\n]+$/, "") }));
}

const MARKER = /^(<{7}|>{7}|\|{7})(?: .*)?$/;

/**
 * Finds conflict markers, also single ones that were forgotten. `=======` alone is a heading's underline, so it counts only
 * inside a conflict that was opened, and the lines below it are the other side's only if the conflict is closed as well.
 */
export function readConflicts(text: string): ConflictedLines {
  const lines = splitLines(text);
  const kept: Line[] = [];
  const markers: number[] = [];
  let side: Side | "base" = "both";
  lines.forEach((line, index) => {
    const number = index + 1;
    const mark = MARKER.exec(index === 0 ? line.text.replace(/^\ufeff/, "") : line.text)?.[1]?.[0];
    const next = nextSide(mark, line.text, side);
    if (next) {
      markers.push(number);
      side = next;
    } else if (side !== "base") kept.push({ start: line.start, end: line.end, number, side });
  });
  return { kept: isOpen(side) ? kept.map((line) => ({ ...line, side: "both" })) : kept, markers };
}

function nextSide(mark: string | undefined, text: string, side: Side | "base"): Side | "base" | undefined {
  if (mark === "<") return "ours";
  if (mark === ">") return "both";
  if (mark === "|" && side === "ours") return "base";
  if (text === "=======" && (side === "ours" || side === "base")) return "theirs";
  return undefined;
}

function isOpen(side: Side | "base"): boolean {
  return side !== "both";
}
