import type { ListItem, Nodes } from "mdast";
import { endOf, startOf } from "./markdown";
import type { OutlinePart, OutlineSection } from "./outline";
import { lineEnding, type TextEdit } from "./textEdits";

/** What comes first of things that are inserted at one place. */
const RANK = { repair: 0, item: 1, row: 1, section: 2, part: 3 };
type Rank = keyof typeof RANK;

interface Insertion {
  at: number;
  rank: Rank;
  text: string;
  /** A block of its own needs an empty line above and below. */
  block: boolean;
}

/** Collects what is to be inserted into a copy of the plan, and sees to empty lines, indents and line endings. */
export class Insertions {
  private readonly all: Insertion[] = [];

  constructor(private readonly text: string) {}

  blockAfter(at: number, block: string, rank: Rank): void {
    this.all.push({ at, rank, text: block, block: true });
  }

  lineAfter(at: number, line: string, rank: Rank): void {
    this.all.push({ at, rank, text: `\n${line}`, block: false });
  }

  before(at: number, text: string, rank: Rank): void {
    this.all.push({ at, rank, text, block: false });
  }

  itemAfter(neighbour: ListItem, item: string): void {
    this.lineAfter(endOf(neighbour), this.indented(neighbour, item), "item");
  }

  itemBefore(neighbour: ListItem, item: string): void {
    this.before(this.lineStart(neighbour), `${this.indented(neighbour, item)}\n`, "item");
  }

  edits(): TextEdit[] {
    const eol = lineEnding(this.text);
    const places = [...new Set(this.all.map((insertion) => insertion.at))];
    return places.map((at) => {
      const sorted = this.all.filter((insertion) => insertion.at === at).sort((one, two) => RANK[one.rank] - RANK[two.rank]);
      const text = sorted.map((insertion) => (insertion.block ? `\n\n${insertion.text}` : insertion.text)).join("");
      const tail = sorted.at(-1)!.block && !/^[ \t]*(?:$|(?:\r\n|\r|\n)[ \t]*(?:\r|\n|$))/.test(this.text.slice(at)) ? "\n" : "";
      return { start: at, end: at, text: (text + tail).replace(/\n/g, eol) };
    });
  }

  /** As deep as its neighbour, and with the same bullet, so that both are of one list. */
  private indented(neighbour: ListItem, item: string): string {
    const start = startOf(neighbour);
    const before = this.text.slice(this.lineStart(neighbour), start);
    const prefix = /^[ \t>]*$/.test(before) ? before : " ".repeat(before.length);
    const bullet = /^[-*+]/.exec(this.text.slice(start))?.[0] ?? "-";
    const lines = item.replace(/^[-*+]/, bullet).split("\n");
    return lines.map((line) => (line === "" ? prefix.trimEnd() : prefix + line)).join("\n");
  }

  private lineStart(node: Nodes): number {
    const start = startOf(node);
    const found = Math.max(this.text.lastIndexOf("\n", start - 1), this.text.lastIndexOf("\r", start - 1)) + 1;
    return start === 0 ? 0 : found === 0 && this.text.startsWith("\ufeff") ? 1 : found;
  }
}

/** Where the last of these ends that is more than a rule between phases. */
function endOfNodes(nodes: Nodes[]): number | undefined {
  const last = nodes.findLast((node) => node.type !== "thematicBreak");
  return last && endOf(last);
}

export function endOfSection(section: OutlineSection): number {
  return endOfNodes(section.content) ?? endOf(section.heading!);
}

/** Where the text between the part's heading and its first section ends. */
export function endOfLead(part: OutlinePart): number {
  return endOfNodes(part.lead) ?? (part.heading ? endOf(part.heading) : 0);
}

export function endOfPart(part: OutlinePart): number {
  const last = part.sections.findLast((section) => section.heading);
  return last ? endOfSection(last) : endOfLead(part);
}
