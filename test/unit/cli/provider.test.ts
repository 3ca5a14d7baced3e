import assert from "node:assert/strict";
import { providerTypesCommand } from "../../../src/cli/commands/provider";
import { functions, resources } from "../../../src/provider/registry";

describe("provider types", () => {
  it("lists every type and function that the provider has, once, with numbers that add up", async () => {
    const { document, text } = await providerTypesCommand();
    const { types } = document as { types: { token: string; inputs: { covered: number; declared: number } }[] };
    assert.deepEqual(types.map(({ token }) => token).sort(), [...resources.keys(), ...functions.keys()].sort());
    for (const { token, inputs } of types) {
      assert.ok(inputs.covered <= inputs.declared, token);
      assert.equal(text.split("\n").filter((line) => line.startsWith(`${token} `)).length, 1, token);
    }
    assert.ok(text.endsWith(`${resources.size} resource types, ${functions.size} functions.`));
  });
});
