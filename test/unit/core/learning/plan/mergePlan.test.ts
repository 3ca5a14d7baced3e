import assert from "node:assert/strict";
import { UserError } from "../../../../../src/core/errors";
import { setDone } from "../../../../../src/core/learning/plan/editPlan";
import { mergeCopies } from "../../../../../src/core/learning/plan/mergeCopies";
import { mergePlan } from "../../../../../src/core/learning/plan/mergePlan";
import { parsePlan } from "../../../../../src/core/learning/plan/parsePlan";
import { itemsOf, shippedText, smallText } from "./plans";

describe("merging a newer learning plan into a copy", function () {
  this.timeout(60_000);
  const shipped = parsePlan(smallText);
  const none = { parts: [], sections: [], items: [], rows: [] };
  /** The plan without the lines from the one that begins with `from` up to the one that begins with `to`. */
  const without = (from: string, to: string): string => {
    const start = smallText.indexOf(`\n${from}`) + 1;
    return smallText.slice(0, start) + smallText.slice(smallText.indexOf(`\n${to}`, start) + 1);
  };
  const states = (text: string) => itemsOf(parsePlan(text, shipped)).map(({ id, done }) => `${done ? "x" : " "} ${id}`);
  const refusal = (code: string) => (error: unknown) => error instanceof UserError && error.code === code && error.hint !== undefined;

  it("changes nothing where nothing is new", () => {
    const ticked = setDone(smallText, itemsOf(shipped).slice(0, 9).map(({ id }) => id), true, { shipped, today: "2026-11-25" });
    assert.deepEqual(mergePlan(ticked, smallText), { text: ticked, added: none });
  });

  it("puts new items, sections and phases where the plan has them", () => {
    for (const [from, to, added] of [
      ["- [ ] Create a Pulumi", "- [ ] Configure cloud", { items: 1 }],
      ["- [ ] Install Pulumi", "- [ ] Create a Pulumi", { items: 1 }],
      ["- [ ] Understand project", "\n### Core", { items: 1 }],
      ["- [ ] Create a local AWS", "- [ ] Test your first", { items: 1 }],
      ["- [ ] Use `pulumi config", "\n### LocalStack", { items: 4 }],
      ["### Core Concepts", "### Configuration", { sections: 1, items: 5 }],
      ["### Getting Started", "### Core", { sections: 1, items: 5 }],
      ["## Mini Projects", "## Pet Project", { parts: 1, items: 23 }],
      ["## Phase 1", "## Mini", { parts: 1, items: 20 }],
    ] as const) {
      const merge = mergePlan(without(from, to), smallText);
      assert.equal(merge.text, smallText, from);
      assert.deepEqual(Object.fromEntries(Object.entries(merge.added).flatMap(([what, all]) => (all.length > 0 ? [[what, all.length]] : []))), added, from);
    }
  });

  it("brings back a table or its rows, with the states that the ticks tell", () => {
    const site = itemsOf(shipped).filter(({ id }) => id.startsWith("mini-projects/1")).map(({ id }) => id);
    const ticked = setDone(smallText, site, true, { shipped, today: "2026-11-25" });
    const row = "| Mini Projects | In Progress | 2026-11-25 | |";
    assert.ok(ticked.includes(row));
    const merged = mergePlan(ticked.replace(`\n${row}`, ""), smallText);
    assert.equal(merged.text, ticked.replace(row, "| Mini Projects | In Progress | | |"));
    assert.deepEqual(merged.added, { ...none, rows: ["Mini Projects"] });
    const lost = mergePlan(ticked.slice(0, ticked.indexOf("| Phase |")), smallText).text;
    assert.equal(lost.trimEnd(), ticked.replace(row, "| Mini Projects | In Progress | | |").trimEnd());
  });

  it("keeps what a learner added, moved, reworded and ticked", () => {
    const copy = smallText
      .replace("### Core Concepts\n", "Note to self: ask Maria.\n\n### Core Concepts\n* [x] Draw our stacks\n")
      .replace("- [ ] CloudFront distribution\n", "- [x] Cloudfront distribution (done at work)\n")
      .replace("- [ ] Run `pulumi new` to create your first project\n", "")
      .replace("### 2. Webhook Processor", "### Webhooks")
      .replace("- [ ] DLQ for failed messages\n", "");
    const { text, added } = mergePlan(copy, smallText);
    assert.deepEqual(added.items, ["phase-1/getting-started/run-pulumi-new-to-create-your", "mini-projects/2-webhook-processor/dlq-for-failed-messages"]);
    assert.equal(text.replace("- [ ] Run `pulumi new` to create your first project\n", "").replace("- [ ] DLQ for failed messages\n", ""), copy);
    assert.match(text, /retry logic\n- \[ \] DLQ for failed messages\n- \[ \] Estimated/);
  });

  it("writes with the line endings, bullets and indents that it finds", () => {
    const copy = without("- [ ] Create a Pulumi", "- [ ] Configure cloud").replace(/^- \[ \]/gm, "  * [x]").replace(/\n/g, "\r\n");
    const merged = mergePlan(`\ufeff${copy}`, smallText).text;
    assert.ok(merged.includes("equivalent)\r\n  * [ ] Create a Pulumi Cloud account (free tier)\r\n  * [x] Configure"));
    assert.doesNotMatch(merged, /[^\r]\n/);
    assert.ok(merged.startsWith("\ufeff# "));
  });

  it("completes a copy that was cut off anywhere, also in a code block", () => {
    for (let end = 40; end < smallText.length; end += 397) {
      const copy = smallText.slice(0, end).replaceAll("[ ]", "[x]");
      const merged = states(mergePlan(copy, smallText).text);
      for (const state of states(copy)) assert.ok(merged.includes(state), `${state} at ${end}`);
      for (const { id } of itemsOf(shipped)) assert.ok(merged.some((state) => state.endsWith(` ${id}`)), `${id} at ${end}`);
    }
    const inCode = smallText.slice(0, smallText.indexOf("s3UsePathStyle"));
    assert.equal(itemsOf(parsePlan(mergePlan(inCode, smallText).text, shipped)).length, itemsOf(shipped).length);
    assert.match(mergePlan(`${smallText.slice(0, 900)}\n\n\`\`\`\`sh\nls`, smallText).text, /\nls\n````\n\n/);
  });

  it("takes the whole plan into an empty file and into a file of something else", () => {
    assert.equal(mergePlan("", smallText).text, smallText);
    const notes = "# Notizen\n\n- [x] Kaffee\n";
    const merged = mergePlan(notes, smallText).text;
    assert.ok(merged.startsWith(notes.trimEnd()));
    assert.equal(itemsOf(parsePlan(merged, shipped)).length, itemsOf(shipped).length + 1);
  });

  it("brings a copy of two phases up to the whole shipped plan", () => {
    const plan = parsePlan(shippedText);
    const merged = mergePlan(setDone(smallText, itemsOf(shipped).map(({ id }) => id), true, { shipped, today: "2026-11-25" }), shippedText).text;
    const items = itemsOf(parsePlan(merged, plan));
    assert.deepEqual(new Set(items.filter(({ own }) => !own).map(({ id }) => id)), new Set(itemsOf(plan).map(({ id }) => id)));
    assert.ok(items.filter(({ done }) => done).length >= itemsOf(shipped).length);
    assert.deepEqual(parsePlan(merged, plan).groups.map(({ id }) => id).sort(), plan.groups.map(({ id }) => id).sort());
  });

  it("refuses conflict markers and items that count as code, and says what to do", () => {
    assert.throws(() => mergePlan(`${smallText}\n<<<<<<< HEAD\n`, smallText), refusal("plan-conflict"));
    const swallowed = smallText.replace("### Core Concepts\n", "### Core Concepts\n```\n").replaceAll("[ ]", "[x]");
    assert.throws(() => mergePlan(swallowed, smallText), refusal("plan-open-code"));
    assert.throws(() => mergePlan(`${without("## Mini", "## Pet")}\n<!-- never closed\n\n- [x] a\n`, `${smallText}\n\n## New\n- [ ] new item\n`), refusal("plan-not-merged"));
  });

  it("joins two copies of one person: ticks, own items and dates of both", () => {
    const tick = (text: string, id: string, today: string) => setDone(text, [id], true, { shipped, today });
    const account = "phase-1/getting-started/create-a-pulumi-cloud-account-free";
    const bucket = "mini-projects/1-static-site-generator-pipeline/s3-bucket-for-hosting";
    const here = tick(smallText, account, "2026-11-25").replace("### Core Concepts\n", "### Core Concepts\n- [ ] mine here\n");
    const there = tick(smallText, bucket, "2026-11-20").replace("### 5. Chat Bot Backend\n", "### 5. Chat Bot Backend\n- [x] mine there\n");
    const joined = mergeCopies(here, there, "2026-12-24");
    const expected = tick(here, bucket, "2026-11-20").replace("### 5. Chat Bot Backend\n", "### 5. Chat Bot Backend\n- [x] mine there\n");
    assert.equal(joined, expected);
  });
});
