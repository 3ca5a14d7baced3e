import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { labCommandShim, languageHostShim, nodeShim, shellCommand } from "../../../../src/core/engine/shellPlan";
import { killTreeArguments } from "../../../../src/core/engine/hostProcess";
import { tempFolders } from "../../../support/tempFolder";

describe("the lab's shell", () => {
  const temp = tempFolders();

  it("starts the user's shell without the files that would bring the real environment back", () => {
    assert.deepEqual(shellCommand("linux", { SHELL: "/bin/bash" }), ["/bin/bash", "--noprofile", "--norc", "-i"]);
    assert.deepEqual(shellCommand("darwin", { SHELL: "/bin/zsh" }), ["/bin/zsh", "-f", "-i"]);
    assert.deepEqual(shellCommand("linux", {}), ["/bin/sh", "-i"]);
    assert.equal(shellCommand("win32", {})[0], "powershell.exe");
  });

  it("writes a launcher for each system", () => {
    const windows = languageHostShim("win32", "C:\\Program Files\\node.exe", "C:\\lab\\host.cjs");
    assert.equal(windows.name, "pulumi-language-nodejs.cmd");
    assert.match(windows.text, /"C:\\Program Files\\node.exe" "C:\\lab\\host.cjs" %\*/);
    assert.deepEqual(nodeShim("linux", false, "/node"), []);
    assert.equal(nodeShim("win32", true, "C:\\Code.exe")[0]?.name, "node.cmd");
    assert.deepEqual(killTreeArguments(7), ["/PID", "7", "/T", "/F"]);
  });

  it("quotes paths for the shell, whatever they hold", function () {
    if (process.platform === "win32") this.skip();
    const folder = temp.make();
    const script = join(folder, "it's $(a) script.js");
    writeFileSync(script, "console.log(JSON.stringify(process.argv.slice(2)))");
    const shim = languageHostShim("linux", process.execPath, script);
    const file = join(folder, shim.name);
    writeFileSync(file, shim.text);
    chmodSync(file, 0o755);
    assert.equal(execFileSync(file, ["127.0.0.1:1", "a b"], { encoding: "utf8" }), '["127.0.0.1:1","a b"]\n');
  });

  it("starts pulumi-lab in the folder where it is typed, with the person's own home and not the shell's", function () {
    if (process.platform === "win32") this.skip();
    const folder = temp.make();
    const script = join(folder, "cli.cjs");
    writeFileSync(script, "const { HOME, XDG_DATA_HOME, INIT_CWD } = process.env; console.log(JSON.stringify([HOME, XDG_DATA_HOME, INIT_CWD, process.argv.slice(2)]))");
    const shim = labCommandShim("linux", process.execPath, script, { HOME: "/home/it's me", XDG_DATA_HOME: "/data", AWS_SECRET_ACCESS_KEY: "canary" });
    assert.doesNotMatch(shim.text, /canary/);
    const file = join(folder, shim.name);
    writeFileSync(file, shim.text);
    chmodSync(file, 0o755);
    const printed = execFileSync(file, ["check", "a b"], { encoding: "utf8", cwd: folder, env: { PATH: process.env.PATH, HOME: "/lab/home", INIT_CWD: "/elsewhere" } });
    assert.deepEqual(JSON.parse(printed), ["/home/it's me", "/data", folder, ["check", "a b"]]);
  });

  it("does the same on Windows", () => {
    const { name, text } = labCommandShim("win32", "C:\\Code.exe", "C:\\lab\\cli.cjs", { USERPROFILE: "C:\\Users\\100%", LOCALAPPDATA: "C:\\Local" });
    assert.equal(name, "pulumi-lab.cmd");
    assert.deepEqual(text.split("\r\n"), [
      "@echo off",
      "setlocal",
      'set "USERPROFILE=C:\\Users\\100%%"',
      'set "LOCALAPPDATA=C:\\Local"',
      'set "INIT_CWD=%CD%"',
      'set "ELECTRON_RUN_AS_NODE=1"',
      '"C:\\Code.exe" "C:\\lab\\cli.cjs" %*',
      "",
    ]);
  });
});
