import assert from "node:assert/strict";
import { isInstalled } from "../../../tools/lib/installed.mjs";

const lockFile = (packages: Record<string, object>) => JSON.stringify({ lockfileVersion: 3, packages });
const a = { version: "1.0.0", integrity: "sha512-a" };
const b = { version: "2.0.0", integrity: "sha512-b" };
const root = { name: "lab", dependencies: { a: "^1.0.0" } };

describe("whether node_modules is what the lock file asks for", () => {
  const wanted = lockFile({ "": root, "node_modules/a": a, "node_modules/b": { ...b, optional: true } });

  it("is so with every package in its version, optional ones or not", () => {
    assert.equal(isInstalled(wanted, lockFile({ "node_modules/a": a, "node_modules/b": b })), true);
    assert.equal(isInstalled(wanted, lockFile({ "node_modules/a": a })), true);
  });

  it("is not so with one missing, one changed or one too many", () => {
    assert.equal(isInstalled(wanted, lockFile({ "node_modules/b": b })), false);
    assert.equal(isInstalled(wanted, lockFile({ "node_modules/a": { ...a, version: "1.0.1" } })), false);
    assert.equal(isInstalled(wanted, lockFile({ "node_modules/a": { ...a, integrity: "sha512-x" } })), false);
    assert.equal(isInstalled(wanted, lockFile({ "node_modules/a": a, "node_modules/c": a })), false);
  });

  it("is so without optional packages of other machines, but not without this machine's", () => {
    const binary = (os: string, cpu: string) => ({ ...b, optional: true, os: [os], cpu: [cpu] });
    const native = lockFile({
      "node_modules/a": a,
      "node_modules/linux": binary("linux", "x64"),
      "node_modules/mac": binary("darwin", "arm64"),
      "node_modules/unix": { ...b, optional: true, os: ["!win32"], cpu: ["arm64"] },
      "node_modules/musl": { ...binary("linux", "x64"), libc: ["musl"] },
    });
    const on = (platform: NodeJS.Platform, arch: string, ...names: string[]) =>
      isInstalled(native, lockFile(Object.fromEntries([["node_modules/a", a], ...names.map((name) => [`node_modules/${name}`, b])])), { platform, arch });
    assert.equal(on("linux", "x64", "linux"), true);
    assert.equal(on("linux", "x64"), false);
    assert.equal(on("darwin", "arm64", "mac", "unix"), true);
    assert.equal(on("darwin", "arm64", "mac"), false);
    assert.equal(on("win32", "arm64"), true);
  });

  it("is not so when either file is no lock file", () => {
    for (const text of ["", "null", "[]", "{", '{"lockfileVersion":1}']) {
      assert.equal(isInstalled(wanted, text), false);
      assert.equal(isInstalled(text, wanted), false);
    }
  });
});
