import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { HOST_VARIABLES } from "../../shared/hostProtocol";
import { UserError } from "../errors";
import type { EmulatorStatus } from "../emulator/emulator";
import { guardedEnvironment } from "../safety/environment";
import { type Backend, resolveBackend } from "./backend";
import type { EngineTools } from "./engineTools";
import { type DeployRecord, DeployRecords, type ProviderKind } from "./deployRecords";
import { type Passphrase, stackPassphrase } from "./passphrase";
import { checkStackName, loadProject, programDirectory, type Project } from "./project";
import { type ProviderProcess, startProvider } from "./providerProcess";
import { PulumiCli } from "./pulumiCli";
import { holdsResources, readState } from "./stackState";
import { hasVendorHost, installShims } from "./shims";
import { makeScratch, type Scratch } from "./scratch";
import { ensureWorkspace, findWorkspace, passphraseFile, type Workspace } from "./workspace";

export interface SessionOptions {
  /** The project's folder, or one below it. */
  folder: string;
  stack: string;
  tools: EngineTools;
  /** `auto`: what the stack was deployed with, else embedded. */
  provider?: ProviderKind | "auto";
  parentEnv?: NodeJS.ProcessEnv;
}

/** One stack of one project, with everything that its operations have in common. */
export class StackSession {
  private constructor(
    readonly tools: EngineTools,
    readonly project: Project,
    readonly workspace: Workspace,
    readonly backend: Backend,
    readonly stack: string,
    readonly provider: ProviderKind,
    readonly records: DeployRecords,
    /** What the stack was last deployed to; undefined before its first deploy. */
    readonly record: DeployRecord | undefined,
    private readonly passphrase: Passphrase,
    private readonly parentEnv: NodeJS.ProcessEnv,
  ) {}

  static async open(options: SessionOptions): Promise<StackSession> {
    const stack = checkStackName(options.stack);
    const project = await loadProject(options.folder);
    const workspace = findWorkspace(project.dir);
    const parentEnv = options.parentEnv ?? process.env;
    const backend = await resolveBackend(project, workspace, parentEnv);
    await ensureWorkspace(workspace);
    await mkdir(backend.dir, { recursive: true });
    const records = new DeployRecords(workspace.deploysFile);
    const record = await records.get(project.name, stack);
    const provider = chooseProvider(options.provider ?? "auto", record, stack);
    const passphrase = await stackPassphrase(project, stack, parentEnv, await passphraseFile(workspace, options.tools.dataDir));
    return new StackSession(options.tools, project, workspace, backend, stack, provider, records, record, passphrase, parentEnv);
  }

  /** The whole environment of a process that runs this stack's program or the CLI on it. */
  async environment(options: { endpoint?: string; providerPort?: number; extra?: Record<string, string>; vendorHost?: boolean }): Promise<Record<string, string>> {
    const home = join(this.tools.dataDir, "home");
    const pulumiHome = join(this.tools.dataDir, "pulumi");
    await Promise.all([home, pulumiHome].map((each) => mkdir(each, { recursive: true })));
    const sdk = findSdk(this.project.dir);
    // Operations need our language host, which tells of registrations; a shell may use the vendor's.
    const shims = options.vendorHost && (await hasVendorHost(this.tools)) ? [] : [await installShims(this.tools)];
    return guardedEnvironment({
      parent: this.parentEnv,
      // The SDK's own folder carries the plug-in of dynamic providers.
      path: [...shims, dirname(this.tools.pulumi), dirname(this.tools.node.path), ...(sdk ? [sdk] : [])],
      home,
      pulumiHome,
      endpoint: options.endpoint,
      backendUrl: this.backend.url,
      passphrase: this.passphrase,
      debugProviders: options.providerPort === undefined ? undefined : `aws:${options.providerPort}`,
      extra: { [HOST_VARIABLES.transpileCache]: join(this.tools.cacheDir, "transpiled"), ...options.extra },
    });
  }

  /** Starts the embedded provider for this stack; undefined where the official plug-in serves it. */
  async startProvider(endpoint: string, signal?: AbortSignal): Promise<ProviderProcess | undefined> {
    if (this.provider !== "embedded") return undefined;
    return startProvider({
      node: this.tools.node,
      script: this.tools.providerScript,
      endpoint,
      programDirectory: programDirectory(this.project),
      env: await this.environment({ endpoint }),
      signal,
    });
  }

  scratch(): Promise<Scratch> {
    return makeScratch(this.project, this.stack, join(this.workspace.labDir, "run"));
  }

  /** Runs CLI commands on this stack, away from the learner's files. */
  async withCli<T>(use: (cli: PulumiCli, scratch: Scratch) => Promise<T>, options: { endpoint?: string; providerPort?: number } = {}): Promise<T> {
    const scratch = await this.scratch();
    try {
      return await use(new PulumiCli(this.tools.pulumi, scratch.dir, await this.environment(options)), scratch);
    } finally {
      await scratch.remove();
    }
  }

  /** Whether the stack's state holds resources of the emulator now. */
  async holdsResources(): Promise<boolean> {
    return holdsResources(await readState(this.backend.dir, this.project.name, this.stack));
  }

  /** Remembers what the stack was deployed to; nothing when it holds nothing any more. */
  async remember(emulator: EmulatorStatus, holds: boolean): Promise<void> {
    await this.records.set(
      this.project.name,
      this.stack,
      holds && emulator.endpoint
        ? { provider: this.provider, emulator: emulator.name, endpoint: emulator.endpoint, bootId: emulator.bootId, time: new Date().toISOString() }
        : undefined,
    );
  }
}

function chooseProvider(asked: ProviderKind | "auto", record: DeployRecord | undefined, stack: string): ProviderKind {
  if (asked === "auto") return record?.provider ?? "embedded";
  if (record && record.provider !== asked) {
    throw new UserError(
      "provider-mixed",
      `The stack ${stack} was deployed with the ${record.provider} AWS provider; its state can't be handed to the ${asked} one.`,
      `Destroy the stack first, or use another one: --stack NAME.`,
    );
  }
  return asked;
}

/** The folder of the `@pulumi/pulumi` that the project loads. */
function findSdk(projectDir: string): string | undefined {
  for (let dir = projectDir; ; dir = dirname(dir)) {
    const candidate = join(dir, "node_modules", "@pulumi", "pulumi");
    if (existsSync(candidate)) return candidate;
    if (dirname(dir) === dir) return undefined;
  }
}
