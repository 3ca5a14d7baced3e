import { findSourceMap } from "node:module";
import { isAbsolute } from "node:path";
import { fileURLToPath } from "node:url";
import { isUserFile, positionInText } from "../core/engine/userPositions";
import type { FilePosition } from "../core/errors";

interface Frame {
  getFileName(): string | null | undefined;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
  getFunctionName(): string | null;
  isConstructor(): boolean;
}

/**
 * Where the user's code makes `resource`, on the current call stack and through source maps. A resource made inside
 * a library is placed where the user's code called the library; one of a class of the user's own where the class is
 * used, not where it calls `super`.
 */
export function creationPosition(resource: unknown, projectDir: string): FilePosition | undefined {
  const classes = classNames(resource);
  for (const frame of callFrames()) {
    if (frame.isConstructor() && classes.has(frame.getFunctionName() ?? "")) continue;
    const position = positionOf(frame);
    if (position && isUserFile(position.file, projectDir)) return mapped(position);
  }
  return undefined;
}

function callFrames(): Frame[] {
  const prepare = Error.prepareStackTrace;
  const limit = Error.stackTraceLimit;
  try {
    Error.stackTraceLimit = 100;
    Error.prepareStackTrace = (_error, frames) => frames;
    return new Error().stack as unknown as Frame[];
  } finally {
    Error.prepareStackTrace = prepare;
    Error.stackTraceLimit = limit;
  }
}

/** The names of an object's class and its ancestors. */
function classNames(object: unknown): Set<string> {
  const names = new Set<string>();
  let prototype: unknown = typeof object === "object" && object !== null ? Object.getPrototypeOf(object) : undefined;
  while (prototype && prototype !== Object.prototype) {
    names.add((prototype as object).constructor.name);
    prototype = Object.getPrototypeOf(prototype);
  }
  return names;
}

function positionOf(frame: Frame): FilePosition | undefined {
  const name = frame.getFileName();
  const line = frame.getLineNumber();
  if (!name || !line) return undefined;
  const file = name.startsWith("file:") ? fileURLToPath(name) : name;
  return isAbsolute(file) ? { file, line, column: frame.getColumnNumber() ?? 1 } : undefined;
}

/** A place in running code as a place in the source that it was made from. */
function mapped(position: FilePosition): FilePosition {
  const entry = findSourceMap(position.file)?.findEntry(position.line - 1, position.column - 1);
  if (!entry || !("originalLine" in entry)) return position;
  const file = entry.originalSource.startsWith("file:") ? fileURLToPath(entry.originalSource) : position.file;
  return { file, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

/**
 * The place in the user's files that an error is about: its own, or the first that its stack names. Stacks are
 * mapped already, since source maps are on in this process.
 */
export function errorPosition(error: unknown, projectDir: string): FilePosition | undefined {
  const own = (error as { position?: FilePosition } | undefined)?.position;
  if (own && typeof own.file === "string") return own;
  return positionInText(error instanceof Error ? (error.stack ?? "") : String(error), projectDir);
}
