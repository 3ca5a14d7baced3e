import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { contains, cutBlock, overlap } from "../cidr";

describe("address blocks", () => {
  it("are cut into equal parts", () => {
    assert.equal(cutBlock("10.0.0.0/16", 4, 0), "10.0.0.0/20");
    assert.equal(cutBlock("10.0.0.0/16", 4, 1), "10.0.16.0/20");
    assert.equal(cutBlock("10.0.0.0/16", 4, 15), "10.0.240.0/20");
    assert.equal(cutBlock("192.168.0.0/24", 2, 3), "192.168.0.192/26");
    assert.equal(cutBlock("0.0.0.0/0", 8, 255), "255.0.0.0/8");
  });

  it("hold their parts, which don't overlap", () => {
    const parts = Array.from({ length: 16 }, (_, index) => cutBlock("172.16.0.0/12", 4, index));
    for (const [index, part] of parts.entries()) {
      assert.ok(contains("172.16.0.0/12", part));
      for (const other of parts.slice(index + 1)) assert.ok(!overlap(part, other), `${part} and ${other}`);
    }
    assert.ok(overlap("10.0.0.0/16", "10.0.16.0/20"));
    assert.ok(!contains("10.0.16.0/20", "10.0.0.0/16"));
  });

  it("have no part that doesn't fit", () => {
    assert.throws(() => cutBlock("10.0.0.0/16", 4, 16), /has 16 parts, counted from 0; there is no part 16/);
    assert.throws(() => cutBlock("10.0.0.0/16", 4, -1), RangeError);
    assert.throws(() => cutBlock("10.0.0.0/30", 3, 0), /can't be cut into 8 parts/);
    assert.throws(() => cutBlock("10.0.0.0/16", -1, 0), RangeError);
  });

  it("are recognized by their form", () => {
    for (const wrong of ["", "10.0.0.0", "10.0.0.0/33", "10.0.0.256/32", "10.0.0.1/16", "a.b.c.d/8", "10.0.0.0/16 "]) {
      assert.throws(() => cutBlock(wrong, 0, 0), RangeError, wrong);
    }
  });
});
