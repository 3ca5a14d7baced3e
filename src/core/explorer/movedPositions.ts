/** A place in a text; both from 0. */
export interface Position {
  line: number;
  character: number;
}

/** One edit: what lay between `start` and `end` was replaced by `text`. */
export interface TextEdit {
  start: Position;
  end: Position;
  text: string;
}

/** Where a place is after edits, in the order in which they were made; undefined once its text was replaced. */
export function movedPosition(at: Position, edits: readonly TextEdit[]): Position | undefined {
  let now: Position | undefined = at;
  for (const edit of edits) now = now && afterEdit(now, edit);
  return now;
}

function afterEdit(at: Position, { start, end, text }: TextEdit): Position | undefined {
  if (before(at, start)) return at;
  if (before(at, end)) return undefined;
  const lines = text.split("\n");
  const lastLine = lines.at(-1) ?? "";
  const line = at.line - end.line + start.line + lines.length - 1;
  if (at.line !== end.line) return { line, character: at.character };
  const column = at.character - end.character + lastLine.length;
  return { line, character: lines.length === 1 ? start.character + column : column };
}

function before(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
