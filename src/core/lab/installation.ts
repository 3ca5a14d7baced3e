import { join } from "node:path";
import { chooseEmulator } from "../emulator/detect";
import type { Emulator, EmulatorStatus } from "../emulator/emulator";
import type { ProviderKind } from "../engine/deployRecords";
import type { EngineTools } from "../engine/engineTools";
import { StackSession } from "../engine/stackSession";
import { UserError } from "../errors";
import { cacheDir, dataDir } from "../paths";
import type { Face } from "../provision/face";
import { provision, type ProvisionOptions } from "../provision/provision";

export type RunningEmulator = EmulatorStatus & { endpoint: string };

/** How a piece of work tells what it does, and how it is cancelled. */
export interface WorkContext {
  signal?: AbortSignal;
  /** One plain line about what is being done now. */
  onProgress?: (message: string) => void;
}

export interface InstallationOptions {
  /** The folder with `dist`, `templates`, `tools` and `localstack`: the clone, or the extension's own. */
  root: string;
  /** Paths of tools that a person chose; they go before everything else. */
  chosen?: () => { pulumi?: string; python?: string };
  env?: NodeJS.ProcessEnv;
  /** Where the person reads what is told; the terminal by default. */
  face?: Face;
}

/** What every face of the lab shares: where things lie, which tools there are, and the emulator. */
export class Installation {
  readonly root: string;
  readonly cacheDir: string;
  readonly dataDir: string;
  private readonly baseEnv: NodeJS.ProcessEnv;

  constructor(private readonly options: InstallationOptions) {
    this.root = options.root;
    this.baseEnv = options.env ?? process.env;
    this.cacheDir = cacheDir(process.platform, this.baseEnv);
    this.dataDir = dataDir(process.platform, this.baseEnv);
  }

  get templatesDir(): string {
    return join(this.root, "templates");
  }

  /** State of the emulators that the lab manages. */
  get emulatorDir(): string {
    return join(this.dataDir, "emulator");
  }

  get frontCommand(): readonly string[] {
    return [process.execPath, this.bundle("websiteFront.cjs")];
  }

  /** Our own environment, with what the person's settings say. */
  get env(): NodeJS.ProcessEnv {
    const python = this.options.chosen?.().python;
    return python ? { ...this.baseEnv, PULUMI_LAB_PYTHON: python } : this.baseEnv;
  }

  provisioning(work: WorkContext = {}): ProvisionOptions {
    return { root: this.root, cacheDir: this.cacheDir, env: this.env, face: this.options.face, pulumi: this.options.chosen?.().pulumi, ...work };
  }

  /** Finds or installs what the engine needs. */
  async tools(work: WorkContext = {}): Promise<EngineTools> {
    const { node, pulumi } = await provision({ ...this.provisioning(work), want: ["node", "pulumi"] });
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

  async session(options: { folder: string; stack: string; provider?: ProviderKind | "auto" }, work: WorkContext = {}): Promise<StackSession> {
    return StackSession.open({ ...options, tools: await this.tools(work), parentEnv: this.env });
  }

  /**
   * The emulator for `choice` (auto, ministack, localstack or the URL of a running one), started or not.
   * MiniStack is installed only when it has to be started.
   */
  emulator(choice: string, work: WorkContext = {}): Promise<Emulator> {
    return chooseEmulator(
      choice,
      {
        stateDir: this.emulatorDir,
        composeFile: join(this.root, "localstack", "docker-compose.yml"),
        env: this.baseEnv,
        ministack: async () => {
          const { node, ministack } = await provision({ ...this.provisioning(work), want: ["node", "ministack"] });
          return { command: [ministack.command, ...ministack.args], nodeDir: join(node.path, "..") };
        },
      },
      work.signal,
    );
  }

  /** The emulator, running: started when it is not. */
  async runningEmulator(choice: string, work: WorkContext & { persist?: boolean } = {}): Promise<RunningEmulator> {
    const status = await (await this.emulator(choice, work)).start(work);
    if (!status.endpoint) throw new UserError("emulator-not-running", `${status.name} does not run.`, "Start the emulator first.");
    return { ...status, endpoint: status.endpoint };
  }

  /** Absolute path of one of our bundles. */
  bundle(name: string): string {
    return join(this.root, "dist", name);
  }
}

/** The emulator as people call it: `MiniStack on 127.0.0.1:4566`. */
export function place(emulator: { name: string; endpoint: string }): string {
  return `${emulator.name} on ${new URL(emulator.endpoint).host}`;
}
