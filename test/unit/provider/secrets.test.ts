import assert from "node:assert/strict";
import fc from "fast-check";
import { t } from "../../../src/provider/schema";
import { maskSecrets, mergeSecrets, outgoingSecrets } from "../../../src/provider/secrets";
import { encodeValues } from "../../../src/provider/wire";

/** Everything on the wire that isn't inside a secret. */
function inTheClear(wire: unknown): string {
  return JSON.stringify(wire, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && "4dabf18193072939515e22adb298388d" in inner ? "hidden" : inner,
  );
}

describe("secrets", () => {
  it("never leave in the clear, in whatever output they turn up", () => {
    const secret = fc.stringMatching(/^[a-z0-9]{8,20}$/);
    fc.assert(
      fc.property(secret, fc.string(), (text, other) => {
        fc.pre(!other.includes(text));
        const outputs = { tags: { key: text, plain: other }, tagsAll: { key: text, more: "x" }, arn: `arn:aws:s3:::${text}`, list: [[`<${text}>`]], plain: other };
        const shape = outgoingSecrets(outputs, { tags: { key: text, plain: other } }, { tags: { key: true } }, {});
        const clear = inTheClear(encodeValues(outputs, shape));
        assert.ok(!clear.includes(text), clear);
        assert.equal((JSON.parse(clear) as { plain: string }).plain, other);
      }),
    );
  });

  it("are what the schema calls secret, too", () => {
    const shape = outgoingSecrets({ password: "p", user: "u" }, {}, undefined, { password: t.string({ secret: true }), user: t.string() });
    assert.deepEqual(shape, { password: true });
  });

  it("are masked in messages, the longest first", () => {
    const masked = maskSecrets("the key abcdef-long and abcdef are wrong", { a: "abcdef", b: "abcdef-long" }, { a: true, b: true });
    assert.equal(masked, "the key [secret] and [secret] are wrong");
  });

  it("add up", () => {
    assert.deepEqual(mergeSecrets({ a: true }, { b: { c: true } }), { a: true, b: { c: true } });
    assert.deepEqual(mergeSecrets({ b: { d: true } }, { b: { c: true } }), { b: { c: true, d: true } });
    assert.equal(mergeSecrets(true, { a: true }), true);
    assert.equal(mergeSecrets(undefined, undefined), undefined);
  });
});
