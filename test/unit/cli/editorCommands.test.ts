import assert from "node:assert/strict";
import { browserEditor, desktopEditor, editorEnvironment, installArguments, listeningAddress, serveArguments } from "../../../src/cli/editorCommands";

const nothing = (): string => {
  throw new Error("Nothing is to be read.");
};
const place = (platform: NodeJS.Platform, programs: string[], env: NodeJS.ProcessEnv) => ({ platform, env, isProgram: (path: string) => programs.includes(path) });

describe("the editor's command lines", () => {
  it("use `code` on PATH on Linux and macOS as it is", () => {
    const linux = place("linux", ["/usr/bin/code"], { PATH: "/usr/bin:/bin", DISPLAY: ":0" });
    assert.deepEqual(desktopEditor(linux, nothing), { command: "/usr/bin/code", args: [], env: {} });
    const mac = place("darwin", ["/usr/local/bin/code"], { PATH: "/usr/local/bin" });
    assert.deepEqual(desktopEditor(mac, nothing), { command: "/usr/local/bin/code", args: [], env: {} });
    assert.equal(desktopEditor(place("darwin", [], { PATH: "/usr/bin" }), nothing), undefined);
  });

  it("leave the desktop's editor alone where nobody could see its window", () => {
    const programs = ["/usr/bin/code"];
    assert.equal(desktopEditor(place("linux", programs, { PATH: "/usr/bin" }), nothing), undefined);
    // A terminal inside VS Code, which may run on another machine.
    assert.ok(desktopEditor(place("linux", programs, { PATH: "/usr/bin", VSCODE_IPC_HOOK_CLI: "/run/1.sock" }), nothing));
  });

  it("run on Windows what the batch file would run, without a shell", () => {
    const bin = "C:\\Program Files\\Microsoft VS Code\\bin";
    const windows = place("win32", [`${bin}\\code.cmd`], { Path: bin, PATHEXT: ".COM;.EXE;.BAT;.CMD" });
    const batch = (script: string) => `@echo off\r\nsetlocal\r\nset VSCODE_DEV=\r\nset ELECTRON_RUN_AS_NODE=1\r\n"%~dp0..\\Code.exe" "%~dp0..\\${script}" %*\r\nendlocal\r\n`;
    for (const script of ["resources\\app\\out\\cli.js", "0958016b2a\\resources\\app\\out\\cli.js"]) {
      assert.deepEqual(desktopEditor(windows, () => batch(script)), {
        command: "C:\\Program Files\\Microsoft VS Code\\Code.exe",
        args: [`C:\\Program Files\\Microsoft VS Code\\${script}`],
        env: { ELECTRON_RUN_AS_NODE: "1" },
      });
    }
    assert.equal(desktopEditor(windows, () => "@echo something else"), undefined);
  });

  it("install a package over the same version", () => {
    assert.deepEqual(installArguments("/a/b.vsix"), ["--install-extension", "/a/b.vsix", "--force"]);
  });

  it("serve the browser's editor to this machine, behind a password that is no argument", () => {
    const node = { path: "/n/node", version: "24.0.0", source: "cache", env: {} } as const;
    const browser = { tool: { node, entry: "/c/entry.js", version: "4" }, dataDir: "/d", platform: "linux", env: { PATH: "/bin", PASSWORD: "old" } } as const;
    const { command, args, env } = browserEditor(browser, serveArguments());
    assert.equal(command, "/n/node");
    assert.deepEqual(args.slice(0, 7), ["/c/entry.js", "--config", "/d/config.yaml", "--user-data-dir", "/d/user", "--extensions-dir", "/d/extensions"]);
    const after = (option: string) => args[args.indexOf(option) + 1];
    assert.equal(after("--bind-addr"), "127.0.0.1:0");
    assert.equal(after("--auth"), "password");
    assert.deepEqual(env, { PATH: "/bin" });
    const windows = browserEditor({ ...browser, dataDir: "C:\\d", platform: "win32" }, []);
    assert.ok(windows.args.includes("C:\\d\\user"));
  });

  it("keep the server from an editor in whose terminal it is started", () => {
    const env = { HOME: "/h", VSCODE_IPC_HOOK_CLI: "x", ELECTRON_RUN_AS_NODE: "1", CODE_SERVER_CONFIG: "y", PORT: "80", EMPTY: undefined };
    assert.deepEqual(editorEnvironment(env), { HOME: "/h" });
  });

  it("read the address that the server prints", () => {
    assert.equal(listeningAddress("[2026-01-01T00:00:00.000Z] info  HTTP server listening on http://127.0.0.1:4711/"), "http://127.0.0.1:4711/");
    assert.equal(listeningAddress("info  Session server listening on /tmp/x.sock"), undefined);
  });
});
