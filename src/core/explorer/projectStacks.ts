import { readdir } from "node:fs/promises";
import { type DeployRecord, DeployRecords } from "../engine/deployRecords";
import { hashState, type LastOperation, readLastOperation } from "../engine/lastOperation";
import type { Project } from "../engine/project";
import { type ExportedState, readState, stateFolder } from "../engine/stackState";
import { isDefaultProvider } from "../../shared/resourceType";
import { STACK_TYPE } from "../../shared/graph";
import { type ListedError, listedError } from "./projects";
import { type StackPlace, stackPlace } from "./stackPlace";
import type { StackRef } from "./stackRef";

/** What is known of a stack without asking the CLI. */
export interface StackInfo {
  ref: StackRef;
  /** It is in the state backend; otherwise it has at most a configuration file. */
  exists: boolean;
  /** Without the stack itself and the providers that the engine makes by itself. */
  resourceCount: number;
  /** The AWS regions that its resources lie in. */
  regions: readonly string[];
  /** When the state was last written by an operation. */
  lastUpdate?: string;
  /** Where it was last deployed. */
  record?: DeployRecord;
  /** Absent once somebody else has changed the state: what it says is old then. */
  lastOperation?: LastOperation;
}

export interface ProjectStacks {
  stacks: StackInfo[];
  place?: StackPlace;
  /** The stacks can't be listed, such as those of a remote backend. */
  error?: ListedError;
}

export interface ListOptions {
  environment: NodeJS.ProcessEnv;
  home?: string;
  signal?: AbortSignal;
}

/** The stack that a project without any gets offered. */
export const FIRST_STACK = "dev";

/**
 * A project's stacks: those in its state backend, those that only have a configuration file, and "dev" where there is
 * none of either. It only reads.
 */
export async function listProjectStacks(project: Project, { environment, home, signal }: ListOptions): Promise<ProjectStacks> {
  let place: StackPlace;
  try {
    place = await stackPlace(project, environment, home);
  } catch (error) {
    return { stacks: [], error: listedError(error) };
  }
  const { workspace, backend } = place;
  const deployed = await namesIn(stateFolder(backend.dir, project.name), /^(.+)\.json$/);
  const configured = await namesIn(project.configDir, /^Pulumi\.([A-Za-z0-9_.-]+)\.(?:yaml|yml|json)$/);
  const names = [...new Set([...deployed, ...configured])].sort();
  const records = new DeployRecords(workspace.deploysFile);
  const stacks = await Promise.all(
    (names.length > 0 ? names : [FIRST_STACK]).map(async (stack): Promise<StackInfo> => {
      const state = deployed.includes(stack) ? await readState(backend.dir, project.name, stack).catch(() => undefined) : undefined;
      return {
        ref: { projectDir: project.dir, project: project.name, stack },
        exists: deployed.includes(stack),
        resourceCount: countResources(state),
        regions: regionsOf(state),
        lastUpdate: timeOf(state),
        record: await records.get(project.name, stack),
        lastOperation: await freshOperation(place, project.name, stack),
      };
    }),
  );
  signal?.throwIfAborted();
  return { stacks, place };
}

async function freshOperation({ workspace, backend }: StackPlace, project: string, stack: string): Promise<LastOperation | undefined> {
  const last = await readLastOperation(workspace, project, stack);
  return last?.stateHash === (await hashState(backend.dir, project, stack)) ? last : undefined;
}

async function namesIn(folder: string, pattern: RegExp): Promise<string[]> {
  const files = await readdir(folder).catch(() => [] as string[]);
  return files.flatMap((file) => pattern.exec(file)?.[1] ?? []);
}

/** The resources of a state that a person made: neither the stack itself nor the engine's own providers. */
export function countResources(state: ExportedState | undefined): number {
  return (state?.deployment.resources ?? []).filter(
    ({ urn, type, delete: deleting }) => !deleting && type !== STACK_TYPE && !isDefaultProvider(urn),
  ).length;
}

/** Providers name a region, and so do resources that are made in another one. */
export function regionsOf(state: ExportedState | undefined): string[] {
  const regions = (state?.deployment.resources ?? []).flatMap(({ type, inputs, outputs, delete: deleting }) => {
    if (deleting || !(type === "pulumi:providers:aws" || type.startsWith("aws:"))) return [];
    const { region } = { ...(inputs as object | undefined), ...(outputs as object | undefined) } as { region?: unknown };
    return typeof region === "string" && /^[a-z0-9-]+$/.test(region) ? [region] : [];
  });
  return [...new Set(regions)].sort();
}

function timeOf(state: ExportedState | undefined): string | undefined {
  const time = (state?.deployment.manifest as { time?: unknown } | undefined)?.time;
  // An empty state carries the zero of Go's clock.
  return typeof time === "string" && !time.startsWith("0001-") ? time : undefined;
}
