import assert from "node:assert/strict";
import fc from "fast-check";
import { UserError } from "../../../../../src/core/errors";
import { setDone } from "../../../../../src/core/learning/plan/editPlan";
import { mergePlan } from "../../../../../src/core/learning/plan/mergePlan";
import { parsePlan } from "../../../../../src/core/learning/plan/parsePlan";
import { copiesOf } from "./randomCopies";
import { itemsOf, shippedText, smallText } from "./plans";

/** Whatever happens to a copy of the plan, nothing in it is lost. */
describe("random copies of the learning plan", function () {
  this.timeout(400_000);

  for (const [name, text, numRuns] of [["of two phases", smallText, 60], ["of all of it", shippedText, 5]] as const) {
    describe(name, () => {
      const shipped = parsePlan(text);
      const shippedIds = new Set(itemsOf(shipped).map(({ id }) => id));
      const copies = copiesOf(text);

      it("are read with exact places and unique ids", () => {
        fc.assert(
          fc.property(copies, (copy) => {
            const plan = parsePlan(copy, shipped);
            const ids = itemsOf(plan).map(({ id }) => id);
            assert.equal(new Set(ids).size, ids.length);
            for (const item of itemsOf(plan)) {
              assert.match(copy.slice(item.box - 1, item.box + 2), item.done ? /^\[[xX]\]$/ : /^\[[ \t]\]$/);
              assert.equal(copy.slice(0, item.box).split("\n").length, item.line);
              assert.equal(shippedIds.has(item.id), !item.own);
            }
            const lines = copy.split("\n").length;
            assert.ok(plan.problems.every(({ line }) => line >= 1 && line <= lines));
          }),
          { numRuns },
        );
      });

      it("are ticked and unticked in their boxes and rows alone", () => {
        const edits = fc.tuple(copies, fc.array(fc.nat(), { minLength: 1, maxLength: 12 }), fc.boolean());
        fc.assert(
          fc.property(edits, ([copy, picks, done]) => {
            const before = parsePlan(copy, shipped);
            const items = itemsOf(before);
            if (items.length === 0) return;
            const ids = new Set(picks.map((pick) => items[pick % items.length]!.id));
            const result = setDone(copy, ids, done, { shipped, today: "2026-11-25" });
            assert.deepEqual(masked(result, before), masked(copy, before));
            const after = itemsOf(parsePlan(result, shipped));
            assert.deepEqual(after.map(({ id }) => id), items.map(({ id }) => id));
            after.forEach((item, index) => {
              if (!item.estimate) assert.equal(item.done, ids.has(item.id) ? done : items[index]!.done, item.id);
            });
          }),
          { numRuns },
        );
      });

      it("take the shipped plan in without losing a line or a tick, or refuse it", () => {
        let merged = 0;
        fc.assert(
          fc.property(copies, (copy) => {
            let result: string;
            try {
              result = mergePlan(copy, text).text;
            } catch (error) {
              assert.ok(error instanceof UserError && /^plan-/.test(error.code), String(error));
              return;
            }
            merged++;
            const plan = itemsOf(parsePlan(result, shipped));
            const found = new Map(plan.map(({ id, done }) => [id, done]));
            for (const id of shippedIds) assert.ok(found.has(id), `no ${id}`);
            for (const item of itemsOf(parsePlan(copy, shipped))) assert.equal(found.get(item.id), item.done, item.id);
            assertHolds(result, copy);
            assert.equal(mergePlan(result, text).text, result);
          }),
          { numRuns },
        );
        assert.ok(merged > numRuns / 4, `only ${merged} of ${numRuns} could be merged`);
      });
    });
  }
});

/** The text without what ticking may change: the boxes of its items, and the table's rows. */
function masked(text: string, plan: ReturnType<typeof parsePlan>): string[] {
  const lines = text.split("\n");
  for (const { line } of itemsOf(plan)) lines[line - 1] = lines[line - 1]!.replace(/\[[ \txX]\]/, "[?]");
  for (const { line } of plan.progress ?? []) lines[line - 1] = "row";
  return lines;
}

/** Every line of `part` is in `whole`, in the same order. */
function assertHolds(whole: string, part: string): void {
  const left = whole.split("\n").map((line) => line.trimEnd());
  let at = 0;
  for (const line of part.split("\n").map((each) => each.trimEnd())) {
    const found = left.indexOf(line, at);
    assert.ok(found >= 0, `lost: ${JSON.stringify(line)}`);
    at = found + 1;
  }
}
