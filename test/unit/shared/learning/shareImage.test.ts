import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parsePlan } from "../../../../src/core/learning/plan/parsePlan";
import type { Plan } from "../../../../src/shared/learning/plan";
import { progressReport } from "../../../../src/shared/learning/progressReport";
import { shareImage } from "../../../../src/shared/learning/shareImage";
import { parseSvg, type SvgElement } from "../../../fixtures/graph/parseSvg";
import { planOf } from "./plans";

const shipped = parsePlan(readFileSync(join(__dirname, "..", "..", "..", "..", "walkthroughs", "learning-plan.md"), "utf8"));

function draw(plan: Plan): { svg: string; root: SvgElement; texts: string[] } {
  const svg = shareImage(progressReport({ plan, evidence: [], kindOf: () => "manual", practices: [] }));
  const root = parseSvg(svg);
  return { svg, root, texts: root.children.filter(({ tag }) => tag === "text").map(({ text }) => text) };
}

/** Widths of the bars, each behind the other: first the track, then what is done. */
const bars = ({ children }: SvgElement) => children.filter(({ tag, attributes }) => tag === "rect" && attributes.rx === "8").map(({ attributes }) => Number(attributes.width));

describe("the picture of the progress", () => {
  it("names every group of the plan and its numbers, below each other and inside of the picture", () => {
    const { root, texts } = draw(shipped);
    assert.ok(texts.includes("0 of 242 items done (0 %), 0 verified"));
    for (const { title, sections } of shipped.groups) {
      assert.ok(texts.includes(title) || texts.includes(`${title.slice(0, 47)}…`), title);
      assert.ok(texts.includes(`0/${sections.flatMap(({ items }) => items).length}`), title);
    }
    const height = Number(root.attributes.height);
    const rows = root.children.filter(({ tag }) => tag === "text").map(({ attributes }) => Number(attributes.y));
    assert.deepEqual(rows, [...rows].sort((a, b) => a - b));
    assert.ok(rows.every((y) => y > 0 && y < height));
    assert.match(root.attributes["aria-label"] ?? "", /: 0 of 242 done$/);
  });

  it("draws a bar as long as what is done", () => {
    const { root } = draw(planOf({ none: { a: { x: false } }, half: { b: { y: true, z: false } }, all: { c: { w: true } } }));
    assert.deepEqual(bars(root), [480, 480, 240, 480, 480]);
  });

  it("is well-formed whatever a heading holds, and fetches nothing", () => {
    const plan = planOf({ one: { a: { x: true } }, two: { b: { y: true } } });
    plan.title = `A "plan" <script>&amp; \u0000\u001b\uffff\ud800`;
    plan.groups[0]!.title = `<image href="https://example.org/a.png"/> & more`;
    plan.groups[1]!.title = "🚀".repeat(60);
    const { svg, root, texts } = draw(plan);
    assert.ok(texts.includes(`A "plan" <script>&amp; `));
    assert.ok(texts.includes(`<image href="https://example.org/a.png"/> & more`.slice(0, 47) + "…") || texts.includes(plan.groups[0]!.title));
    assert.ok(texts.includes(`${"🚀".repeat(47)}…`));
    assert.deepEqual([...new Set(root.children.map(({ tag }) => tag))].sort(), ["rect", "text"]);
    assert.doesNotMatch(svg, /<[^>]*(href|url\(|@import)/);
  });
});
