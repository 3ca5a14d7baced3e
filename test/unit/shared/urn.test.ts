import assert from "node:assert/strict";
import fc from "fast-check";
import { STACK_TYPE } from "../../../src/shared/graph";
import { buildUrn, parseUrn, urnOfProviderReference } from "../../../src/shared/urn";

const word = fc.stringMatching(/^[A-Za-z0-9_.-]{1,12}$/);
const type = fc.tuple(word, word, word).map((parts) => parts.join(":"));
const name = fc.string({ minLength: 1, unit: "grapheme" });

describe("urn", () => {
  it("reads what the engine writes", () => {
    assert.deepEqual(parseUrn("urn:pulumi:dev::shop::shop:groups:Shop$shop:groups:Web::web"), {
      stack: "dev",
      project: "shop",
      qualifiedType: "shop:groups:Shop$shop:groups:Web",
      type: "shop:groups:Web",
      name: "web",
    });
  });

  it("takes a name with separators in it whole", () => {
    assert.equal(parseUrn("urn:pulumi:dev::shop::aws:s3/bucket:Bucket::a::b")?.name, "a::b");
  });

  it("is not fooled by other text", () => {
    for (const text of ["", "urn:", "urn:pulumi:", "urn:pulumi:dev::shop", "urn:other:dev::shop::t::n", "dev::shop::t::n"]) {
      assert.equal(parseUrn(text), undefined, text);
    }
  });

  it("leaves the stack out of its children's types", () => {
    const stack = buildUrn({ stack: "dev", project: "shop", type: STACK_TYPE, name: "shop-dev" });
    const child = { stack: "dev", project: "shop", type: "a:b:C", name: "c" };
    assert.equal(buildUrn({ ...child, parent: stack }), buildUrn(child));
  });

  it("gives back what it was built from, for any names and any depth", () => {
    fc.assert(
      fc.property(word, word, fc.array(fc.tuple(type, name), { minLength: 1, maxLength: 5 }), (stack, project, line) => {
        let parent: string | undefined;
        for (const [depth, [each, called]] of line.entries()) {
          const urn: string = buildUrn({ stack, project, type: each, name: called, parent });
          const parsed = parseUrn(urn);
          const types = line.slice(0, depth + 1).map(([ancestor]) => ancestor);
          assert.deepEqual(parsed, { stack, project, qualifiedType: types.join("$"), type: each, name: called });
          parent = urn;
        }
      }),
    );
  });

  it("finds the provider's URN in a reference", () => {
    const urn = "urn:pulumi:dev::shop::pulumi:providers:aws::west";
    assert.equal(urnOfProviderReference(`${urn}::35510f93-9e66`), urn);
    assert.equal(urnOfProviderReference("nonsense"), undefined);
    assert.equal(urnOfProviderReference(""), undefined);
  });
});
