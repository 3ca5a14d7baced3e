import type { Code } from "mdast";
import type { Plan } from "../../../shared/learning/plan";
import { splitLines } from "./conflicts";
import { itemKey } from "./itemIds";
import { endOf, lineOf, type MarkdownDocument, startOf, visit } from "./markdown";

export interface PlanProblem {
  kind: "conflict" | "openCode" | "noTable" | "double";
  message: string;
  /** Counted from 1. */
  line: number;
}

export function findProblems(document: MarkdownDocument, plan: Plan, shipped: Plan | undefined): PlanProblem[] {
  return [...conflicts(document), ...openCode(document), ...swallowed(document, shipped), ...doubles(plan, shipped), ...lostTable(document, plan)].sort(
    (one, other) => one.line - other.line,
  );
}

function conflicts({ conflicts }: MarkdownDocument): PlanProblem[] {
  const line = conflicts[0];
  if (line === undefined) return [];
  return [{ kind: "conflict", line, message: `The file has merge conflict markers (first in line ${line}). Choose what to keep and delete the lines that begin with <<<<<<<, ======= and >>>>>>>.` }];
}

/** Code blocks whose closing fence is missing. */
function openCode(document: MarkdownDocument): PlanProblem[] {
  return unclosedFences(document).map((node) => ({
    kind: "openCode",
    line: lineOf(node),
    message: `The code block that begins in line ${lineOf(node)} is never closed: what follows counts as code. Close it with a line like the one that opens it, without the language.`,
  }));
}

export function unclosedFences({ text, root }: MarkdownDocument): Code[] {
  const open: Code[] = [];
  visit(root, (node) => {
    if (node.type !== "code") return;
    const lines = splitLines(text.slice(startOf(node), endOf(node))).map((line) => line.text);
    const fence = /^(`{3,}|~{3,})/.exec(lines[0] ?? "")?.[1];
    if (!fence) return; // indented code has no end to miss
    const close = /(?:^|[\s>])(`{3,}|~{3,})[ \t]*$/.exec(lines.length > 1 ? lines.at(-1)! : "")?.[1];
    if (!close || close[0] !== fence[0] || close.length < fence.length) open.push(node);
  });
  return open;
}

/** Closed code blocks that hold items of the shipped plan: a fence above them was deleted. */
function swallowed(document: MarkdownDocument, shipped: Plan | undefined): PlanProblem[] {
  if (!shipped) return [];
  const open = unclosedFences(document);
  return swallowing(document, shipped).filter((node) => !open.includes(node)).map((node) => ({
    kind: "openCode",
    line: lineOf(node),
    message: `The code block that begins in line ${lineOf(node)} holds items of the plan, which count as code there. Probably the end of a code block above them was deleted.`,
  }));
}

export function swallowing({ root }: MarkdownDocument, shipped: Plan): Code[] {
  const known = new Set(shipped.groups.flatMap((group) => group.sections.flatMap((section) => section.items.map((item) => item.text))));
  return root.children.filter((node): node is Code => node.type === "code" && [...node.value.matchAll(/^[-*+] \[[ xX]\] (.+?)\s*$/gm)].some((found) => known.has(found[1]!)));
}

function lostTable({ text }: MarkdownDocument, plan: Plan): PlanProblem[] {
  if (plan.progress || plan.groups.length === 0) return [];
  return [{ kind: "noTable", line: Math.max(1, splitLines(text).length), message: "The Progress Tracking table is missing, so no dates are written. Merge the current plan to have it back." }];
}

/** Items that are in a section twice, and a second copy of a shipped item anywhere. */
function doubles(plan: Plan, shipped: Plan | undefined): PlanProblem[] {
  const problems: PlanProblem[] = [];
  const known = new Set(shipped?.groups.flatMap((group) => group.sections.flatMap((section) => section.items.filter((item) => !item.estimate).map((item) => itemKey(item.plain)))));
  const anywhere = new Map<string, number>();
  for (const section of plan.groups.flatMap((group) => group.sections)) {
    const here = new Map<string, number>();
    for (const item of section.items) {
      const key = itemKey(item.plain);
      const first = here.get(key) ?? (known.has(key) && item.own ? anywhere.get(key) : undefined);
      if (first !== undefined) problems.push({ kind: "double", line: item.line, message: `“${item.plain}” is in the plan twice (also in line ${first}). Each has a box of its own; delete one of them.` });
      here.set(key, here.get(key) ?? item.line);
      if (!item.own) anywhere.set(key, item.line);
    }
  }
  return problems;
}
