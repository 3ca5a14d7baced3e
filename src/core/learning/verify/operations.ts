/** The operations that were run: by the lab, which writes its journal, and by anybody, which the state backend writes. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { readJournal } from "../../engine/journal";
import type { ExportedState } from "../../engine/stackState";

export interface OperationFact {
  operation: string;
  project: string;
  stack: string;
  /** ISO 8601. */
  time: string;
  ok: boolean;
  /** How many resources, by what was done with them. */
  changes: Record<string, number>;
  via: "lab" | "terminal" | "automation";
  /** Names of command line flags, without their values. */
  flags: string[];
}

const extra = z.looseObject({ via: z.literal("terminal").optional(), flags: z.array(z.string()).optional() });

/** What the journal of a workspace tells. */
export async function journalOperations(file: string): Promise<OperationFact[]> {
  const entries = await readJournal(file).catch(() => []);
  return entries.map((entry) => {
    const { via = "lab", flags = [] } = extra.safeParse(entry).data ?? {};
    return { operation: entry.operation, project: entry.project, stack: entry.stack, time: entry.time, ok: entry.result === "succeeded", changes: entry.summary, via, flags };
  });
}

const history = z.looseObject({
  kind: z.string(),
  startTime: z.number(),
  result: z.string(),
  resourceChanges: z.record(z.string(), z.number()).nullish(),
  environment: z.record(z.string(), z.string()).nullish(),
});

/** How the engine calls operations. */
const KINDS: Record<string, string> = { update: "deploy", refresh: "refresh", destroy: "destroy", import: "import-state", "resource-import": "import", preview: "preview" };
/** More than that tells nothing new. Earlier states may be large, and what was done last is what is asked for. */
const MOST_UPDATES = 200;
const MOST_STATES = 12;

/** What the file backend has written of a stack's updates, the oldest first. */
export async function historyOperations(backendDir: string, project: string, stack: string): Promise<OperationFact[]> {
  const folder = historyFolder(backendDir, project, stack);
  const found = await Promise.all((await filesIn(folder, ".history.json", MOST_UPDATES)).map((file) => readJson(join(folder, file))));
  return found.flatMap((content) => {
    const parsed = history.safeParse(content);
    if (!parsed.success) return [];
    const { kind, startTime, result, resourceChanges, environment } = parsed.data;
    const via = viaOf(environment ?? {});
    // The journal has those, and only those that a person asked for.
    if (via === "lab") return [];
    return {
      operation: KINDS[kind] ?? kind,
      project,
      stack,
      time: new Date(startTime * 1000).toISOString(),
      ok: result === "succeeded",
      changes: resourceChanges ?? {},
      via,
      flags: Object.keys(environment ?? {}).flatMap((name) => (name.startsWith("pulumi.flag.") ? `--${name.slice("pulumi.flag.".length)}` : [])),
    };
  });
}

/** Our own program host uses the Automation API as well, and says who it is. */
function viaOf(environment: Record<string, string>): OperationFact["via"] {
  if ("pulumi.env.PULUMI_LAB_REPORT" in environment) return "lab";
  return environment["exec.kind"]?.startsWith("auto.") ? "automation" : "terminal";
}

/** The projects and stacks that a file backend has a history of. */
export async function historyStacks(backendDir: string): Promise<{ project: string; stack: string }[]> {
  const root = join(backendDir, ".pulumi", "history");
  const projects = await readdir(root).catch(() => [] as string[]);
  const found = await Promise.all(projects.map(async (project) => (await readdir(join(root, project)).catch(() => [] as string[])).map((stack) => ({ project, stack }))));
  return found.flat();
}

const checkpoint = z.looseObject({ checkpoint: z.looseObject({ latest: z.looseObject({ resources: z.array(z.looseObject({ urn: z.string(), type: z.string() })).optional() }).nullish() }) });

/** The resources of a stack's earlier states, the oldest first. */
export async function earlierResources(backendDir: string, project: string, stack: string): Promise<NonNullable<ExportedState["deployment"]["resources"]>[]> {
  const folder = historyFolder(backendDir, project, stack);
  const found = await Promise.all((await filesIn(folder, ".checkpoint.json", MOST_STATES)).map((file) => readJson(join(folder, file))));
  return found.flatMap((content) => {
    const parsed = checkpoint.safeParse(content);
    return parsed.success ? [parsed.data.checkpoint.latest?.resources ?? []] : [];
  });
}

function historyFolder(backendDir: string, project: string, stack: string): string {
  return join(backendDir, ".pulumi", "history", project, stack);
}

async function filesIn(folder: string, ending: string, most: number): Promise<string[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  return names.filter((name) => name.endsWith(ending)).sort().slice(-most);
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return undefined;
  }
}
