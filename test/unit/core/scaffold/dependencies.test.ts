import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readlinkSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import type { link } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { CancelledError } from "../../../../src/core/errors";
import { installDependencies, packagesKey } from "../../../../src/core/scaffold/dependencies";
import { linkTree } from "../../../../src/core/scaffold/hardLink";
import { tempFolders } from "../../../support/tempFolder";

const entry = { version: "1.0.0", integrity: "sha512-a" };
const lockFile = (packages: Record<string, object>, name = "lab") =>
  JSON.stringify({ name, lockfileVersion: 3, packages: { "": { name, version: "0.0.1", dependencies: { a: "1.0.0" } }, ...packages } });

describe("the name of what a lock file installs", () => {
  it("is the same for projects that differ in their own name, their order or their mirror", () => {
    const key = packagesKey(lockFile({ "node_modules/a": entry, "node_modules/b": entry }));
    assert.match(key ?? "", /^[0-9a-f]{24}$/);
    assert.equal(packagesKey(lockFile({ "node_modules/b": entry, "node_modules/a": entry }, "another")), key);
    const resolved = "https://mirror.invalid/a.tgz";
    assert.equal(packagesKey(lockFile({ "node_modules/a": { ...entry, resolved }, "node_modules/b": entry })), key);
  });

  it("is another one for any other version, content or place of a package", () => {
    const place = fc.constantFrom("node_modules/a", "node_modules/b", "node_modules/b/node_modules/a");
    const content = { version: fc.constantFrom("1.0.0", "1.0.1"), integrity: fc.constantFrom("sha512-a", "sha512-b") };
    const packages = fc.dictionary(place, fc.record(content, { noNullPrototype: true }), { noNullPrototype: true });
    fc.assert(
      fc.property(packages, packages, (one, two) => {
        fc.pre(Object.keys(one).length + Object.keys(two).length > 0);
        assert.equal(packagesKey(lockFile(one)) === packagesKey(lockFile(two)), isDeepStrictEqual(one, two));
      }),
    );
  });

  it("does not exist where content is not pinned, or the file is no lock file of today", () => {
    assert.equal(packagesKey(lockFile({ "node_modules/a": { resolved: "../a", link: true } })), undefined);
    assert.equal(packagesKey(lockFile({ "node_modules/a": { version: "1.0.0" } })), undefined);
    assert.equal(packagesKey(lockFile({ "packages/a": entry })), undefined);
    assert.equal(packagesKey(lockFile({})), undefined);
    for (const text of ["", "[]", '{"lockfileVersion":1,"dependencies":{}}', '{"lockfileVersion":3}']) {
      assert.equal(packagesKey(text), undefined);
    }
  });
});

describe("repeating a tree with hard links", () => {
  const folders = tempFolders();

  function tree(): string {
    const folder = folders.make();
    mkdirSync(join(folder, "a", "deep"), { recursive: true });
    mkdirSync(join(folder, ".bin"));
    writeFileSync(join(folder, "a", "deep", "file.js"), "shared", { mode: 0o755 });
    writeFileSync(join(folder, ".package-lock.json"), "{}");
    symlinkSync(join("..", "a", "deep", "file.js"), join(folder, ".bin", "a"));
    return folder;
  }

  it("shares files, makes links again and copies npm's own record", async () => {
    const from = tree();
    const to = join(folders.make(), "node_modules");
    await linkTree(from, to);
    const file = (root: string) => statSync(join(root, "a", "deep", "file.js"));
    assert.equal(file(to).ino, file(from).ino);
    assert.equal(readlinkSync(join(to, ".bin", "a")), join("..", "a", "deep", "file.js"));
    writeFileSync(join(to, ".package-lock.json"), "changed");
    assert.equal(readFileSync(join(from, ".package-lock.json"), "utf8"), "{}");
  });

  it("copies where links can't be had, with the mode", async () => {
    const from = tree();
    const to = join(folders.make(), "node_modules");
    let attempts = 0;
    const refuse: typeof link = async () => {
      attempts++;
      throw Object.assign(new Error("cross-device link not permitted"), { code: "EXDEV" });
    };
    await linkTree(from, to, undefined, refuse);
    assert.ok(attempts > 0);
    const copy = statSync(join(to, "a", "deep", "file.js"));
    assert.notEqual(copy.ino, statSync(join(from, "a", "deep", "file.js")).ino);
    assert.equal(copy.mode & 0o777, 0o755);
    assert.equal(readFileSync(join(to, "a", "deep", "file.js"), "utf8"), "shared");
  });

  it("lets other errors through, and stops when it is told to", async () => {
    const full: typeof link = async () => {
      throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    };
    await assert.rejects(linkTree(tree(), join(folders.make(), "a"), undefined, full), /no space left/);
    await assert.rejects(linkTree(tree(), join(folders.make(), "a"), AbortSignal.abort()), CancelledError);
  });
});

describe("giving a project its packages", () => {
  const folders = tempFolders();

  it("keeps what npm has installed from the same lock file", async () => {
    const project = folders.make();
    folders.write(project, {
      "package.json": "{}",
      "package-lock.json": lockFile({ "node_modules/a": entry }),
      "node_modules/.package-lock.json": JSON.stringify({ packages: { "node_modules/a": entry } }),
      "node_modules/a/index.js": "",
    });
    assert.deepEqual(await installDependencies(project, { store: "/nowhere", env: {} }), { how: "kept" });
  });

  it("has nothing to do for a project without package.json", async () => {
    assert.deepEqual(await installDependencies(folders.make(), { store: "/nowhere", env: {} }), { how: "kept" });
  });
});
