import type { Heading, ListItem, Nodes, Paragraph, RootContent } from "mdast";
import { toString as plainText } from "mdast-util-to-string";
import { endOf, lineOf, type MarkdownDocument, startOf, visit } from "./markdown";

/** A plan as it is written, with the place of everything and no ids yet. */
export interface Outline {
  title: string;
  /** Headings of the first and second level, each with what lies below it; the first may have no heading. */
  parts: OutlinePart[];
}

export interface OutlinePart {
  heading?: Heading;
  title: string;
  line: number;
  /** Nodes above the first heading of the third level. */
  lead: RootContent[];
  sections: OutlineSection[];
}

export interface OutlineSection {
  heading?: Heading;
  title: string;
  line: number;
  content: RootContent[];
  items: OutlineItem[];
}

export interface OutlineItem {
  node: ListItem;
  paragraph: Paragraph;
  text: string;
  plain: string;
  /** The bold words that it begins with, as plain text. */
  leadWords?: string;
  notes: string;
  done: boolean;
  line: number;
  /** Of what is between the brackets. */
  box: number;
  boxEnd: number;
}

export function readOutline(document: MarkdownDocument): Outline {
  const parts: OutlinePart[] = [{ title: "", line: 1, lead: [], sections: [] }];
  let title = "";
  for (const node of document.root.children) {
    const part = parts.at(-1)!;
    if (node.type === "heading" && node.depth === 1 && title === "" && parts.length === 1 && part.sections.length === 0) {
      title = plain(node);
      part.title = title;
      part.line = lineOf(node);
    } else if (node.type === "heading" && node.depth <= 2) {
      parts.push({ heading: node, title: plain(node), line: lineOf(node), lead: [], sections: [] });
    } else if (node.type === "heading" && node.depth === 3) {
      part.sections.push({ heading: node, title: plain(node), line: lineOf(node), content: [], items: [] });
    } else (part.sections.at(-1)?.content ?? part.lead).push(node);
  }
  for (const part of parts) {
    for (const section of part.sections) section.items = itemsIn(section.content, document.text);
    const loose = itemsIn(part.lead, document.text);
    // Items right below the heading of a part: they need a section to be in.
    if (loose.length > 0) part.sections.unshift({ title: part.title, line: part.line, content: part.lead, items: loose });
  }
  return { title, parts };
}

/** Plain text on one line. */
export function plain(node: Nodes): string {
  return plainText(node).replace(/\s+/g, " ").trim();
}

/** All boxes below these nodes, also nested ones. */
function itemsIn(nodes: RootContent[], text: string): OutlineItem[] {
  const items: OutlineItem[] = [];
  for (const root of nodes) {
    visit(root, (node) => {
      const item = node.type === "listItem" ? readItem(node, text) : undefined;
      if (item) items.push(item);
    });
  }
  return items;
}

function readItem(node: ListItem, text: string): OutlineItem | undefined {
  const paragraph = node.children[0];
  if (typeof node.checked !== "boolean" || paragraph?.type !== "paragraph") return undefined;
  // Only the list's marker and white space come before the bracket.
  const box = text.indexOf("[", startOf(node)) + 1;
  const boxEnd = text.indexOf("]", box);
  const first = paragraph.children[0];
  return {
    node,
    paragraph,
    text: text.slice(boxEnd + 1, endOf(paragraph)).replace(/[ \t]*(?:\r\n|\r|\n)[ \t]*/g, " ").trim(),
    plain: plain(paragraph),
    ...(first?.type === "strong" ? { leadWords: plain(first) } : {}),
    notes: notesOf(node, text),
    done: node.checked,
    line: lineOf(node),
    box,
    boxEnd,
  };
}

function notesOf(node: ListItem, text: string): string {
  const nested = node.children.slice(1);
  if (nested.length === 0) return "";
  const start = startOf(nested[0]!);
  const column = start - lineStart(text, start);
  return outdent(withNewlines(text.slice(start, endOf(nested.at(-1)!))), column);
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
}

/** Takes up to `columns` of white space off each line but the first, which begins behind its own already. */
function outdent(text: string, columns: number): string {
  const [first, ...rest] = text.split("\n");
  return [first, ...rest.map((line) => {
    let [at, column] = [0, 0];
    for (; column < columns && (line[at] === " " || line[at] === "\t"); at++) column += line[at] === "\t" ? 4 - (column % 4) : 1;
    return " ".repeat(Math.max(0, column - columns)) + line.slice(at);
  })].join("\n");
}

export function withNewlines(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}

/** Markdown of the nodes as it is written, without the items in them and without the rules that part the phases. */
export function proseOf(nodes: RootContent[], items: OutlineItem[], text: string): string {
  const boxes = new Set<Nodes>(items.map((item) => item.node));
  const kept = [...nodes];
  while (kept.at(-1)?.type === "thematicBreak") kept.pop();
  const slices = kept.flatMap((node) => {
    if (node.type !== "list" || !node.children.some((child) => boxes.has(child))) return [node as Nodes];
    return node.children.filter((child) => !boxes.has(child));
  });
  return slices.map((node) => withNewlines(text.slice(startOf(node), endOf(node)))).join("\n\n");
}
