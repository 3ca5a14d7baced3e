/** What takes the place of the characters from `start` up to `end`. */
export interface TextEdit {
  start: number;
  end: number;
  text: string;
}

/** Edits at one place are made in the order given. They may not overlap. */
export function applyEdits(text: string, edits: TextEdit[]): string {
  let result = "";
  let at = 0;
  for (const edit of edits.map((edit, index) => ({ ...edit, index })).sort((one, two) => one.start - two.start || one.index - two.index)) {
    if (edit.start < at) throw new Error("Two edits of the plan overlap.");
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** The line ending that a text uses most. */
export function lineEnding(text: string): string {
  const crlf = text.match(/\r\n/g)?.length ?? 0;
  const lf = (text.match(/\n/g)?.length ?? 0) - crlf;
  if (crlf === 0 && lf === 0 && text.includes("\r")) return "\r";
  return crlf > lf ? "\r\n" : "\n";
}
