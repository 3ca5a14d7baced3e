import assert from "node:assert/strict";
import type { ItemKind } from "../../../../src/shared/learning/plan";
import { duration, percent, type Practice, progressReport } from "../../../../src/shared/learning/progressReport";
import { planOf } from "./plans";

describe("the report of the progress", () => {
  const estimate = { minMinutes: 60, maxMinutes: 120 };
  const kinds: Record<string, ItemKind> = { "one/a/seen": "verified", "one/a/asked": "quiz" };
  const report = (plan: ReturnType<typeof planOf>, { evidence = [] as { item: string; what: string; time: string }[], practices = [] as Practice[] } = {}) =>
    progressReport({ plan, evidence, kindOf: (id) => kinds[id] ?? "manual", practices });

  it("tells of each group what its row says, and how its items can be ticked; estimates are none of them", () => {
    const plan = planOf({ one: { a: { seen: true, asked: false, told: true, time: { estimate } } }, two: { b: { x: false } } }, [
      { title: "1. One", group: "one", status: "In Progress", started: "2026-11-01", completed: "", line: 1 },
    ]);
    const [one, two] = report(plan).groups;
    assert.deepEqual([one!.done, one!.total, one!.status, one!.started], [2, 4, "In Progress", "2026-11-01"]);
    assert.deepEqual(one!.kinds, { verified: { done: 1, total: 1 }, quiz: { done: 0, total: 1 }, manual: { done: 1, total: 1 } });
    assert.deepEqual([two!.status, two!.started, two!.completed], ["", "", ""]);
  });

  it("lists what was proved, newest first, and only while it is ticked", () => {
    const plan = planOf({ one: { a: { first: true, second: true, unticked: false } } });
    const at = (item: string, day: number) => ({ item: `one/a/${item}`, what: `what of ${item}`, time: `2026-11-0${day}T10:00:00.000Z` });
    const { evidence, verified } = report(plan, { evidence: [at("first", 1), at("unticked", 3), at("second", 2), { ...at("first", 4), item: "gone/from/plan" }] });
    assert.deepEqual(evidence.map(({ title, what }) => [title, what]), [["second", "what of second"], ["first", "what of first"]]);
    assert.equal(verified, 2);
  });

  it("says where to go on, until there is nothing left", () => {
    assert.deepEqual(report(planOf({ one: { a: { x: true, y: false } } })).current, { group: "Title of one", section: "Title of a", item: "y" });
    assert.equal("current" in report(planOf({ one: { a: { x: true } } })), false);
  });

  it("counts the minutes of labs with open items, and the plan's own estimate where no lab practises a section", () => {
    const bucket = { text: "Make a `bucket`", plain: "Make a bucket" };
    const time = { estimate };
    const practices = [{ items: ["Make a `bucket`"], minutes: 40 }];
    const minutes = (done: boolean) => {
      const { groups, minutesLeft } = report(planOf({ labs: { a: { make: { ...bucket, done }, fill: done, time } }, own: { b: { x: true, time } } }), { practices });
      return [...groups.map((group) => group.minutesLeft), minutesLeft];
    };
    assert.deepEqual(minutes(false), [40, 90, 130]);
    assert.deepEqual(minutes(true), [0, 90, 90]);
  });

  it("never calls something complete that isn't", () => {
    assert.deepEqual([percent({ done: 241, total: 242 }), percent({ done: 242, total: 242 }), percent({ done: 0, total: 0 })], [99, 100, 0]);
    assert.deepEqual([duration(0), duration(45), duration(60), duration(95)], ["0 min", "45 min", "1 h", "1 h 35 min"]);
  });
});
