import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { Installation } from "../../../src/core/lab/installation";
import { EditorSession, type EditorSessionOptions } from "./editorSession";
import { eventually } from "./eventually";
import { labVsix } from "./labVsix";

const root = join(__dirname, "..", "..", "..");

/** VS Code with the packaged extension, for a person of their own: own data, own emulator, nobody's login. */
export class LabEditor {
  private constructor(
    readonly session: EditorSession,
    /** Everything that the lab remembers. */
    private readonly home: string,
  ) {}

  static async start(options: EditorSessionOptions = {}): Promise<LabEditor> {
    const home = realpathSync(mkdtempSync(join(tmpdir(), "lab-home-")));
    const env = {
      XDG_DATA_HOME: home,
      PULUMI_HOME: join(home, "no-login"),
      PULUMI_BACKEND_URL: undefined,
      PULUMI_CONFIG_PASSPHRASE: undefined,
      PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
      ...options.env,
    };
    try {
      const session = await EditorSession.start({ ...options, vsix: [await labVsix()], env });
      return new LabEditor(session, home);
    } catch (error) {
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
      throw error;
    }
  }

  /** The emulator that the extension has started for this person. */
  installation(): Installation {
    return new Installation({ root, env: { ...process.env, XDG_DATA_HOME: this.home } });
  }

  /** The graph panel's document, once its page has started. */
  async graph(title: string): Promise<Frame> {
    const frame = await this.session.webview(`Graph: ${title}`);
    await frame.locator("#app > *").first().waitFor();
    return frame;
  }

  /** The rows of the graph's table, which is there for screen readers whether it is seen or not. */
  async graphRows(title: string): Promise<string[]> {
    const frame = await this.graph(title);
    return frame.locator("table tbody tr").allTextContents();
  }

  async waitForGraph<T>(title: string, what: string, look: (rows: string[]) => T | undefined | false, patienceMs?: number): Promise<T> {
    let last: string[] = [];
    return eventually(() => `${what} in the graph; it has: ${last.join(" | ") || "nothing"}`, async () => look((last = await this.graphRows(title))), patienceMs);
  }

  /** Makes a lab through the prompts of "Deploy to LocalStack" in a folder without any, up to the preview. */
  async deployFirst(template: string): Promise<void> {
    const { session } = this;
    await session.runCommand("Pulumi Lab: Deploy to LocalStack");
    await session.quickInput.waitFor("What do you want to build?");
    await session.quickInput.pick(template);
    await session.quickInput.waitFor("project name");
    await session.quickInput.accept();
  }

  async dispose(): Promise<void> {
    await this.session.dispose();
    const emulator = await this.installation().emulator("ministack");
    await emulator.stop();
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}
