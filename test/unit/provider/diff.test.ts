import assert from "node:assert/strict";
import fc from "fast-check";
import { diffFields, equivalent } from "../../../src/provider/diff";
import { t, type Fields } from "../../../src/provider/schema";
import { Asset, UNKNOWN, type Values } from "../../../src/provider/wire";

const fields: Fields = {
  name: t.string({ replaces: true }),
  size: t.number(),
  on: t.boolean(),
  policy: t.json(),
  file: t.asset(),
  zones: t.set(t.string()),
  steps: t.list(t.object({ name: t.string(), key: t.string({ replaces: true }) })),
  labels: t.map(t.string()),
  level: t.string({ computed: true }),
  box: t.object({ width: t.number(), colour: t.string({ computed: true }) }, { replaces: true }),
};
const changes = (olds: Values, news: Values, state: Values = {}) =>
  Object.fromEntries(diffFields(fields, olds, news, state).map(({ path, kind, replaces }) => [path, replaces ? `${kind}!` : kind]));

const anyInputs = fc.record(
  {
    name: fc.string(),
    size: fc.integer(),
    on: fc.boolean(),
    policy: fc.json(),
    zones: fc.uniqueArray(fc.string()),
    steps: fc.array(fc.record({ name: fc.string(), key: fc.string() })),
    labels: fc.dictionary(fc.string(), fc.string()),
    level: fc.string(),
    box: fc.record({ width: fc.integer(), colour: fc.string() }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Values>;

describe("differences between inputs", () => {
  it("are none between the same", () => {
    fc.assert(fc.property(anyInputs, (inputs) => assert.deepEqual(changes(inputs, structuredClone(inputs)), {})));
  });

  it("don't care for the order of sets and keys, or for blanks in JSON", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.jsonValue(), (zones, document) => {
        assert.deepEqual(changes({ zones }, { zones: [...zones].reverse() }), {});
        assert.deepEqual(changes({ policy: JSON.stringify(document) }, { policy: JSON.stringify(document, null, 3) }), {});
      }),
    );
    assert.deepEqual(changes({ policy: '{"a":1,"b":2}' }, { policy: '{"b":2,"a":1}' }), {});
  });

  it("don't care how a policy is written", () => {
    const one = { Statement: { Effect: "Allow", Action: "s3:Get*", Principal: { AWS: ["x"] } } };
    const same = { Statement: [{ Effect: "Allow", Action: ["s3:Get*"], Principal: { AWS: "x" } }] };
    const other = { Statement: [{ Effect: "Deny", Action: ["s3:Get*"], Principal: { AWS: "x" } }] };
    assert.deepEqual(changes({ policy: JSON.stringify(one) }, { policy: JSON.stringify(same) }), {});
    assert.deepEqual(changes({ policy: JSON.stringify(one) }, { policy: JSON.stringify(other) }), { policy: "update" });
  });

  it("name the path and the kind, and where something must be replaced", () => {
    assert.deepEqual(changes({ name: "a", size: 1 }, { name: "b", size: 1 }), { name: "update!" });
    assert.deepEqual(changes({ labels: { a: "1", "b.c": "2" } }, { labels: { a: "2", d: "3" } }), {
      "labels.a": "update",
      'labels["b.c"]': "delete",
      "labels.d": "add",
    });
    assert.deepEqual(changes({ steps: [{ name: "x", key: "k" }] }, { steps: [{ name: "y", key: "l" }, { name: "z" }] }), {
      "steps[0].name": "update",
      "steps[0].key": "update!",
      "steps[1]": "add",
    });
    assert.deepEqual(changes({ box: { width: 1 } }, { box: { width: 2 } }), { "box.width": "update!" });
    assert.deepEqual(changes({ zones: ["a", "b", "c"] }, { zones: ["c", "a", "d"] }), { "zones[2]": "update" });
  });

  it("take nothing, an empty list and a flag that is off for the same", () => {
    assert.deepEqual(changes({}, { zones: [], labels: {}, on: false, box: {} }), {});
    assert.deepEqual(changes({ on: true }, {}), { on: "delete" });
    assert.deepEqual(changes({ labels: { a: "" } }, {}), { labels: "delete" }, "a tag without text is a tag");
    assert.deepEqual(changes({ size: 0 }, {}), { size: "delete" });
  });

  it("count everything that isn't known as changed", () => {
    assert.deepEqual(changes({ name: "a", labels: { x: "1" } }, { name: UNKNOWN, labels: { x: UNKNOWN }, size: UNKNOWN }), {
      name: "update!",
      "labels.x": "update",
      size: "add",
    });
  });

  it("leave to AWS what AWS chose, until the program says otherwise", () => {
    assert.deepEqual(changes({ level: "high" }, {}), {});
    assert.deepEqual(changes({}, { level: "high" }, { level: "high" }), {});
    assert.deepEqual(changes({}, { level: "low" }, { level: "high" }), { level: "update" });
    assert.deepEqual(changes({ box: { width: 1, colour: "red" } }, { box: { width: 1 } }), {});
  });

  it("compare files by their hash", () => {
    assert.deepEqual(changes({ file: new Asset("h", { path: "a" }) }, { file: new Asset("h", {}) }), {});
    assert.deepEqual(changes({ file: new Asset("h", { path: "a" }) }, { file: new Asset("i", { path: "a" }) }), { file: "update" });
  });

  it("tell what means the same", () => {
    const policy = fields["policy"] as (typeof fields)[string];
    assert.ok(equivalent(policy, '{"a":[1]}', '{ "a": [1] }'));
    assert.ok(!equivalent(policy, '{"a":[1,2]}', '{"a":[2,1]}'));
  });
});
