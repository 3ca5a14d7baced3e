import { isAbsolute, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { FilePosition } from "../errors";

const LIBRARY = `${sep}node_modules${sep}`;

/** Whether a file is the user's own: below the project and not installed. */
export function isUserFile(file: string, projectDir: string): boolean {
  return (file === projectDir || file.startsWith(projectDir + sep)) && !file.includes(LIBRARY);
}

/** The first `FILE:LINE[:COLUMN]` or `FILE(LINE,COLUMN)` of a user's file that a stack trace or a compiler's message names. */
export function positionInText(text: string, projectDir: string): FilePosition | undefined {
  const places = /((?:file:\/\/|[A-Za-z]:[\\/]|\/)[^\s()]*?)(?::(\d+)(?::(\d+))?(?=[\s)]|$)|\((\d+),(\d+)\))/gm;
  for (const match of text.matchAll(places)) {
    const [, name = "", line, column, otherLine, otherColumn] = match;
    const file = toPath(name);
    if (file && isUserFile(file, projectDir)) {
      return { file, line: Number(line ?? otherLine), column: Number(column ?? otherColumn ?? 1) };
    }
  }
  return undefined;
}

function toPath(name: string): string | undefined {
  if (!name.startsWith("file:")) return isAbsolute(name) ? name : undefined;
  try {
    return fileURLToPath(name);
  } catch {
    return undefined;
  }
}
