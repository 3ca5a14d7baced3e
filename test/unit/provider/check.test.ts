import assert from "node:assert/strict";
import fc from "fast-check";
import { checkFields } from "../../../src/provider/check";
import { t, type Fields } from "../../../src/provider/schema";
import { Archive, Asset, UNKNOWN, type Value, type Values } from "../../../src/provider/wire";

const TYPE = "aws:test/thing:Thing";
const fields: Fields = {
  name: t.string({ required: true }),
  size: t.number({ default: 3, check: (size) => (size > 0 ? undefined : "must be above 0.") }),
  mode: t.string({ oneOf: ["fast", "slow"] }),
  on: t.boolean(),
  policy: t.json(),
  file: t.asset(),
  code: t.archive(),
  rules: t.list(t.object({ port: t.number({ required: true }), open: t.boolean({ default: true }) })),
  labels: t.map(t.string()),
};

const check = (given: Values) => checkFields(TYPE, fields, { name: "n", ...given });
const problems = (given: Values) => check(given).failures.map(({ property, reason }) => `${property}: ${reason}`);

describe("checks of a program's inputs", () => {
  it("pass what the schema knows and fill in defaults at every depth", () => {
    const { values, failures, defaulted } = check({ rules: [{ port: 80 }], policy: { Version: "1" } });
    assert.deepEqual(failures, []);
    assert.deepEqual(values, { name: "n", size: 3, rules: [{ port: 80, open: true }], policy: '{"Version":"1"}' });
    assert.deepEqual(defaulted, ["size"]);
  });

  it("refuse what it doesn't know, with the type, the path and the way out", () => {
    assert.deepEqual(problems({ rules: [{ port: 1, colour: "red" }] }), [
      `rules[0].colour: ${TYPE}: the embedded provider does not implement 'rules[0].colour'. Remove it, or choose the official provider for this stack: pulumi-lab deploy --provider official.`,
    ]);
  });

  it("never let an unknown input pass, wherever it is", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }).filter((key) => !(key in fields)), fc.jsonValue(), (key, value) => {
        fc.pre(value !== null);
        const { failures, values } = check({ [key]: value as Values });
        assert.equal(failures.length, 1);
        assert.ok(!Object.hasOwn(values, key));
      }),
    );
  });

  it("leave out what is null or undefined", () => {
    const { values, failures } = check({ on: null, labels: { a: null, b: "x" }, nothing: undefined, other: null });
    assert.deepEqual(failures, []);
    assert.deepEqual(values, { name: "n", size: 3, labels: { b: "x" } });
  });

  it("name what is missing, and what has the wrong type or value", () => {
    assert.deepEqual(checkFields(TYPE, fields, { rules: [{}] }).failures.map(({ property }) => property), ["name", "rules[0].port"]);
    assert.match(problems({ size: "many" })[0] ?? "", /^size: .*'size' must be a number, but it is 'many'/);
    assert.match(problems({ size: 0 })[0] ?? "", /'size' must be above 0\./);
    assert.match(problems({ mode: "odd" })[0] ?? "", /must be one of 'fast', 'slow', but it is 'odd'/);
    assert.match(problems({ labels: "a" })[0] ?? "", /'labels' must be a map/);
    assert.match(problems({ rules: { port: 1 } })[0] ?? "", /'rules' must be a list, but it is an object/);
    assert.match(problems({ policy: "{" })[0] ?? "", /'policy' must be JSON text/);
    assert.match(problems({ code: new Asset("h", { text: "x" }) })[0] ?? "", /'code' must be an archive.*but it is an asset/);
    assert.match(problems({ labels: { "a.b": [1] } })[0] ?? "", /^labels\["a\.b"\]: /);
  });

  it("take text for numbers and flags and the other way round, as configuration gives them", () => {
    assert.deepEqual(check({ size: "7", on: "true", labels: { a: 5, b: true } }).values, {
      name: "n",
      size: 7,
      on: true,
      labels: { a: "5", b: "true" },
    });
  });

  it("pass everything that isn't known yet", () => {
    const given: Values = Object.fromEntries(Object.keys(fields).map((key) => [key, UNKNOWN as Value]));
    assert.deepEqual(checkFields(TYPE, fields, given), { values: given, failures: [], defaulted: [] });
    assert.deepEqual(problems({ rules: [UNKNOWN, { port: UNKNOWN }], policy: { a: [UNKNOWN] }, size: UNKNOWN }), []);
  });

  it("give the same again for what they gave", () => {
    const { values } = check({ size: "7", rules: [{ port: 1 }], policy: { a: 1 }, file: new Asset("h", { path: "p" }), code: new Archive("h", { path: "p" }) });
    assert.deepEqual(checkFields(TYPE, fields, values).values, values);
  });
});
