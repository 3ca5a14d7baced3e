import assert from "node:assert/strict";
import fc from "fast-check";
import { columnsOf, ellipsize, ellipsizeMiddle, printable } from "../../../src/shared/text";

describe("text", () => {
  it("has nothing left in it that moves a terminal's cursor or breaks XML", () => {
    assert.equal(printable("a\u001b[2Jb\nc\u202ed\ud800"), "a\ufffd[2Jb\ufffdc\ufffdd\ufffd");
    assert.equal(printable("naïve 汉字 🚀"), "naïve 汉字 🚀");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        // eslint-disable-next-line no-control-regex
        assert.doesNotMatch(printable(text), /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\ufffe\uffff]/);
        assert.equal(printable(printable(text)), printable(text));
      }),
    );
  });

  it("counts wide and combining characters as a terminal does", () => {
    assert.equal(columnsOf("abc"), 3);
    assert.equal(columnsOf("汉字"), 4);
    assert.equal(columnsOf("🚀"), 2);
    assert.equal(columnsOf("e\u0301"), 1);
  });

  it("is cut to its room, and only then", () => {
    assert.equal(ellipsize("short", 5, columnsOf), "short");
    assert.equal(ellipsize("longer", 5, columnsOf), "long…");
    assert.equal(ellipsize("汉字汉字", 6, columnsOf), "汉字…");
    assert.equal(ellipsizeMiddle("orders-service-queue", 11, columnsOf), "order…queue");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 30 }), (text, room) => {
        const cut = ellipsize(text, room, columnsOf);
        assert.ok(columnsOf(cut) <= room);
        if (columnsOf(text) <= room) assert.equal(cut, text);
        else assert.ok(cut.endsWith("…") && text.startsWith(cut.slice(0, -1)));
        const [head, tail] = ellipsizeMiddle(text, room, columnsOf).split("…");
        if (columnsOf(text) > room && !text.includes("…")) {
          assert.ok(columnsOf(`${head}…${tail}`) <= room && text.startsWith(head ?? "?") && text.endsWith(tail ?? "?"));
        }
      }),
    );
  });
});
