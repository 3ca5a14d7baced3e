// Writes a `pulumi …` command that was typed in a lab's shell into the journal of its workspace. Started by the shell's
// launcher of `pulumi` after the command has succeeded: node typedCommand.cjs ARGUMENTS…
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { journalWork } from "../journal";
import { loadProject } from "../project";
import { PulumiCli } from "../pulumiCli";
import { findWorkspace } from "../workspace";
import { typedCommand } from "./typedCommand";

const TIMEOUT_MS = 20_000;

async function main(): Promise<void> {
  const started = Date.now();
  const command = typedCommand(process.argv.slice(2));
  const pulumi = process.env.PULUMI_LAB_PULUMI;
  if (!command || !pulumi) return;
  const folder = resolve(command.cwd ?? ".");
  const project = await loadProject(folder);
  const workspace = findWorkspace(project.dir);
  if (!existsSync(workspace.labDir)) return;
  const cli = new PulumiCli(pulumi, project.dir, process.env as Record<string, string>);
  const stack = command.stack ?? (command.operation === "new" ? "" : (await cli.run(["stack", "--show-name"], { signal: AbortSignal.timeout(TIMEOUT_MS) })).trim());
  await journalWork(workspace.journalFile, {
    project: project.name,
    stack: stack.split("/").pop() ?? "",
    operation: command.operation,
    started,
    via: "terminal",
    flags: command.flags,
  });
}

// The command itself has succeeded: what can't be written down must not look like its failure.
main().catch(() => undefined);
