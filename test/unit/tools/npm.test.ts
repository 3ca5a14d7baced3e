import assert from "node:assert/strict";
import { findNpm, npmEnvironment } from "../../../tools/lib/npm.mjs";
import { findAllOnPath } from "../../../tools/lib/which.mjs";

/** A file system of names; `links` says what a name really is. */
function disk(files: string[], links: Record<string, string> = {}) {
  const known = new Set(files);
  return {
    isFile: (path: string) => known.has(path),
    isProgram: (path: string) => known.has(path) || path in links,
    realpath: (path: string) => links[path] ?? path,
  };
}

describe("finding programs on PATH", () => {
  it("takes every absolute folder in order, once", () => {
    const env = { PATH: "/a:relative::/b:/a" };
    const isProgram = (path: string) => path !== "/b/no";
    assert.deepEqual(findAllOnPath("go", { platform: "linux", env, isProgram }), ["/a/go", "/b/go"]);
    assert.deepEqual(findAllOnPath("no", { platform: "linux", env, isProgram }), ["/a/no"]);
    assert.deepEqual(findAllOnPath("go", { platform: "linux", env: {}, isProgram }), []);
  });

  it("on Windows tries the known endings, whatever the variable's spelling", () => {
    const env = { Path: "C:\\Go\\bin", PATHEXT: ".COM;.EXE;.CMD" };
    const all = findAllOnPath("go", { platform: "win32", env, isProgram: () => true });
    assert.deepEqual(all, ["C:\\Go\\bin\\go.exe", "C:\\Go\\bin\\go.com", "C:\\Go\\bin\\go.cmd"]);
  });
});

describe("finding npm", () => {
  it("takes the npm that started us, run by Node", () => {
    const files = disk(["/opt/npm/bin/npm-cli.js", "/usr/lib/node_modules/npm/bin/npm-cli.js"]);
    const env = { npm_execpath: "/opt/npm/bin/npm-cli.js" };
    const npm = findNpm({ platform: "linux", env, execPath: "/usr/bin/node", ...files });
    assert.deepEqual(npm, { command: "/usr/bin/node", args: ["/opt/npm/bin/npm-cli.js"], path: "/opt/npm/bin/npm-cli.js" });
  });

  it("does not take another package manager for npm", () => {
    const files = disk(["/opt/yarn.js", "/usr/lib/node_modules/npm/bin/npm-cli.js"]);
    const npm = findNpm({ platform: "linux", env: { npm_execpath: "/opt/yarn.js" }, execPath: "/usr/bin/node", ...files });
    assert.equal(npm?.path, "/usr/lib/node_modules/npm/bin/npm-cli.js");
  });

  it("follows the link on PATH when the running Node came without npm", () => {
    const script = "/usr/share/nodejs/npm/bin/npm-cli.js";
    const files = disk([script], { "/usr/bin/npm": script });
    const npm = findNpm({ platform: "linux", env: { PATH: "/usr/bin" }, execPath: "/cache/node", ...files });
    assert.deepEqual(npm, { command: "/cache/node", args: [script], path: script });
  });

  it("runs a version manager's wrapper as it is", () => {
    const files = disk(["/home/ada/.shims/npm"]);
    const npm = findNpm({ platform: "darwin", env: { PATH: "/home/ada/.shims" }, execPath: "/cache/node", ...files });
    assert.deepEqual(npm, { command: "/home/ada/.shims/npm", args: [], path: "/home/ada/.shims/npm" });
  });

  it("on Windows never answers with npm.cmd, which can't be spawned without a shell", () => {
    const script = "C:\\nodejs\\node_modules\\npm\\bin\\npm-cli.js";
    const env = { Path: "C:\\nodejs" };
    const found = findNpm({ platform: "win32", env, execPath: "D:\\cache\\node.exe", ...disk(["C:\\nodejs\\npm.cmd", script]) });
    assert.deepEqual(found, { command: "D:\\cache\\node.exe", args: [script], path: script });
    const alone = findNpm({ platform: "win32", env, execPath: "D:\\cache\\node.exe", ...disk(["C:\\nodejs\\npm.cmd"]) });
    assert.equal(alone, undefined);
  });

  it("finds none where there is none", () => {
    assert.equal(findNpm({ platform: "linux", env: { PATH: "/usr/bin" }, execPath: "/usr/bin/node", ...disk([]) }), undefined);
  });
});

describe("the environment of an npm of ours", () => {
  it("keeps where to fetch from, and drops the flags of the npm above us", () => {
    const kept = { PATH: "/usr/bin", npm_config_registry: "http://127.0.0.1:1", npm_config_cache: "/cache", HTTPS_PROXY: "http://127.0.0.1:2" };
    const dropped = {
      NODE_ENV: "production",
      npm_config_omit: "dev",
      npm_config_global: "true",
      npm_config_dry_run: "true",
      npm_config_ignore_scripts: "false",
      npm_lifecycle_event: "start",
      npm_package_name: "pulumi-learning-lab",
    };
    assert.deepEqual(npmEnvironment({ ...kept, ...dropped }), kept);
  });
});
