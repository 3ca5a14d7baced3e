import assert from "node:assert/strict";
import type { Nodes, Table } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { toString } from "mdast-util-to-string";
import { gfm } from "micromark-extension-gfm";
import { progressMarkdown } from "../../../../src/shared/learning/progressMarkdown";
import { progressReport } from "../../../../src/shared/learning/progressReport";
import { planOf } from "./plans";

const parse = (text: string) => fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });

describe("the progress as Markdown", () => {
  const hostile = "a|b `c` **d** [e](f.md) <script>\nf";
  const plan = planOf({ one: { a: { x: { done: true, plain: hostile } } }, two: { b: { y: false } } }, [
    { title: "1", group: "one", status: hostile, started: "2026-11-01", completed: "2026-11-20", line: 1 },
  ]);
  plan.groups[0]!.title = hostile;
  const evidence = [{ item: "one/a/x", what: hostile, time: "2026-11-20T09:30:00.000Z" }];
  const report = progressReport({ plan, evidence, kindOf: () => "verified", practices: [{ items: ["y"], minutes: 75 }] });
  const text = progressMarkdown(report, "2026-11-25");
  const tree = parse(text);
  const table = tree.children.find((node): node is Table => node.type === "table")!;
  const rows = table.children.map(({ children }) => children.map((cell) => toString(cell)));

  it("has a row for each phase", () => {
    assert.deepEqual(rows[0], ["Phase", "Done", "Status", "Started", "Completed", "Left, about"]);
    assert.deepEqual(rows[2], ["Title of two", "0 of 1", "", "", "", "1 h 15 min"]);
    assert.match(text, /^As of 2026-11-25: \*\*1 of 2\*\* items \(50 %\), 1 of them verified\.$/m);
    assert.match(text, /^Next: y \(Title of two, Title of b\)$/m);
  });

  it("shows what was written word for word, and nothing of it as Markdown", () => {
    const word = hostile.replace("\n", " ");
    assert.deepEqual(rows[1], [word, "1 of 1", word, "2026-11-01", "2026-11-20", ""]);
    const list = tree.children.find(({ type }) => type === "list")!;
    assert.equal(toString(list), `${word}: ${word} (2026-11-20)`);
    const types = new Set<string>();
    const walk = (node: Nodes): void => {
      types.add(node.type);
      if ("children" in node) node.children.forEach(walk);
    };
    [table, list].forEach(walk);
    assert.deepEqual(["html", "link", "inlineCode", "strong"].filter((type) => types.has(type)), []);
  });
});
