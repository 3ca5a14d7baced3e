import assert from "node:assert/strict";
import fc from "fast-check";
import { makeName } from "../../../src/provider/autoName";

const seed = (text: string) => new Uint8Array(Buffer.from(text));
const lower = { maxLength: 63, transform: (name: string) => name.toLowerCase() };

describe("automatic names", () => {
  it("are the logical name, a dash and seven random characters", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,40}$/), fc.uint8Array({ maxLength: 32 }), (logicalName, given) => {
        const { name = "" } = makeName(lower, { logicalName, seed: given, inputs: {} });
        assert.match(name, /^[a-z0-9-]+-[0-9a-f]{7}$/);
        assert.equal(name.slice(0, -8), logicalName.toLowerCase());
      }),
    );
  });

  it("are the same for the same seed, and new without one", () => {
    const name = (given: Uint8Array) => makeName(lower, { logicalName: "a", seed: given, inputs: {} }).name;
    assert.equal(name(seed("x")), name(seed("x")));
    assert.notEqual(name(seed("x")), name(seed("y")));
    assert.notEqual(name(seed("")), name(seed("")));
  });

  it("end as the kind of resource demands", () => {
    const rule = { maxLength: 80, suffix: (inputs: Readonly<Record<string, unknown>>) => (inputs["fifoQueue"] === true ? ".fifo" : "") };
    assert.match(makeName(rule, { logicalName: "q", seed: seed(""), inputs: { fifoQueue: true } }).name ?? "", /^q-[0-9a-f]{7}\.fifo$/);
    assert.match(makeName(rule, { logicalName: "q", seed: seed(""), inputs: {} }).name ?? "", /^q-[0-9a-f]{7}$/);
  });

  it("take a prefix that the program gives", () => {
    const rule = { ...lower, prefixInput: "bucketPrefix" };
    const { name = "" } = makeName(rule, { logicalName: "x", seed: seed(""), inputs: { bucketPrefix: "logs-" } });
    assert.match(name, /^logs-\d{26}$/);
  });

  it("say when they would be too long", () => {
    const { name, problem } = makeName({ maxLength: 10 }, { logicalName: "abcdefgh", seed: seed(""), inputs: {} });
    assert.equal(name, undefined);
    assert.match(problem ?? "", /'abcdefgh' has 16 characters, and at most 10 are allowed/);
  });

  it("follow the stack's own rules for names", () => {
    const request = { logicalName: "X", seed: seed(""), inputs: {} };
    assert.equal(makeName(lower, { ...request, autoNaming: { mode: "propose", proposedName: "Team-X" } }).name, "team-x");
    assert.equal(makeName(lower, { ...request, autoNaming: { mode: "enforce", proposedName: "Team-X" } }).name, "Team-X");
    assert.deepEqual(makeName(lower, { ...request, autoNaming: { mode: "disable", proposedName: "" } }), {});
  });
});
