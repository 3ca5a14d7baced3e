import assert from "node:assert/strict";
import fc from "fast-check";
import { positionInText } from "../../../../src/core/engine/userPositions";

describe("positionInText", () => {
  const project = "/home/me/shop";

  it("finds the first frame in the user's own files", () => {
    const stack = [
      "Error: boom",
      "    at inner (/home/me/shop/node_modules/lib/index.js:9:9)",
      "    at Module._compile (node:internal/modules/cjs/loader:1554:14)",
      "    at main (/home/me/shop/src/app.ts:12:7)",
      "    at /home/me/shop/index.ts:3:1",
    ].join("\n");
    assert.deepEqual(positionInText(stack, project), { file: "/home/me/shop/src/app.ts", line: 12, column: 7 });
  });

  it("reads file URLs and a compiler's way of writing places", () => {
    assert.deepEqual(positionInText("at file:///home/me/shop/my%20app.ts:4:2", project), { file: "/home/me/shop/my app.ts", line: 4, column: 2 });
    assert.deepEqual(positionInText("/home/me/shop/index.ts(7,13): error TS1005", project), { file: "/home/me/shop/index.ts", line: 7, column: 13 });
  });

  it("takes no file outside the project, also not one whose name only begins alike", () => {
    assert.equal(positionInText("at x (/home/me/shop-old/index.ts:1:1)", project), undefined);
    assert.equal(positionInText("at x (/etc/passwd:1:1)", project), undefined);
  });

  it("never throws, whatever the text", () => {
    fc.assert(fc.property(fc.string(), (text) => void positionInText(`at ${text}:1:1 file://${text}:2:2`, project)));
  });
});
