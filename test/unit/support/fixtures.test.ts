import assert from "node:assert/strict";
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { differences, fileDigests, FixtureCopy, lineOf, type ProgramFixture, programFixtures } from "../../support/fixtures";
import { tempFolders } from "../../support/tempFolder";

describe("the fixtures' expectations", () => {
  const fixtures = programFixtures();

  it("name places that are there, once", () => {
    assert.ok(fixtures.length >= 20);
    for (const { dir, expect } of fixtures) {
      for (const { project, sources, fails, then } of expect.stacks) {
        for (const place of Object.values(sources)) lineOf(join(dir, project), place);
        if (fails?.file && fails.text) lineOf(join(dir, project), { file: fails.file, text: fails.text });
        for (const { version } of then) assert.ok(existsSync(join(dir, "then", version)), `${dir}: then/${version}`);
        assert.ok(existsSync(join(dir, project, "Pulumi.yaml")), `${dir}: Pulumi.yaml`);
      }
    }
  });

  it("pin the two packages that all copies share", () => {
    for (const { dir, expect } of fixtures) {
      for (const { project } of expect.stacks) {
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- a JSON file known at run time only
        const { dependencies } = require(join(dir, project, "package.json")) as { dependencies: Record<string, string> };
        assert.deepEqual(dependencies, { "@pulumi/aws": "7.48.0", "@pulumi/pulumi": "3.259.0" });
      }
    }
  });
});

describe("a copy of a fixture", () => {
  it("holds the program and the shared packages, without what belongs to the tests", () => {
    const fixture = programFixtures().find(({ name }) => name === "aliases") as ProgramFixture;
    const copy = new FixtureCopy(fixture);
    try {
      assert.deepEqual(Object.keys(copy.digest()).sort(), ["Pulumi.yaml", "index.ts", "package.json", "tsconfig.json"]);
      assert.ok(existsSync(join(copy.dir, "node_modules", "@pulumi", "aws")));
      const before = copy.digest();
      copy.become("renamed");
      const after = copy.digest();
      assert.notEqual(after["index.ts"], before["index.ts"]);
      assert.deepEqual({ ...after, "index.ts": "" }, { ...before, "index.ts": "" });
    } finally {
      copy.remove();
    }
    assert.ok(!existsSync(copy.dir));
  });
});

describe("a folder's digests", () => {
  const temp = tempFolders();

  it("see any changed byte, a new file and new permissions, but not what the lab keeps", () => {
    const folder = temp.make();
    temp.write(folder, { "a.txt": "a", "deep/b.txt": "b", "layer/node_modules/c.js": "c", ".pulumi-lab/state": "1" });
    const before = fileDigests(folder);
    assert.deepEqual(Object.keys(before).sort(), ["a.txt", "deep/b.txt", "layer/node_modules/c.js"]);
    writeFileSync(join(folder, ".pulumi-lab", "state"), "2");
    assert.deepEqual(fileDigests(folder), before);
    writeFileSync(join(folder, "a.txt"), "A");
    assert.notDeepEqual(fileDigests(folder), before);
    writeFileSync(join(folder, "a.txt"), "a");
    assert.deepEqual(fileDigests(folder), before);
    if (process.platform !== "win32") {
      chmodSync(join(folder, "a.txt"), 0o700);
      assert.notDeepEqual(fileDigests(folder), before);
    }
  });
});

describe("differences from what is expected", () => {
  it("are none where values are equal, match a pattern or are masked", () => {
    const expected = { list: [1, { matches: "^a-[0-9]$" }], hidden: { secret: true }, flag: false };
    assert.deepEqual(differences({ list: [1, "a-1"], hidden: "[secret]", flag: false }, expected), []);
  });

  it("are named by path", () => {
    const expected = { list: [1, { matches: "^a$" }], hidden: { secret: true }, flag: false };
    const found = differences({ list: [2, "b"], hidden: "open", flag: false, more: 1 }, expected, "out");
    assert.deepEqual(found.map((each) => each.split(":")[0]?.split(" ")[0]), ["out.list[0]", "out.list[1]", "out.hidden", "out.more"]);
    assert.deepEqual(differences([1], [1, 2]).length, 1);
    assert.deepEqual(differences("text", { key: 1 }).length, 1);
  });
});
