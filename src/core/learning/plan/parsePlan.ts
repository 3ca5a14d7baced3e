import type { Plan, PlanGroup, PlanItem, PlanSection } from "../../../shared/learning/plan";
import { readEstimate } from "./estimate";
import { groupId, itemKey, itemSlug, ownItemId, sectionId, UniqueIds } from "./itemIds";
import { type MarkdownDocument, readMarkdown } from "./markdown";
import { type CopySection, matchItems } from "./matchItems";
import { type Outline, type OutlineItem, type OutlinePart, type OutlineSection, proseOf, readOutline } from "./outline";
import { findProblems, type PlanProblem } from "./problems";
import { readProgressTable, type WrittenTable } from "./progressTable";

export interface ParsedPlan extends Plan {
  /** What is wrong with the file, in the order of its lines; the plan is read as well as it can be. */
  problems: PlanProblem[];
}

/** A parsed plan with the places in the text that an edit needs. */
export interface WrittenPlan {
  plan: ParsedPlan;
  document: MarkdownDocument;
  table?: WrittenTable;
  groups: WrittenGroup[];
  /** All parts of the file, also those without items. */
  parts: NamedPart[];
  /** Id of every item. */
  ids: Map<OutlineItem, string>;
}

export interface WrittenGroup {
  group: PlanGroup;
  part: OutlinePart;
  sections: { section: PlanSection; written: OutlineSection }[];
}

/**
 * Reads a plan. With the shipped plan given, `text` is somebody's copy of it: items that come from shipped ones have their
 * ids, and all others are the learner's own. Never throws: `problems` tells what is wrong.
 */
export function parsePlan(text: string, shipped?: Plan): ParsedPlan {
  return readPlan(text, shipped).plan;
}

export function readPlan(text: string, shipped?: Plan): WrittenPlan {
  const document = readMarkdown(text);
  const outline = readOutline(document);
  const parts = nameSections(withoutDoubles(outline, document));
  const ids = shipped ? copyIds(parts, shipped) : shippedIds(parts);
  const groups = parts.filter(({ part }) => part.sections.some((section) => section.items.length > 0)).map(({ id, part, sections }): WrittenGroup => {
    const written = sections.map(({ id: section, written }) => ({
      section: {
        id: section,
        title: written.title,
        items: written.items.map((item) => planItem(item, ids.get(item)!, shipped)),
        body: proseOf(written.content, written.items, text),
        line: written.line,
      },
      written,
    }));
    // Where items lie right below the heading, what is around them is the body of the section that they make.
    const lead = part.sections[0]?.heading ? proseOf(part.lead, [], text) : "";
    return {
      group: { id, title: part.title, sections: written.map(({ section }) => section), lead, line: part.line },
      part,
      sections: written,
    };
  });
  const names = [...groups.map(({ group }) => group.id), ...(shipped?.groups.map((group) => group.id) ?? [])];
  const table = readProgressTable(document, names);
  const plan: Plan = {
    title: outline.title,
    groups: groups.map(({ group }) => group),
    ...(table ? { progress: table.rows.map(({ title, group, status, started, completed, line }) => ({ title, ...(group ? { group } : {}), status, started, completed, line })) } : {}),
  };
  return { plan: { ...plan, problems: findProblems(document, plan, shipped) }, document, table, groups, parts, ids };
}

export interface NamedPart {
  id: string;
  part: OutlinePart;
  sections: { id: string; written: OutlineSection }[];
}

function nameSections(outline: Outline): NamedPart[] {
  const groups = new UniqueIds();
  return outline.parts.map((part) => {
    const id = groups.take(groupId(part.title));
    const sections = new UniqueIds();
    return { id, part, sections: part.sections.map((written) => ({ id: sections.take(sectionId(id, written.title)), written })) };
  });
}

/**
 * In a conflict both sides hold mostly the same items. Those of the other side that are on this side too are taken as
 * one, done if either is.
 */
function withoutDoubles(outline: Outline, document: MarkdownDocument): Outline {
  if (document.conflicts.length === 0) return outline;
  for (const part of outline.parts) {
    for (const section of part.sections) {
      const ours = new Map(section.items.filter((item) => document.sideOf(item.line) !== "theirs").map((item) => [itemKey(item.plain), item]));
      section.items = section.items.filter((item) => {
        const twin = document.sideOf(item.line) === "theirs" ? ours.get(itemKey(item.plain)) : undefined;
        if (twin && item.done) twin.done = true;
        return !twin;
      });
    }
  }
  return outline;
}

function shippedIds(parts: NamedPart[]): Map<OutlineItem, string> {
  const ids = new Map<OutlineItem, string>();
  const unique = new UniqueIds();
  for (const { id, written } of parts.flatMap((part) => part.sections)) {
    for (const item of written.items) ids.set(item, unique.take(`${id}/${itemSlug(item)}`));
  }
  return ids;
}

function copyIds(parts: NamedPart[], shipped: Plan): Map<OutlineItem, string> {
  const sections = parts.flatMap((part) => part.sections.map(({ id, written }): CopySection => ({ id, group: part.id, items: written.items })));
  const ids = matchItems(sections, shipped);
  const unique = new UniqueIds();
  for (const item of sections.flatMap((section) => section.items)) {
    if (!ids.has(item)) ids.set(item, unique.take(ownItemId(item.plain)));
  }
  return ids;
}

function planItem(item: OutlineItem, id: string, shipped: Plan | undefined): PlanItem {
  const estimate = readEstimate(item.plain);
  return {
    id,
    text: item.text,
    plain: item.plain,
    notes: item.notes,
    done: item.done,
    line: item.line,
    box: item.box,
    ...(estimate ? { estimate } : {}),
    own: shipped !== undefined && id.startsWith("own/"),
  };
}
