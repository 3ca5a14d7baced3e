import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Browser, chromium, type Frame, type Page } from "playwright-core";
import { contextOf, provision } from "../../../src/core/provision/provision";
import { writeFiles } from "../../support/tempFolder";
import { findChromium } from "./chromium";
import { editorText, editorTitles, problemTexts, statusBarTexts, waitForEditor, webviewFrame } from "./editorParts";
import { EditorServer, type EditorServerOptions } from "./editorServer";
import { Messages } from "./messages";
import { eventually, PATIENCE_MS } from "./eventually";
import { QuickInput } from "./quickInput";
import { ReadyProbe } from "./readyProbe";
import { openViewContainer, TreeView } from "./views";

const root = join(__dirname, "..", "..", "..");

/** Native modules that aren't built, parts that only Microsoft's build has, the gallery that tests never reach. */
const expectedError = /spdlog|watchdog|vsda|open-vsx|An unknown error occurred\. Please consult the log/;

/** Nothing that moves, asks, or goes to the network by itself. */
const defaultSettings = {
  "workbench.startupEditor": "none",
  "workbench.reduceMotion": "on",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.enableExperiments": false,
  "chat.disableAIFeatures": true,
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "remote.autoForwardPorts": false,
  "git.openRepositoryInParentFolders": "never",
};

export interface EditorSessionOptions {
  /** Packaged extensions to install. */
  vsix?: string[];
  /** The folder to open. Default: an empty one, removed at the end. */
  workspace?: string;
  /** Files to write into the folder first. */
  files?: Record<string, string>;
  /** Whether the folder is untrusted until somebody trusts it. Default: no, everything is trusted. */
  workspaceTrust?: boolean;
  settings?: Record<string, unknown>;
  /** For the editor's processes, in addition to this one's: XDG_DATA_HOME keeps its data apart. */
  env?: NodeJS.ProcessEnv;
  viewport?: { width: number; height: number };
  /** Runs a bundled test suite in the extension host instead, with the extension in this folder; nobody waits for it. */
  tests?: { extension: string; suite: string };
}

export interface ConsoleError {
  text: string;
  /** Where it was printed. */
  url: string;
}

