import { mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runningEmulator } from "../../src/core/emulator/running";
import { type Operation, type OperationOptions, type OperationOutcome, runOperation } from "../../src/core/engine/operations";
import type { EngineTools } from "../../src/core/engine/engineTools";
import { StackSession } from "../../src/core/engine/stackSession";
import type { ProviderKind } from "../../src/core/engine/deployRecords";
import { provision } from "../../src/core/provision/provision";
import { sharedMinistack } from "./ministack";
import { writeFiles } from "./tempFolder";

const root = join(__dirname, "..", "..");

/** A project in a folder of its own, run through the real engine, program host, provider and emulator. */
export class EngineLab {
  readonly dir: string;
  private readonly home: string;
  private endpoint: string | undefined;

  constructor(files: Record<string, string>, project = "test-project") {
    this.home = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-lab-engine-")));
    this.dir = join(this.home, "project");
    mkdirSync(this.dir);
    writeFiles(this.dir, { "Pulumi.yaml": `name: ${project}\nruntime: nodejs\n`, "package.json": '{"name": "p", "private": true}', ...files });
    symlinkSync(join(root, "node_modules"), join(this.dir, "node_modules"), "junction");
  }

  write(files: Record<string, string>): void {
    writeFiles(this.dir, files);
  }

  async tools(): Promise<EngineTools> {
    const { pulumi, node } = await provision({ root, want: ["pulumi", "node"] });
    return {
      node,
      pulumi: pulumi.path,
      hostScript: join(root, "dist", "programHost.cjs"),
      providerScript: join(root, "dist", "provider.cjs"),
      languageHostScript: join(root, "dist", "languageHost.cjs"),
      cacheDir: join(this.home, "cache"),
      dataDir: join(this.home, "data"),
    };
  }

  /** Uses another emulator than the one that all tests share. */
  on(endpoint: string): this {
    this.endpoint = endpoint;
    return this;
  }

  async session(options: { stack?: string; parentEnv?: NodeJS.ProcessEnv; provider?: ProviderKind } = {}): Promise<StackSession> {
    // A developer's own login or backend must not decide where a test's state lies.
    const { PULUMI_BACKEND_URL: _url, ...parentEnv } = options.parentEnv ?? process.env;
    return StackSession.open({
      folder: this.dir,
      stack: options.stack ?? "dev",
      provider: options.provider,
      tools: await this.tools(),
      parentEnv: { ...parentEnv, PULUMI_HOME: join(this.home, "no-login") },
    });
  }

  async run(operation: Operation, options: Partial<OperationOptions> & { stack?: string; parentEnv?: NodeJS.ProcessEnv } = {}): Promise<OperationOutcome> {
    const { stack, parentEnv, ...rest } = options;
    return runOperation(await this.session({ stack, parentEnv }), operation, { emulator: await this.emulator(), ...rest });
  }

  async emulator(): Promise<OperationOptions["emulator"]> {
    const endpoint = this.endpoint ?? (await sharedMinistack()).endpoint;
    return { ...(await runningEmulator(endpoint).status()), endpoint };
  }

  /** Every file of the project with its content, but for what is installed and what the lab keeps. */
  files(): Record<string, string> {
    const found: Record<string, string> = {};
    const walk = (folder: string, prefix: string): void => {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        if (entry.name === "node_modules" || entry.name === ".pulumi-lab") continue;
        const path = join(folder, entry.name);
        if (entry.isDirectory()) walk(path, `${prefix}${entry.name}/`);
        else found[prefix + entry.name] = readFileSync(path, "base64");
      }
    };
    walk(this.dir, "");
    return found;
  }

  /** The stack's state file as text. */
  stateText(stack = "dev", project = "test-project"): string {
    return readFileSync(join(this.dir, ".pulumi-lab", "state", ".pulumi", "stacks", project, `${stack}.json`), "utf8");
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Pids of processes that run in a folder or were started with it on their command line. Linux only. */
export function processesOf(folder: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        const cwd = realpathSync(`/proc/${pid}/cwd`);
        return cwd.startsWith(folder) || readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(folder);
      } catch {
        return false;
      }
    })
    .map(Number);
}
