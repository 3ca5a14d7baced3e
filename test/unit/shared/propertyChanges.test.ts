import assert from "node:assert/strict";
import fc from "fast-check";
import type { StepMetadata } from "../../../src/shared/engineEvents";
import { changedProperties, parsePath, propertyChanges } from "../../../src/shared/propertyChanges";

const step = (part: Partial<StepMetadata>): StepMetadata => ({ op: "update", urn: "u", type: "t", ...part });

describe("property changes", () => {
  it("reads a provider's detailed diff with the values at its paths", () => {
    const changes = propertyChanges(
      step({
        old: { inputs: { tags: { team: "web", "a.b": 1 }, rules: [{ port: 80 }] }, outputs: { arn: "old" } },
        new: { inputs: { tags: { team: "shop" }, rules: [{ port: 81 }] } },
        detailedDiff: {
          "tags.team": { diffKind: "update", inputDiff: true },
          'tags["a.b"]': { diffKind: "delete", inputDiff: true },
          "rules[0].port": { diffKind: "update-replace", inputDiff: true },
        },
      }),
    );
    assert.deepEqual(changes, [
      { path: "tags.team", kind: "update", replaces: false, before: "web", after: "shop" },
      { path: 'tags["a.b"]', kind: "delete", replaces: false, before: 1 },
      { path: "rules[0].port", kind: "update", replaces: true, before: 80, after: 81 },
    ]);
    assert.deepEqual(changedProperties(changes), ["tags", "rules"]);
  });

  it("compares inputs where the provider says nothing", () => {
    const changes = propertyChanges(
      step({
        old: { inputs: { gone: 1, kept: { b: 1, a: 2 }, size: 1 }, outputs: {} },
        new: { inputs: { fresh: 1, kept: { a: 2, b: 1 }, size: 2 }, outputs: {} },
        keys: ["size"],
      }),
    );
    assert.deepEqual(changes, [
      { path: "fresh", kind: "add", replaces: false, after: 1 },
      { path: "gone", kind: "delete", replaces: false, before: 1 },
      { path: "size", kind: "update", replaces: true, before: 1, after: 2 },
    ]);
  });

  it("never shows a secret, wherever it lies", () => {
    const secret = (key: string) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", [key]: "hush" });
    const changes = propertyChanges(
      step({
        old: { inputs: { list: [secret("plaintext")], password: secret("ciphertext") } },
        new: { inputs: { list: [], password: "open" } },
      }),
    );
    assert.ok(!JSON.stringify(changes).includes("hush"));
    assert.deepEqual(changes.map(({ before }) => before), [["[secret]"], "[secret]"]);
  });

  it("leaves out values too large for a graph", () => {
    const changes = propertyChanges(step({ old: { inputs: { code: "a".repeat(5000) } }, new: { inputs: { code: "b" } } }));
    assert.deepEqual(changes, [{ path: "code", kind: "update", replaces: false, after: "b" }]);
  });

  it("reads any path it is given without failing, and plain keys exactly", () => {
    fc.assert(fc.property(fc.string(), (path) => Array.isArray(parsePath(path))));
    const key = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]*$/);
    const keys = fc.array(fc.oneof(key, fc.nat(99), fc.string({ minLength: 1 })), { minLength: 1 });
    fc.assert(
      fc.property(keys, (path) => {
        const written = path.map((each) => {
          if (typeof each === "number") return `[${each}]`;
          return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(each) ? `.${each}` : `["${each.replace(/[\\"]/g, "\\$&")}"]`;
        });
        assert.deepEqual(parsePath(written.join("").replace(/^\./, "")), path);
      }),
    );
  });
});
