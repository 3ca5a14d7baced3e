import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { errorMessage, UserError } from "../core/errors";
import { extensionPackage } from "../core/lab/extensionPackage";
import { run } from "../core/provision/childProcess";
import { provision } from "../core/provision/provision";
import { browserEditor, type BrowserEditor, desktopEditor, installArguments, listeningAddress, serveArguments } from "./editorCommands";
import type { Lab } from "./lab";

const TRUST = "When it says that it is in Restricted Mode, trust the folder: it was made here, just now.";

const TERMINAL = "Try again, or stay in the terminal: npm start -- --no-editor";

/** @throws UserError `editor-failed` */
async function packedExtension(lab: Lab): Promise<string | undefined> {
  try {
    return await extensionPackage(lab.installation.root, lab.work);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError("editor-failed", `The extension could not be packed for VS Code: ${errorMessage(error)}`, TERMINAL, { cause: error });
  }
}

/**
 * Opens a folder in VS Code with the extension installed: the desktop's, or one in the browser until Ctrl-C. Does
 * nothing where there is no extension to install.
 */
export async function openEditor(lab: Lab, folder: string): Promise<void> {
  const vsix = await packedExtension(lab);
  if (!vsix) return;
  if (await openOnDesktop(lab, vsix, folder)) return;
  const { editor: tool } = await provision({ ...lab.installation.provisioning(lab.work), want: ["editor"] });
  const browser = { tool, dataDir: join(lab.installation.dataDir, "editor"), platform: process.platform, env: process.env };
  writeFirstSettings(browser.dataDir);
  lab.progress("Installing the extension into VS Code for the browser");
  const { command, args, env } = browserEditor(browser, installArguments(vsix));
  try {
    await run(command, args, { env, signal: lab.signal, timeoutMs: 2 * 60_000 });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError("editor-failed", `The extension could not be installed into VS Code for the browser: ${errorMessage(error)}`, TERMINAL, { cause: error });
  }
  await serve(lab, browser, folder);
}

async function openOnDesktop(lab: Lab, vsix: string, folder: string): Promise<boolean> {
  const { platform, env } = process;
  const editor = desktopEditor({ platform, env }, (path) => readFileSync(path, "utf8"));
  if (!editor) return false;
  const code = (args: string[]) =>
    run(editor.command, [...editor.args, ...args], { env: { ...env, ...editor.env }, signal: lab.signal, timeoutMs: 2 * 60_000 });
  try {
    lab.progress(`Opening ${folder} in VS Code (${editor.command}), with the extension installed`);
    await code(installArguments(vsix));
    await code([folder]);
    lab.progress(TRUST);
    return true;
  } catch (error) {
    if (lab.signal.aborted) throw error;
    lab.progress(`VS Code could not be opened, so there will be one in the browser. ${errorMessage(error)}`);
    return false;
  }
}

/** A quiet first window: the lab, no chat, no reports to anybody. What a person changes later is theirs. */
function writeFirstSettings(dataDir: string): void {
  const file = join(dataDir, "user", "User", "settings.json");
  if (existsSync(file)) return;
  const settings = {
    "workbench.startupEditor": "none",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "chat.disableAIFeatures": true,
    "telemetry.telemetryLevel": "off",
    // Everything is on this machine, and what runs opens many ports: nobody needs to be told of each.
    "remote.autoForwardPorts": false,
  };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(settings, undefined, 2)}\n`);
}

/** Serves the editor in the foreground, until Ctrl-C or its own end. */
async function serve(lab: Lab, browser: BrowserEditor, folder: string): Promise<void> {
  const password = randomBytes(12).toString("base64url");
  const { command, args, env } = browserEditor(browser, serveArguments());
  // A group of its own: it works through children, and some of them would outlive it.
  const detached = process.platform !== "win32";
  const child = spawn(command, args, { env: { ...env, PASSWORD: password }, stdio: ["ignore", "pipe", "pipe"], detached, windowsHide: true });
  const ended = once(child, "exit");
  const end = () => void child.kill("SIGTERM");
  const endAtOnce = () => endGroup(child);
  lab.signal.addEventListener("abort", end, { once: true });
  lab.force.addEventListener("abort", endAtOnce, { once: true });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      if (said.length < 40) said.push(line);
      const address = listeningAddress(line);
      if (address) lab.progress(["", `VS Code:  ${addressFor(address, folder)}`, `Password: ${password}`, "Ctrl-C ends it."].join("\n"));
    });
  }
  try {
    if (lab.signal.aborted) end();
    const [code] = (await ended) as [number | null];
    if (lab.signal.aborted || code === 0) return;
    throw new UserError("editor-failed", `VS Code for the browser ended by itself (${code}): ${said.slice(-5).join("\n")}`, TERMINAL);
  } finally {
    lab.signal.removeEventListener("abort", end);
    lab.force.removeEventListener("abort", endAtOnce);
    endGroup(child);
  }
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === "win32") {
    spawn("taskkill", ["/pid", String(pid), "/T", "/F"], { stdio: "ignore", windowsHide: true }).on("error", () => undefined);
    return;
  }
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function addressFor(server: string, folder: string): string {
  const address = new URL(server);
  address.searchParams.set("folder", folder);
  return address.href;
}
