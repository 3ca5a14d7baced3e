import type { Nodes } from "mdast";
import { UserError } from "../../errors";
import { endOf, lineOf, startOf } from "./markdown";
import { findHomes, type Homes } from "./mergeHomes";
import { endOfLead, endOfPart, endOfSection, Insertions } from "./mergePlaces";
import type { OutlineItem, OutlineSection } from "./outline";
import { type NamedPart, readPlan, type WrittenPlan } from "./parsePlan";
import { refuseConflict } from "./planErrors";
import { swallowing, unclosedFences } from "./problems";
import { cellEdits, phaseStatus } from "./progressEdits";
import { applyEdits } from "./textEdits";

export interface PlanMerge {
  text: string;
  added: PlanAdditions;
}

export interface PlanAdditions {
  /** Titles of phases, projects and other parts that came whole. */
  parts: string[];
  /** Titles of sections that came whole into a part that was there. */
  sections: string[];
  /** Ids of all items that came. */
  items: string[];
  /** Titles of the Progress Tracking table's rows that came. */
  rows: string[];
}

/**
 * Adds to somebody's copy what the shipped plan has and the copy has not. All that is in the copy stays as it is written,
 * also an item that the shipped plan words otherwise by now.
 * @throws UserError `plan-conflict`, `plan-open-code` or `plan-not-merged`: then the copy needs a hand first
 */
export function mergePlan(copy: string, shipped: string): PlanMerge {
  const source = readPlan(shipped);
  const merge = new Merge(source, readPlan(copy, source.plan));
  const text = merge.run();
  if (text === copy) return { text, added: merge.added };
  const result = readPlan(text, source.plan);
  assertNothingLost(merge.target, result, source);
  return { text: applyEdits(text, statusEdits(result, merge.added.rows)), added: merge.added };
}

class Merge {
  readonly added: PlanAdditions = { parts: [], sections: [], items: [], rows: [] };
  /** Items of the shipped plan that the copy has, by their ids. */
  private readonly present: Map<string, OutlineItem>;
  private readonly homes: Homes;
  private readonly insertions: Insertions;

  constructor(
    private readonly source: WrittenPlan,
    readonly target: WrittenPlan,
  ) {
    refuseConflict(target.plan.problems);
    refuseSwallowed(target, source);
    this.present = new Map([...target.ids].map(([item, id]) => [id, item]));
    this.homes = findHomes(source, target, this.present);
    this.insertions = new Insertions(target.document.text);
  }

  run(): string {
    const { text, root } = this.target.document;
    if (root.children.length === 0) return this.wholePlan();
    this.source.parts.forEach((part, index) => {
      if (!part.part.heading) return;
      const home = this.homes.part(part);
      if (home) this.mergePart(part, home);
      else this.addPart(part, this.source.parts.slice(0, index));
    });
    const edits = this.insertions.edits();
    if (edits.length === 0) return text;
    this.closeLastFence();
    return applyEdits(text, this.insertions.edits());
  }

  private wholePlan(): string {
    const { plan, parts, ids, document } = this.source;
    this.added.parts.push(...parts.filter(({ part }) => part.heading).map(({ part }) => part.title));
    this.added.items.push(...ids.values());
    this.added.rows.push(...(plan.progress ?? []).map((row) => row.title));
    return (this.target.document.text.startsWith("\ufeff") ? "\ufeff" : "") + document.text;
  }

  private addPart(part: NamedPart, before: NamedPart[]): void {
    const items = part.sections.flatMap(({ written }) => written.items);
    if (items.length > 0 && this.missing(items).length === 0) return; // all of it lies elsewhere
    if (this.holdsTable(part) && this.target.table) return this.addRows();
    const sections = part.sections.filter(({ written }) => written.heading && (written.items.length === 0 || this.missing(written.items).length > 0));
    const blocks = [
      this.sourceOf([part.part.heading!, ...part.part.lead]),
      ...sections.map(({ written }) => this.sourceOf([written.heading!, ...written.content])),
    ];
    this.added.parts.push(part.part.title);
    this.note(items);
    if (this.holdsTable(part)) this.added.rows.push(...this.source.table!.rows.map((row) => row.title));
    const anchor = before.map((other) => this.homes.part(other)).findLast((home) => home !== undefined);
    const first = this.target.parts.find((other) => other.part.heading);
    const markdown = blocks.join("\n\n");
    if (anchor || !first) this.insertions.blockAfter(endOfPart((anchor ?? this.target.parts[0]!).part), `---\n\n${markdown}`, "part");
    else this.insertions.before(startOf(first.part.heading!), `${markdown}\n\n---\n\n`, "part");
  }

  private mergePart(part: NamedPart, home: NamedPart): void {
    const here = new Set(home.part.sections);
    part.sections.forEach(({ id, written }, index) => {
      const section = this.homes.section(id);
      if (section) return this.mergeSection(written, section);
      if (!written.heading || (written.items.length > 0 && this.missing(written.items).length === 0)) return;
      const above = part.sections.slice(0, index).map((other) => this.homes.section(other.id)).findLast((other) => other && here.has(other));
      this.added.sections.push(written.title);
      this.note(written.items);
      this.insertions.blockAfter(above ? endOfSection(above) : endOfLead(home.part), this.sourceOf([written.heading, ...written.content]), "section");
    });
    if (!this.holdsTable(part)) return;
    if (this.target.table) return this.addRows();
    this.added.rows.push(...this.source.table!.rows.map((row) => row.title));
    this.insertions.blockAfter(endOfLead(home.part), this.sourceOf([this.source.table!.table]), "section");
  }

