import { type DeployRecord, DeployRecords } from "../../engine/deployRecords";
import type { Workspace } from "../../engine/workspace";

export interface DeployedStack {
  /** `project/stack` */
  title: string;
  record: DeployRecord;
}

/** What the stacks of some workspaces were last deployed to. */
export async function deployedStacks(workspaces: readonly Workspace[]): Promise<DeployedStack[]> {
  const files = [...new Set(workspaces.map(({ deploysFile }) => deploysFile))];
  const records = await Promise.all(files.map((file) => new DeployRecords(file).all()));
  return records.flatMap((each) => Object.entries(each).map(([title, record]) => ({ title, record })));
}

/**
 * The stacks whose resources an emulator holds now, so that resetting it empties them. Who was deployed to an earlier
 * boot has lost them already.
 */
export function stacksInEmulator(deployed: readonly DeployedStack[], running: { endpoint: string; bootId?: string }): string[] {
  const there = deployed.filter(({ record }) =>
    record.bootId !== undefined && running.bootId !== undefined ? record.bootId === running.bootId : samePlace(record.endpoint, running.endpoint),
  );
  return [...new Set(there.map(({ title }) => title))].sort();
}

/** `localhost` and `127.0.0.1` are one machine, so the port tells. */
function samePlace(a: string, b: string): boolean {
  return portOf(a) === portOf(b);
}

function portOf(endpoint: string): string | undefined {
  if (!URL.canParse(endpoint)) return undefined;
  const { port, protocol } = new URL(endpoint);
  return port || (protocol === "https:" ? "443" : "80");
}
