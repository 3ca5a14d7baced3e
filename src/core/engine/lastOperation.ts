import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { resourceGraph } from "../../shared/graphPanel";
import type { EmulatorStatus } from "../emulator/emulator";
import { writeWhole } from "../files";
import type { OperationOutcome } from "./operations";
import type { StackSession } from "./stackSession";
import { stateFile } from "./stackState";
import type { Workspace } from "./workspace";

const VERSION = 1;

const position = z.object({ file: z.string(), line: z.number(), column: z.number() });

const lastOperation = z.object({
  version: z.literal(VERSION),
  operation: z.enum(["preview", "deploy", "refresh", "destroy"]),
  /** The graph shows what would happen, not what is. */
  planned: z.boolean(),
  /** When it ended. */
  time: z.iso.datetime(),
  result: z.enum(["succeeded", "failed", "cancelled"]),
  summary: z.record(z.string(), z.number()),
  /** Of the state's file when the operation had ended: another hash means that somebody changed the stack since. */
  stateHash: z.string(),
  emulator: z.string(),
  graph: resourceGraph,
  plannedInputs: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  diagnostics: z.array(
    z.object({
      severity: z.enum(["info", "warning", "error"]),
      message: z.string(),
      urn: z.string().optional(),
      source: position.optional(),
    }),
  ),
  error: z
    .object({ code: z.string(), message: z.string(), hint: z.string().optional(), source: position.optional(), urn: z.string().optional() })
    .optional(),
});

/** What the last operation on a stack did and said, kept so that a new window shows what an old one saw. */
export type LastOperation = z.infer<typeof lastOperation>;

/** The folder in which a workspace keeps the last operation of each of its stacks. */
export function lastOperationsDir(workspace: Workspace): string {
  return join(workspace.labDir, "last");
}

export function lastOperationFile(workspace: Workspace, project: string, stack: string): string {
  return join(lastOperationsDir(workspace), fileName(project), `${fileName(stack.split("/").pop() ?? stack)}.json`);
}

/** A project's name comes from a file that anybody may have written: it must not lead elsewhere. */
function fileName(name: string): string {
  return encodeURIComponent(name).replace(/^\.+$/, (dots) => "%2E".repeat(dots.length));
}

/** Keeps an operation's outcome beside the stack's state, whole or not at all. */
export async function saveLastOperation(
  { workspace, project, stack, backend }: Pick<StackSession, "workspace" | "project" | "stack" | "backend">,
  outcome: OperationOutcome,
  { time, emulator }: { time: string; emulator: EmulatorStatus },
): Promise<void> {
  const { ok, operation, summary, graph, plannedInputs, diagnostics, error } = outcome;
  const value: LastOperation = {
    version: VERSION,
    operation,
    planned: operation === "preview",
    time,
    result: ok ? "succeeded" : error?.code === "cancelled" ? "cancelled" : "failed",
    summary,
    stateHash: await hashState(backend.dir, project.name, stack),
    emulator: emulator.endpoint ? `${emulator.name} on ${new URL(emulator.endpoint).host}` : emulator.name,
    graph,
    ...(plannedInputs && { plannedInputs }),
    diagnostics,
    ...(error && { error }),
  };
  await writeWhole(lastOperationFile(workspace, project.name, stack), JSON.stringify(value), { mode: 0o600 });
}

/** Undefined when nothing is known: there was none, or another version of the lab wrote it. */
export async function readLastOperation(workspace: Workspace, project: string, stack: string): Promise<LastOperation | undefined> {
  try {
    return lastOperation.parse(JSON.parse(await readFile(lastOperationFile(workspace, project, stack), "utf8")));
  } catch {
    return undefined;
  }
}

export async function removeLastOperation(workspace: Workspace, project: string, stack: string): Promise<void> {
  await rm(lastOperationFile(workspace, project, stack), { force: true });
}

/** Names the content of a stack's state file; empty when there is none. */
export async function hashState(backendDir: string, project: string, stack: string): Promise<string> {
  try {
    return createHash("sha256").update(await readFile(stateFile(backendDir, project, stack))).digest("hex");
  } catch {
    return "";
  }
}
