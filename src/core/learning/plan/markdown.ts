import type { Nodes, Parents, Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { readConflicts, type Line, type Side } from "./conflicts";

export interface MarkdownDocument {
  text: string;
  /** Every node's offsets and line are those of `text`; columns are not to be relied on. */
  root: Root;
  /** Numbers of the lines with conflict markers. */
  conflicts: number[];
  sideOf(line: number): Side;
}

/** Parses Markdown as GitHub reads it. Conflict markers and a byte order mark are passed over, and nothing throws. */
export function readMarkdown(text: string): MarkdownDocument {
  const { kept, markers } = readConflicts(text);
  const bom = text.startsWith("\ufeff") && kept[0]?.start === 0 ? 1 : 0;
  const visible = kept.map((line) => text.slice(line.start, line.end)).join("").slice(bom);
  const root = fromMarkdown(visible, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  if (bom > 0 || markers.length > 0) relocate(root, kept, bom);
  const sides = new Map(markers.length > 0 ? kept.map((line) => [line.number, line.side]) : []);
  return { text, root, conflicts: markers, sideOf: (line) => sides.get(line) ?? "both" };
}

function relocate(root: Root, kept: Line[], bom: number): void {
  const starts: number[] = [];
  let length = 0;
  for (const line of kept) {
    starts.push(length);
    length += line.end - line.start;
  }
  const move = (offset: number): { offset: number; line: number } => {
    const index = lastAtMost(starts, offset);
    const line = kept[index];
    return line ? { offset: line.start + offset - starts[index]!, line: line.number } : { offset: 0, line: 1 };
  };
  visit(root, (node) => {
    if (!node.position) return;
    const { start, end } = node.position;
    const first = move(start.offset! + bom);
    // An end may lie at the start of the next line, which may be another one in the file: it goes by what is before it.
    const last = end.offset! > start.offset! ? move(end.offset! + bom - 1) : { ...first, offset: first.offset - 1 };
    node.position = {
      start: { ...start, offset: first.offset, line: first.line },
      end: { ...end, offset: last.offset + 1, line: last.line },
    };
  });
}

function lastAtMost(sorted: number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle;
    else high = middle;
  }
  return low;
}

export function visit(node: Nodes, see: (node: Nodes, parents: Parents[]) => void, parents: Parents[] = []): void {
  see(node, parents);
  if (!("children" in node)) return;
  for (const child of node.children) visit(child, see, [...parents, node]);
}

export function startOf(node: Nodes): number {
  return node.position!.start.offset!;
}

export function endOf(node: Nodes): number {
  return node.position!.end.offset!;
}

export function lineOf(node: Nodes): number {
  return node.position!.start.line;
}
