import assert from "node:assert/strict";
import { cacheDir, dataDir } from "../../../src/core/paths";

describe("the user's folders", () => {
  const windows = { LOCALAPPDATA: "C:\\Users\\Ada\\AppData\\Local", APPDATA: "C:\\Users\\Ada\\AppData\\Roaming" };

  it("follow each system's custom", () => {
    assert.equal(cacheDir("linux", {}, "/home/ada"), "/home/ada/.cache/pulumi-learning-lab");
    assert.equal(dataDir("linux", {}, "/home/ada"), "/home/ada/.local/share/pulumi-learning-lab");
    assert.equal(cacheDir("darwin", {}, "/Users/ada"), "/Users/ada/Library/Caches/pulumi-learning-lab");
    assert.equal(dataDir("darwin", {}, "/Users/ada"), "/Users/ada/Library/Application Support/pulumi-learning-lab");
    assert.equal(cacheDir("win32", windows, "C:\\Users\\Ada"), "C:\\Users\\Ada\\AppData\\Local\\pulumi-learning-lab\\Cache");
    assert.equal(dataDir("win32", windows, "C:\\Users\\Ada"), "C:\\Users\\Ada\\AppData\\Roaming\\pulumi-learning-lab");
  });

  it("are found on a Windows without its variables", () => {
    assert.equal(cacheDir("win32", {}, "C:\\Users\\Ada"), "C:\\Users\\Ada\\AppData\\Local\\pulumi-learning-lab\\Cache");
    assert.equal(dataDir("win32", {}, "C:\\Users\\Ada"), "C:\\Users\\Ada\\AppData\\Roaming\\pulumi-learning-lab");
  });

  it("honour the XDG variables, on every system where somebody set them", () => {
    const env = { XDG_CACHE_HOME: "/big/cache", XDG_DATA_HOME: "/big/data" };
    for (const platform of ["linux", "darwin"] as const) {
      assert.equal(cacheDir(platform, env, "/home/ada"), "/big/cache/pulumi-learning-lab");
      assert.equal(dataDir(platform, env, "/home/ada"), "/big/data/pulumi-learning-lab");
    }
    assert.equal(cacheDir("win32", { ...windows, XDG_CACHE_HOME: "D:\\cache" }, "C:\\"), "D:\\cache\\pulumi-learning-lab");
  });

  it("ignore XDG variables that are relative or empty, as the specification asks", () => {
    for (const value of ["cache", "./cache", ""]) {
      assert.equal(cacheDir("linux", { XDG_CACHE_HOME: value }, "/home/ada"), "/home/ada/.cache/pulumi-learning-lab");
    }
  });
});
