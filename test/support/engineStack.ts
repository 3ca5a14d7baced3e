/** A real stack over the real engine, with the embedded provider attached the way the product attaches it. */

import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { LocalWorkspace, PulumiCommand, type PulumiFn, type Stack } from "@pulumi/pulumi/automation/index.js";
import { languageHostShim } from "../../src/core/engine/shellPlan";
import { provision } from "../../src/core/provision/provision";

const root = join(__dirname, "..", "..");

export interface EngineStack {
  stack: Stack;
  /** Replaces the program that the next operation runs. */
  run(program: PulumiFn): void;
  /** The recorded resources by their logical name, with secrets in the clear. */
  resources(): Promise<Record<string, RecordedResource>>;
  /** The recorded state as it lies on disk. */
  stateFile(): Promise<string>;
  /** Runs the CLI on the same stack; throws with what it said when it fails. */
  pulumi(...args: string[]): Promise<string>;
  dispose(): Promise<void>;
}

export interface RecordedResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  initErrors?: string[];
}

/** @param port where the provider listens. */
export async function engineStack(port: number, program: PulumiFn): Promise<EngineStack> {
  const folder = mkdtempSync(join(tmpdir(), "lab-engine-"));
  for (const part of ["work", "home", "state", "cli/bin"]) mkdirSync(join(folder, part), { recursive: true });
  let current = program;
  const env = {
    PULUMI_DEBUG_PROVIDERS: `aws:${port}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  const cli = await command(join(folder, "cli"));
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "test", projectName: "provider-test", program: () => current() },
    {
      workDir: join(folder, "work"),
      pulumiHome: join(folder, "home"),
      pulumiCommand: cli,
      projectSettings: { name: "provider-test", runtime: "nodejs", backend: { url: `file://${join(folder, "state")}` } },
      envVars: env,
    },
  );
  return {
    stack,
    run: (next) => (current = next),
    resources: async () => {
      const { deployment } = await stack.exportStack();
      const recorded = (deployment.resources ?? []) as RecordedResource[];
      return Object.fromEntries(recorded.map((resource) => [resource.urn.split("::").at(-1) ?? "", resource]));
    },
    stateFile: () => readFile(join(folder, "state/.pulumi/stacks/provider-test/test.json"), "utf8"),
    pulumi: async (...args) => {
      const PATH = [languageHost(join(folder, "cli")), process.env["PATH"]].join(delimiter);
      // Never a blocking call: the provider may live in this process.
      const { stdout } = await promisify(execFile)(cli.command, [...args, "--stack", "test", "--non-interactive"], {
        cwd: join(folder, "work"),
        env: { ...process.env, ...env, PATH, PULUMI_HOME: join(folder, "home") },
      }).catch((error: { stdout?: string; stderr?: string }) => {
        throw new Error(`${error.stdout ?? ""}${error.stderr ?? ""}`);
      });
      return stdout;
    },
    dispose: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The CLI is the provisioned one, or that of PULUMI_LAB_PULUMI. */
async function command(home: string): Promise<PulumiCommand> {
  const { pulumi } = await provision({ root, want: ["pulumi"] });
  symlinkSync(pulumi.path, join(home, "bin", "pulumi"));
  return PulumiCommand.get({ root: home });
}

/** The folder of a `pulumi-language-nodejs` that is the product's own language host, for commands that need one. */
function languageHost(folder: string): string {
  execFileSync(process.execPath, [join(root, "esbuild.mjs"), "--outdir", folder, "--only", "languageHost.cjs"], { cwd: root });
  const { name, text } = languageHostShim(process.platform, process.execPath, join(folder, "languageHost.cjs"));
  writeFileSync(join(folder, name), text, { mode: 0o755 });
  return folder;
}
