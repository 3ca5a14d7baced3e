// Unit tests of the bundle: what Lambda will load.
import assert from "node:assert/strict";
import { builtinModules, createRequire } from "node:module";
import { describe, it } from "node:test";
import { bundle } from "../bundle";

describe("the handler's bundle", () => {
  const code = bundle("handler/index.ts");

  it("exports the handler, and needs nothing but Node", () => {
    const load = createRequire(__filename);
    const onlyNode = (id: string): unknown => {
      assert.ok(builtinModules.includes(id.replace(/^node:/, "")), `the bundle wants ${id}`);
      return load(id);
    };
    const loaded = { exports: {} as { handler?: unknown } };
    new Function("module", "exports", "require", code)(loaded, loaded.exports, onlyNode);
    assert.equal(typeof loaded.exports.handler, "function");
  });

  it("is the same each time, and names no folder of this machine", () => {
    assert.equal(bundle("handler/index.ts"), code);
    assert.ok(!code.includes(process.cwd()) && !code.includes("node_modules"));
  });

  it("says what can't be bundled", () => {
    assert.throws(() => bundle("handler/nothing.ts"), /Could not resolve "handler\/nothing\.ts"/);
  });
});
