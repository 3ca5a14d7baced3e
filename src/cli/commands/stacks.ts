import { importResource, listStacks, stackOutputs } from "../../core/engine/stackCommands";
import { type CommandResult, success } from "../commandResult";
import { describeOutputs } from "../describeOutcome";
import type { Lab } from "../lab";

export async function outputsCommand(lab: Lab, folder: string, options: { showSecrets: boolean }): Promise<CommandResult> {
  const session = await lab.session(folder);
  const outputs = await stackOutputs(session, options.showSecrets, lab.signal);
  const empty = Object.keys(outputs).length === 0;
  return success(
    { ok: true, stack: session.stack, outputs },
    empty ? `The stack ${session.project.name}/${session.stack} has no outputs.` : describeOutputs(outputs).join("\n"),
  );
}

export async function stacksCommand(lab: Lab, folder: string): Promise<CommandResult> {
  const session = await lab.session(folder);
  const stacks = await Promise.all(
    (await listStacks(session, lab.signal)).map(async ({ name, lastUpdate, resourceCount }) => {
      const record = await session.records.get(session.project.name, name);
      return { name, project: session.project.name, resources: resourceCount ?? 0, lastUpdate, provider: record?.provider, emulator: record?.emulator };
    }),
  );
  const lines = stacks.map((each) => {
    const where = each.emulator ? `  ${each.emulator} (${each.provider} provider)` : "";
    return `${each.name.padEnd(16)} ${String(each.resources).padStart(4)} resources  ${each.lastUpdate ?? "never updated"}${where}`;
  });
  return success(
    { ok: true, project: session.project.name, backend: session.backend.url, stacks },
    lines.join("\n") || `The project ${session.project.name} has no stacks yet. Deploy it: pulumi-lab deploy`,
  );
}

export async function importCommand(lab: Lab, folder: string, type: string, name: string, id: string): Promise<CommandResult> {
  const session = await lab.session(folder);
  const imported = await importResource(session, await lab.runningEmulator(), { type, name, id }, lab.signal);
  const inputs = (imported.inputs ?? {}) as Record<string, unknown>;
  return success(
    { ok: true, operation: "import", stack: session.stack, resource: { urn: imported.urn, type, name, id: imported.id, inputs } },
    [
      `Imported ${type} ${name} (${String(imported.id)}) into ${session.project.name}/${session.stack}.`,
      "Add it to the program with these inputs, or the next deploy will want to delete it:",
      JSON.stringify(inputs, undefined, 2),
    ].join("\n"),
  );
}