  private mergeSection(section: OutlineSection, home: OutlineSection): void {
    const here = (item: OutlineItem): OutlineItem | undefined => {
      const found = this.present.get(this.source.ids.get(item)!);
      return found && home.items.includes(found) ? found : undefined;
    };
    let begun = false;
    section.items.forEach((item, index) => {
      if (this.missing([item]).length === 0) return;
      const markdown = this.sourceOf([item.node]);
      const above = section.items.slice(0, index).map(here).findLast((other) => other !== undefined);
      const below = section.items.slice(index + 1).map(here).find((other) => other !== undefined);
      this.note([item]);
      if (above) return this.insertions.itemAfter(above.node, markdown);
      if (below) return this.insertions.itemBefore(below.node, markdown);
      // A list of its own, right below the heading or below whatever else is there.
      if (begun || home.content.length === 0) this.insertions.lineAfter(endOfSection(home), markdown, "item");
      else this.insertions.blockAfter(endOfSection(home), markdown, "item");
      begun = true;
    });
  }

  private addRows(): void {
    const [from, to] = [this.source.table!, this.target.table!];
    const twin = (title: string, group?: string) => to.rows.find((row) => (group ? row.group === group : row.title === title));
    from.rows.forEach((row, index) => {
      if (twin(row.title, row.group)) return;
      const above = from.rows.slice(0, index).map((other) => twin(other.title, other.group)).findLast((other) => other !== undefined);
      const first = to.rows[0];
      this.added.rows.push(row.title);
      const markdown = this.source.document.text.slice(row.start, row.end);
      if (above || !first) this.insertions.lineAfter(above?.end ?? endOf(to.table), markdown, "row");
      else this.insertions.before(first.start, `${markdown}\n`, "row");
    });
  }

  private holdsTable(part: NamedPart): boolean {
    const nodes: Nodes[] = [...part.part.lead, ...part.sections.flatMap(({ written }) => written.content)];
    return this.source.table !== undefined && nodes.includes(this.source.table.table);
  }

  private missing(items: OutlineItem[]): OutlineItem[] {
    return items.filter((item) => !this.present.has(this.source.ids.get(item)!));
  }

  private note(items: OutlineItem[]): void {
    this.added.items.push(...this.missing(items).map((item) => this.source.ids.get(item)!));
  }

  /** The shipped Markdown of neighbouring nodes, without the items that the copy has already. */
  private sourceOf(nodes: Nodes[]): string {
    const { text } = this.source.document;
    const kept = nodes.filter((node) => node.type !== "thematicBreak");
    const [start, end] = [startOf(kept[0]!), endOf(kept.at(-1)!)];
    const cuts = [...this.source.ids].flatMap(([{ node }, id]) => {
      if (startOf(node) < start || endOf(node) > end || !this.present.has(id)) return [];
      const gap = /^[ \t]*(?:\r\n|\r|\n)?/.exec(text.slice(endOf(node)))![0].length;
      return [{ start: startOf(node) - start, end: Math.min(end, endOf(node) + gap) - start, text: "" }];
    });
    return applyEdits(text.slice(start, end), cuts).replace(/\r\n?/g, "\n").trimEnd();
  }

  /** A copy that was cut off in a code block would take all that is added for code. */
  private closeLastFence(): void {
    const { text, root } = this.target.document;
    const fence = unclosedFences(this.target.document).find((node) => node === root.children.at(-1));
    if (fence) this.insertions.lineAfter(endOf(fence), /^(?:`{3,}|~{3,})/.exec(text.slice(startOf(fence)))![0], "repair");
  }
}

/** Items that a code block has swallowed would come a second time, and without their ticks. */
function refuseSwallowed(target: WrittenPlan, source: WrittenPlan): void {
  const block = swallowing(target.document, source.plan)[0];
  if (!block) return;
  throw new UserError(
    "plan-open-code",
    `In your copy of the learning plan, items count as code: they are in the code block that begins in line ${lineOf(block)}. Nothing was changed.`,
    "Open the file, close that code block (or the one above it) with a line like the one that opens it, without the language, and try again.",
  );
}

/** The state of phases whose row came anew; when they were started nobody knows. */
function statusEdits({ document, table, plan }: WrittenPlan, rows: string[]) {
  return (table?.rows ?? []).flatMap((row) => {
    const items = plan.groups.find((group) => group.id === row.group)?.sections.flatMap((section) => section.items) ?? [];
    const status = phaseStatus(items.filter((item) => item.done).length, items.length);
    if (!rows.includes(row.title) || status === row.status || items.length === 0) return [];
    return cellEdits(document.text, table!, row, new Map([["status", status]]));
  });
}

/** A copy can be written in ways that no rule foresees: what the merge promises is looked up in its result. */
function assertNothingLost(before: WrittenPlan, after: WrittenPlan, source: WrittenPlan): void {
  const found = new Map([...after.ids].map(([item, id]) => [id, item]));
  const kept = [...before.ids].every(([item, id]) => found.get(id)?.plain === item.plain && found.get(id)?.done === item.done);
  if (kept && [...source.ids.values()].every((id) => found.has(id))) return;
  throw new UserError(
    "plan-not-merged",
    "The current learning plan can't be added to your copy: something in the copy would be read in another way then. Nothing was changed.",
    "Look for text that is opened and not closed (a comment, an HTML tag, a code block) near the end of the file, or keep your copy as it is.",
  );
}
