import assert from "node:assert/strict";
import { currentPlace, doneIds, isDone, itemsOf, placeOf, tally } from "../../../../src/shared/learning/progress";
import { planOf } from "./plans";

describe("the progress in a plan", () => {
  const estimate = { minMinutes: 60, maxMinutes: 120 };

  it("counts every box, in a section, a group and the whole plan", () => {
    const plan = planOf({ one: { a: { x: true, y: false }, b: { z: true } }, two: { c: { w: { estimate } } } });
    const [one] = plan.groups;
    assert.deepEqual(tally(itemsOf(plan)), { done: 2, total: 4 });
    assert.deepEqual(tally(itemsOf(one!)), { done: 2, total: 3 });
    assert.deepEqual(tally(itemsOf(one!.sections[1]!)), { done: 1, total: 1 });
  });

  it("knows where an item is", () => {
    const plan = planOf({ one: { a: { x: true } }, two: { b: { y: false } } });
    const place = placeOf(plan, "two/b/y");
    assert.deepEqual([place?.group.id, place?.section.id, place?.item.plain], ["two", "two/b", "y"]);
    assert.equal(placeOf(plan, "two/b/x"), undefined);
  });

  it("calls done what is done, with what contains it; a part without items never is", () => {
    const plan = planOf({ one: { a: { x: true }, only: {} }, two: { b: { y: true, z: false }, c: { w: true } }, words: { table: {} } });
    assert.deepEqual([...doneIds(plan)].sort(), ["one", "one/a", "one/a/x", "two/b/y", "two/c", "two/c/w"]);
    assert.equal(isDone(plan.groups[2]!), false);
  });

  it("goes on in the farthest phase that is begun, at its first open item", () => {
    const plan = planOf({ one: { a: { x: true, y: false } }, two: { b: { z: true }, c: { u: { done: false, estimate }, v: false } }, three: { d: { w: false } } });
    assert.equal(currentPlace(plan)?.item.id, "two/c/v");
  });

  it("goes on behind what is done last, then with what was left out", () => {
    const at = (w: boolean) => currentPlace(planOf({ one: { a: { x: false, y: true }, b: { w } } }))?.item.id;
    assert.deepEqual([at(false), at(true)], ["one/b/w", "one/a/x"]);
  });

  it("goes through the phases first, also when a project is begun", () => {
    const at = (y: boolean) => currentPlace(planOf({ "phase-1": { a: { x: true, y } }, lab: { b: { z: true, w: false } } }))?.item.id;
    assert.deepEqual([at(false), at(true)], ["phase-1/a/y", "lab/b/w"]);
  });

  it("begins with the first phase, skips what is done, and ends", () => {
    const at = (...done: boolean[]) => currentPlace(planOf({ one: { a: { x: done[0]! } }, two: { b: { y: done[1]! } } }))?.item.id;
    assert.deepEqual([at(false, false), at(true, false), at(false, true), at(true, true)], ["one/a/x", "two/b/y", "one/a/x", undefined]);
  });
});
