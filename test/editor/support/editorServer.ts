import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { editorEnvironment, listeningAddress } from "../../../src/cli/editorCommands";
import { run } from "../../../src/core/provision/childProcess";
import type { EditorTool } from "../../../src/core/provision/tools";

export interface EditorServerOptions {
  tool: EditorTool;
  userDataDir: string;
  extensionsDir: string;
  configFile: string;
  env: NodeJS.ProcessEnv;
  /** Whether folders have to be trusted by the person before extensions may run. */
  workspaceTrust: boolean;
  /** Whether a page may ask for an extension under development and its tests: it may not otherwise. */
  extensionTests: boolean;
}

/** VS Code's server: a process on a free port of the loopback address, without a password. */
export class EditorServer {
  private constructor(
    private readonly child: ChildProcess,
    /** Ends with a slash. */
    readonly url: string,
    /** Everything that it has printed, for when a test fails. */
    readonly output: string[],
  ) {}

  static async install(options: EditorServerOptions, vsix: readonly string[]): Promise<void> {
    const { tool, env } = options;
    const args = [tool.entry, ...folders(options), ...vsix.flatMap((path) => ["--install-extension", path])];
    await run(tool.node.path, args, { env: editorEnvironment(env), timeoutMs: 120_000 });
  }

  static async start(options: EditorServerOptions): Promise<EditorServer> {
    const { tool, env, workspaceTrust, extensionTests } = options;
    const quiet = ["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"];
    const args = [tool.entry, ...folders(options), ...quiet, "--bind-addr", "127.0.0.1:0", "--auth", "none"];
    if (!workspaceTrust) args.push("--disable-workspace-trust");
    if (extensionTests) args.push("--vscode-option", "enable-smoke-test-driver");
    // A group of its own: it works through children, which end with it.
    const child = spawn(tool.node.path, args, { env: editorEnvironment(env), stdio: ["ignore", "pipe", "pipe"], detached: true });
    const output: string[] = [];
    const url = new Promise<string>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on("line", (line) => {
          output.push(line);
          const address = listeningAddress(line);
          if (address) resolve(address);
        });
      }
      child.once("error", reject);
      child.once("exit", () => reject(new Error(`The editor's server ended:\n${output.join("\n")}`)));
    });
    try {
      return new EditorServer(child, await url, output);
    } catch (error) {
      endGroup(child);
      throw error;
    }
  }

  async dispose(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const insist = setTimeout(() => endGroup(this.child), 5000);
      const ended = once(this.child, "exit");
      // Asked first, so that extensions get to end what they have started.
      this.child.kill("SIGTERM");
      await ended;
      clearTimeout(insist);
    }
    endGroup(this.child);
  }
}

function folders({ userDataDir, extensionsDir, configFile }: EditorServerOptions): string[] {
  return ["--config", configFile, "--user-data-dir", userDataDir, "--extensions-dir", extensionsDir];
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
