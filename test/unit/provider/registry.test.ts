import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { functions, resources } from "../../../src/provider/registry";

const folder = join(__dirname, "..", "..", "..", "src", "provider", "resources");

function sources(): { file: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") }));
}

describe("the registry of the embedded provider", () => {
  it("lists every definition that there is", () => {
    const defined = sources().flatMap(({ text }) => [...text.matchAll(/^\s*(?:type|token): "(aws:[^"]+)",$/gm)].map(([, token = ""]) => token));
    assert.ok(defined.length > 0);
    assert.deepEqual(defined.filter((token) => !resources.has(token) && !functions.has(token)), []);
  });

  it("loads no AWS client before it is needed", () => {
    const eager = sources().filter(({ text }) => /^import (?!type )[^;]*"@aws-sdk\//m.test(text));
    assert.deepEqual(eager.map(({ file }) => file), []);
  });
});
