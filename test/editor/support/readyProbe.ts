import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "./eventually";
import { writeVsix } from "./vsix";

const program = `
const { appendFileSync } = require("node:fs");
exports.activate = () => appendFileSync(process.env.EDITOR_TEST_READY, "ready\\n");
`;

/**
 * Tells when an extension host has finished starting: a small extension whose turn comes after all that start with the
 * window. (The host's own log would say so, but needs a native module that isn't built here.)
 */
export class ReadyProbe {
  private seen = 0;

  constructor(private readonly folder: string) {}

  get env(): NodeJS.ProcessEnv {
    return { EDITOR_TEST_READY: this.file };
  }

  /** Writes the extension, and says where. */
  write(): string {
    const vsix = join(this.folder, "probe.vsix");
    const manifest = {
      name: "ready-probe",
      publisher: "editor-tests",
      version: "0.0.1",
      engines: { vscode: "^1.90.0" },
      main: "./main.cjs",
      activationEvents: ["onStartupFinished"],
      extensionKind: ["workspace"],
      capabilities: { untrustedWorkspaces: { supported: true } },
    };
    writeVsix(vsix, manifest, { "main.cjs": program });
    return vsix;
  }

  /** Waits for an extension host that has started since the last call. */
  async next(): Promise<void> {
    const count = () => (existsSync(this.file) ? readFileSync(this.file, "utf8").split("\n").length - 1 : 0);
    await eventually("the extension host", () => count() > this.seen);
    this.seen = count();
  }

  private get file(): string {
    return join(this.folder, "ready");
  }
}
