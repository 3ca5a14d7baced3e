/** A real stack over the real engine, with the embedded provider attached the way the product attaches it. */

import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalWorkspace, PulumiCommand, type PulumiFn, type Stack } from "@pulumi/pulumi/automation/index.js";
import { provision } from "../../src/core/provision/provision";

export interface EngineStack {
  stack: Stack;
  /** Replaces the program that the next operation runs. */
  run(program: PulumiFn): void;
  /** The recorded resources by their logical name, with secrets in the clear. */
  resources(): Promise<Record<string, RecordedResource>>;
  /** The recorded state as it lies on disk. */
  stateFile(): Promise<string>;
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
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "test", projectName: "provider-test", program: () => current() },
    {
      workDir: join(folder, "work"),
      pulumiHome: join(folder, "home"),
      pulumiCommand: await command(join(folder, "cli")),
      projectSettings: { name: "provider-test", runtime: "nodejs", backend: { url: `file://${join(folder, "state")}` } },
      envVars: {
        PULUMI_DEBUG_PROVIDERS: `aws:${port}`,
        PULUMI_CONFIG_PASSPHRASE: "test",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      },
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
    dispose: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The CLI is the provisioned one, or that of PULUMI_LAB_PULUMI. */
async function command(root: string): Promise<PulumiCommand> {
  const { pulumi } = await provision({ root: join(__dirname, "..", ".."), want: ["pulumi"] });
  symlinkSync(pulumi.path, join(root, "bin", "pulumi"));
  return PulumiCommand.get({ root });
}