/** VS Code in a browser without a window: everything that a person would do, for tests. */
export class EditorSession {
  readonly quickInput: QuickInput;
  readonly messages: Messages;
  /** What the page, its web views and the extensions have printed as errors, without what is known of this editor. */
  readonly consoleErrors: ConsoleError[] = [];
  readonly cspViolations: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly browser: Browser,
    private readonly server: EditorServer,
    private readonly probe: ReadyProbe,
    /** The opened folder. */
    readonly workspace: string,
    private readonly folder: string,
  ) {
    this.quickInput = new QuickInput(page);
    this.messages = new Messages(page);
    page.on("console", (message) => {
      const text = message.text();
      if (/Content.Security.Policy/i.test(text)) this.cspViolations.push(text);
      if (message.type() === "error" && !expectedError.test(`${text} ${message.location().url}`)) this.consoleErrors.push({ text, url: message.location().url });
    });
    page.on("pageerror", (error) => this.consoleErrors.push({ text: error.stack ?? error.message, url: "" }));
  }

  /** Starts the editor and waits until its extensions have started. */
  static async start(options: EditorSessionOptions = {}): Promise<EditorSession> {
    const { editor: tool } = await provision({ ...contextOf({ root }), want: ["editor"] });
    const executablePath = findChromium();
    // Short names: sockets live here, whose paths can't be long.
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "ed-")));
    const workspace = options.workspace ?? join(folder, "workspace");
    const probe = new ReadyProbe(folder);
    const serverOptions: EditorServerOptions = {
      tool,
      userDataDir: join(folder, "u"),
      extensionsDir: join(folder, "e"),
      configFile: join(folder, "config.yaml"),
      env: { ...process.env, ...options.env, ...probe.env },
      workspaceTrust: options.workspaceTrust ?? false,
      extensionTests: options.tests !== undefined,
    };
    let server: EditorServer | undefined;
    let browser: Browser | undefined;
    try {
      mkdirSync(workspace, { recursive: true });
      writeFiles(workspace, options.files ?? {});
      writeSettings(serverOptions.userDataDir, options.settings);
      [, browser] = await Promise.all([
        EditorServer.install(serverOptions, [probe.write(), ...(options.vsix ?? [])]),
        chromium.launch({ executablePath, args: browserArguments, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false }),
      ]);
      server = await EditorServer.start(serverOptions);
      const page = await browser.newPage({ viewport: options.viewport ?? { width: 1500, height: 950 } });
      page.setDefaultTimeout(PATIENCE_MS);
      const session = new EditorSession(page, browser, server, probe, workspace, folder);
      await page.goto(addressOf(server.url, workspace, options.tests));
      if (!options.tests) await session.ready();
      return session;
    } catch (error) {
      await browser?.close();
      await server?.dispose();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      throw error;
    }
  }

  /** Waits for the workbench and for every extension that starts with it. Call it after the window was reloaded. */
  async ready(): Promise<void> {
    await this.page.locator(".monaco-workbench .statusbar").waitFor();
    await this.probe.next();
  }

  runCommand(title: string): Promise<void> {
    return this.quickInput.runCommand(title);
  }

  /** Trusts the opened folder, as a person does in the editor's page about that. */
  async trustWorkspace(): Promise<void> {
    await this.runCommand("Workspaces: Manage Workspace Trust");
    await this.page.locator(".workspace-trust-editor").getByRole("button", { name: "Trust", exact: true }).click();
    await this.page.locator(".statusbar").getByText("Restricted Mode").waitFor({ state: "hidden" });
  }

  waitForNotification(text: string, patienceMs?: number): Promise<string> {
    return this.messages.waitForNotification(text, patienceMs);
  }

  clickNotificationButton(text: string, button: string): Promise<void> {
    return this.messages.clickNotificationButton(text, button);
  }

  openViewContainer(title: string): Promise<void> {
    return openViewContainer(this.page, title);
  }

  tree(title: string): TreeView {
    return new TreeView(this.page, title);
  }

  /** The document of the web view with this title, when it is there. */
  webview(title: string): Promise<Frame> {
    return webviewFrame(this.page, title);
  }

  editorTitles(): Promise<string[]> {
    return editorTitles(this.page);
  }

  waitForEditor(title: string): Promise<void> {
    return waitForEditor(this.page, title);
  }

  editorText(): Promise<string> {
    return editorText(this.page);
  }

  statusBar(): Promise<string[]> {
    return statusBarTexts(this.page);
  }

  /** Waits for an item of the status bar that contains `text`. */
  waitForStatus(text: string): Promise<string> {
    return eventually(`"${text}" in the status bar`, async () => (await this.statusBar()).find((item) => item.includes(text)));
  }

  /** Opens the list of problems, and reads it. */
  async problems(): Promise<string[]> {
    if (!(await this.page.locator(".markers-panel").isVisible())) await this.runCommand("Problems: Focus on Problems View");
    await this.page.locator(".markers-panel").waitFor();
    return problemTexts(this.page);
  }

  /** The person's settings from now on; the window has to be reloaded. */
  writeSettings(settings: Record<string, unknown>): void {
    writeSettings(join(this.folder, "u"), settings);
  }

  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path });
  }

  /** What the editor's server has printed. */
  get serverOutput(): string {
    return this.server.output.join("\n");
  }

  async dispose(): Promise<void> {
    await this.browser.close();
    await this.server.dispose();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Settings of machine scope count in the server's file alone, the browser's own in the other. */
function writeSettings(userDataDir: string, settings: Record<string, unknown> = {}): void {
  for (const place of ["User", "Machine"]) {
    const file = join(userDataDir, place, "settings.json");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ ...defaultSettings, ...settings }, undefined, 2));
  }
}

const browserArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

function addressOf(serverUrl: string, workspace: string, tests?: EditorSessionOptions["tests"]): string {
  const address = new URL(serverUrl);
  address.searchParams.set("folder", workspace);
  if (tests) {
    const remote = (path: string) => `vscode-remote://remote${path}`;
    const payload = [
      ["extensionDevelopmentPath", remote(tests.extension)],
      ["extensionTestsPath", remote(tests.suite)],
    ];
    address.searchParams.set("payload", JSON.stringify(payload));
  }
  return address.href;
}
