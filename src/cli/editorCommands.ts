import { posix, win32 } from "node:path";
import { findOnPath, type SearchPlace } from "../../tools/lib/which.mjs";
import type { EditorTool } from "../core/provision/tools";

/** A program, its arguments before all others, and what its environment needs beside ours. */
export interface EditorCommand {
  command: string;
  args: string[];
  env: Record<string, string>;
}

/**
 * VS Code of the desktop, when `code` is on PATH and a window of it could be seen. On Windows that is a batch file,
 * which only a shell could run: what it would run is read out of it instead.
 */
export function desktopEditor(place: SearchPlace, readText: (path: string) => string): EditorCommand | undefined {
  const { platform, env } = place;
  // From a terminal inside VS Code, `code` talks to that window, wherever it is.
  const canShow = platform !== "linux" || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY || env.VSCODE_IPC_HOOK_CLI || env.WSL_DISTRO_NAME);
  const found = canShow ? findOnPath("code", place) : undefined;
  if (!found) return undefined;
  if (!/\.(cmd|bat)$/i.test(found)) return { command: found, args: [], env: {} };
  return behindBatchFile(found, readText(found));
}

/** `"%~dp0..\Code.exe" "%~dp0..\resources\app\out\cli.js" %*`: Code.exe, told by a variable to be Node, runs the script. */
function behindBatchFile(file: string, text: string): EditorCommand | undefined {
  const line = /"%~dp0([^"%]+\.exe)"\s+"%~dp0([^"%]+\.js)"/i.exec(text);
  if (!line) return undefined;
  const folder = win32.dirname(file);
  return { command: win32.join(folder, line[1]!), args: [win32.join(folder, line[2]!)], env: { ELECTRON_RUN_AS_NODE: "1" } };
}

/** The arguments that install a packaged extension, over an older or the same version of it. */
export function installArguments(vsix: string): string[] {
  return ["--install-extension", vsix, "--force"];
}

export interface BrowserEditor {
  tool: EditorTool;
  /** Where it keeps settings and extensions, apart from any other editor's. */
  dataDir: string;
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
}

/** The command of VS Code for the browser, with its own folders; `more` says what it has to do. */
export function browserEditor({ tool, dataDir, platform, env }: BrowserEditor, more: string[]): EditorCommand {
  const { join } = platform === "win32" ? win32 : posix;
  const folders = ["--config", join(dataDir, "config.yaml"), "--user-data-dir", join(dataDir, "user"), "--extensions-dir", join(dataDir, "extensions")];
  return { command: tool.node.path, args: [tool.entry, ...folders, ...more], env: { ...editorEnvironment(env), ...tool.node.env } };
}

/** What serves the editor to this machine alone, on a free port, and only to who knows the password (PASSWORD). */
export function serveArguments(): string[] {
  const quiet = ["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"];
  // It serves the learning workspace alone, which was made here just now: nobody needs to ask whether it is trusted.
  return [...quiet, "--disable-workspace-trust", "--bind-addr", "127.0.0.1:0", "--auth", "password", "--ignore-last-opened"];
}

/** The address in what the editor's server prints once it listens. */
export function listeningAddress(line: string): string | undefined {
  return /HTTP server listening on (http:\/\/\S+)/.exec(line)?.[1];
}

/** Without what would make its server talk to an editor in whose terminal we run, or take that editor's settings. */
export function editorEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const misleading = /^(VSCODE_|CODE_SERVER_|ELECTRON_|CS_|PASSWORD$|HASHED_PASSWORD$|PORT$)/i;
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && !misleading.test(entry[0])));
}
