import assert from "node:assert/strict";
import fc from "fast-check";
import { defineResource } from "../../../src/provider/definition";
import { t } from "../../../src/provider/schema";
import { assembleState, ignoreChanges, inputsFromState, parsePath } from "../../../src/provider/state";
import type { Values } from "../../../src/provider/wire";

const never = async (): Promise<never> => {
  throw new Error("not called here");
};
const thing = defineResource({
  type: "aws:test/thing:Thing",
  inputs: {
    policy: t.json(),
    zones: t.set(t.string()),
    rules: t.set(t.object({ port: t.number({ required: true }), id: t.string({ computed: true }) })),
    force: t.boolean({ default: false, local: true }),
    level: t.string({ computed: true }),
    note: t.string(),
    tags: t.tags(),
  },
  outputs: { arn: t.string() },
  notFound: [],
  create: never,
  read: never,
  delete: never,
});
const assemble = (inputs: Values, read: Values, defaultTags: Record<string, string> = {}) =>
  assembleState(thing, inputs, { arn: "arn", ...read }, "eu-west-1", defaultTags);

describe("recorded state", () => {
  it("keeps the program's words where AWS means the same", () => {
    const inputs = { policy: '{ "a": 1 }', zones: ["b", "a"], rules: [{ port: 2 }, { port: 1 }] };
    const state = assemble(inputs, { policy: '{"a":1}', zones: ["a", "b"], rules: [{ port: 1, id: "r1" }, { port: 2, id: "r2" }] });
    assert.equal(state["policy"], '{ "a": 1 }');
    assert.deepEqual(state["zones"], ["b", "a"]);
    assert.deepEqual(state["rules"], [{ port: 2, id: "r2" }, { port: 1, id: "r1" }]);
    assert.equal(state["region"], "eu-west-1");
  });

  it("carries over what AWS can't tell, and takes the rest from AWS", () => {
    const state = assemble({ force: true, note: "mine" }, { note: "theirs", level: "high" });
    assert.equal(state["force"], true);
    assert.equal(state["note"], "theirs");
    assert.equal(state["level"], "high");
  });

  it("tells the provider's default tags from the program's", () => {
    const read = { tags: { a: "1", course: "x", shared: "s", "aws:stack": "hidden" } };
    const state = assemble({ tags: { a: "1", shared: "s" } }, read, { course: "x", shared: "s" });
    assert.deepEqual(state["tags"], { a: "1", shared: "s" });
    assert.deepEqual(state["tagsAll"], { a: "1", course: "x", shared: "s" });
  });

  it("gives back the program's inputs when nothing changed", () => {
    const inputs = { policy: '{ "a": 1 }', rules: [{ port: 2 }], force: true, tags: {}, __defaults: ["force"] };
    const state = assemble(inputs, { policy: '{"a":1}', rules: [{ port: 2, id: "r" }], level: "high" });
    assert.deepEqual(inputsFromState(thing, state, { inputs, state }), inputs);
  });

  it("shows in the inputs what was changed, taken away or added behind its back", () => {
    const inputs = { zones: ["a"], note: "mine", force: false };
    const state = assemble(inputs, { zones: ["a"], note: "mine", level: "high" });
    const now = assemble(inputs, { zones: ["a", "z"], level: "low", tags: { stranger: "yes" } });
    assert.deepEqual(inputsFromState(thing, now, { inputs, state }), { zones: ["a", "z"], force: false, tags: { stranger: "yes" } });
  });

  it("gives an import everything that says something", () => {
    const state = assemble({ force: false }, { level: "high", zones: [], note: "", tags: { a: "1" } });
    assert.deepEqual(inputsFromState(thing, state), { level: "high", force: false, tags: { a: "1" } });
  });

  it("gives an import a flag that is off though it is on by default", () => {
    const lamp = { ...thing, inputs: { lit: t.boolean({ default: true }), dim: t.boolean({ default: false }) } };
    assert.deepEqual(inputsFromState(lamp, { lit: false, dim: false }), { lit: false, dim: false });
    assert.deepEqual(inputsFromState(lamp, { lit: true }), { lit: true, dim: false });
  });
});

describe("ignored changes", () => {
  const olds = { tags: { a: "1", b: "2" }, list: [{ x: 1 }, { x: 2 }], note: "old" };

  it("keep the old value of a path", () => {
    const news = { tags: { a: "9", c: "3" }, list: [{ x: 8 }, { x: 9 }], note: "new" };
    assert.deepEqual(ignoreChanges(news, olds, ["note", "tags.a"]), { ...news, note: "old", tags: { a: "1", c: "3" } });
    assert.deepEqual(ignoreChanges(news, olds, ["tags.c"])["tags"], { a: "9" });
    assert.deepEqual(ignoreChanges(news, olds, ["list[*].x"])["list"], [{ x: 1 }, { x: 2 }]);
    assert.deepEqual(ignoreChanges(news, olds, ["tags"])["tags"], olds.tags);
    assert.deepEqual(ignoreChanges({}, olds, ["note"]), { note: "old" });
  });

  it("leave what they were given alone", () => {
    const news = { note: "new", tags: { a: "9" } };
    ignoreChanges(news, olds, ["note", "tags.a"]);
    assert.deepEqual(news, { note: "new", tags: { a: "9" } });
  });

  it("read paths of every kind", () => {
    assert.deepEqual(parsePath('a.b[0]["c.d"].e[*]'), ["a", "b", "0", "c.d", "e", "*"]);
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), (keys) => {
        const path = keys.map((key) => `["${key.replace(/["\\]/g, "\\$&")}"]`).join("");
        assert.deepEqual(parsePath(path), keys);
      }),
    );
  });
});
