import { join } from "node:path";
import { chooseEmulator } from "../core/emulator/detect";
import type { Emulator, EmulatorStatus } from "../core/emulator/emulator";
import type { ProviderKind } from "../core/engine/deployRecords";
import type { EngineTools } from "../core/engine/engineTools";
import { StackSession } from "../core/engine/stackSession";
import { UserError } from "../core/errors";
import { cacheDir, dataDir } from "../core/paths";
import { provision } from "../core/provision/provision";
import type { Io } from "./io";

export const DEFAULT_STACK = "dev";

export interface CommonOptions {
  stack: string;
  emulator: string;
  provider: ProviderKind | "auto";
  yes: boolean;
}

/** What commands share: where things lie, which tools there are, and the emulator. */
export class Lab {
  readonly cacheDir = cacheDir();
  readonly dataDir = dataDir();

  constructor(
    /** The installation: the folder with `dist`, `templates`, `tools` and `localstack`. */
    readonly root: string,
    readonly io: Io,
    readonly options: CommonOptions,
    /** Aborts on the first Ctrl-C. */
    readonly signal: AbortSignal,
    /** Aborts on the second Ctrl-C: no more patience. */
    readonly force: AbortSignal,
  ) {}

  get templatesDir(): string {
    return join(this.root, "templates");
  }

  readonly progress = (message: string): void => this.io.progress(message);

  /** Finds or installs what the engine needs. */
  async tools(): Promise<EngineTools> {
    const { node, pulumi } = await provision({ ...this.provisioning(), want: ["node", "pulumi"] });
    return {
      node,
      pulumi: pulumi.path,
      hostScript: this.bundle("programHost.cjs"),
      providerScript: this.bundle("provider.cjs"),
      languageHostScript: this.bundle("languageHost.cjs"),
      cacheDir: this.cacheDir,
      dataDir: this.dataDir,
    };
  }

  async session(folder: string): Promise<StackSession> {
    const { stack, provider } = this.options;
    return StackSession.open({ folder, stack, provider, tools: await this.tools() });
  }

  /** The emulator that `--emulator` asks for, started or not. */
  emulator(): Promise<Emulator> {
    return chooseEmulator(
      this.options.emulator,
      {
        stateDir: this.emulatorDir,
        composeFile: join(this.root, "localstack", "docker-compose.yml"),
        ministack: async () => {
          const { node, ministack } = await provision({ ...this.provisioning(), want: ["node", "ministack"] });
          return { command: [ministack.command, ...ministack.args], nodeDir: join(node.path, "..") };
        },
      },
      this.signal,
    );
  }

  /** The emulator, running: started when it is not. */
  async runningEmulator(): Promise<EmulatorStatus & { endpoint: string }> {
    const emulator = await this.emulator();
    const status = await emulator.start({ signal: this.signal, onProgress: this.progress });
    if (!status.endpoint) throw new UserError("emulator-not-running", `${status.name} does not run.`, "Run pulumi-lab emulator start.");
    return { ...status, endpoint: status.endpoint };
  }

  get emulatorDir(): string {
    return join(this.dataDir, "emulator");
  }

  get frontCommand(): readonly string[] {
    return [process.execPath, this.bundle("websiteFront.cjs")];
  }

  provisioning(): { root: string; cacheDir: string; signal: AbortSignal; onProgress: (message: string) => void } {
    return { root: this.root, cacheDir: this.cacheDir, signal: this.signal, onProgress: this.progress };
  }

  private bundle(name: string): string {
    return join(this.root, "dist", name);
  }
}
