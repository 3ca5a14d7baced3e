import { existsSync } from "node:fs";
import { mkdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { isProviderType } from "../../shared/resourceType";
import { STACK_TYPE } from "../../shared/graph";
import { parseUrn } from "../../shared/urn";
import { writeWhole } from "../files";
import { errorMessage, UserError } from "../errors";
import { journalWork } from "./journal";
import { removeLastOperation } from "./lastOperation";
import { stackLocks } from "./locks";
import { checkStackName, type Project, stackFileName } from "./project";
import { PulumiCli } from "./pulumiCli";
import { requireState } from "./stackCommands";
import type { StackSession } from "./stackSession";
import { type ExportedState, readState, SECRET } from "./stackState";

/** Makes the session's stack in the state backend, with nothing in it. */
export async function newStack(session: StackSession, signal?: AbortSignal): Promise<void> {
  await refuseTaken(session, session.stack);
  await session.withCli((cli) => cli.run(["stack", "init", session.stack], { signal }));
}

/** Gives the session's stack another name, with its state, its configuration file and what was recorded of it. */
export async function renameStack(session: StackSession, name: string, signal?: AbortSignal): Promise<void> {
  const { project, stack, records, workspace } = session;
  checkStackName(name);
  await requireState(session);
  await refuseTaken(session, name);
  const [oldFile, newFile] = [stack, name].map((each) => join(project.configDir, stackFileName(each))) as [string, string];
  if (existsSync(newFile)) {
    throw new UserError("stack-exists", `${newFile} exists already.`, "Choose another name, or move that file away first.");
  }
  await refuseLocked(session);
  await session.withCli((cli) => cli.run(["stack", "rename", name, "--stack", stack], { signal }));
  // The CLI renamed its copy; the learner's own file keeps its text.
  if (existsSync(oldFile)) await rename(oldFile, newFile);
  await records.set(project.name, name, await records.get(project.name, stack));
  await records.set(project.name, stack, undefined);
  // Its graph speaks of URNs that carry the old name.
  await removeLastOperation(workspace, project.name, stack);
}

/**
 * Removes the session's stack from the state backend. Its configuration file is the learner's own and stays.
 * @param options.force even if it holds resources, which then are nobody's
 */
export async function removeStack(session: StackSession, options: { force?: boolean; signal?: AbortSignal } = {}): Promise<void> {
  const { project, stack, records, workspace } = session;
  const count = ownResources(await requireState(session));
  if (count > 0 && !options.force) {
    throw new UserError(
      "stack-not-empty",
      `The stack ${project.name}/${stack} still holds ${count} resource${count === 1 ? "" : "s"}.`,
      "Destroy it first.",
    );
  }
  await refuseLocked(session);
  // What is left without force is the stack's own entry and its providers, which the CLI counts too.
  await session.withCli((cli) => cli.run(["stack", "rm", "--yes", "--force", "--stack", stack], { signal: options.signal }));
  await records.set(project.name, stack, undefined);
  await removeLastOperation(workspace, project.name, stack);
}

/** Writes the stack's state into a file; its secrets stay encrypted. */
export async function exportState(session: StackSession, file: string, signal?: AbortSignal): Promise<void> {
  const started = Date.now();
  await requireState(session);
  const state = await session.withCli((cli) => cli.exportState(session.stack, signal));
  await writeWhole(file, `${JSON.stringify(state, undefined, 4)}\n`);
  await writeDown(session, "export", started);
}

const importable = z.looseObject({
  version: z.number(),
  deployment: z.looseObject({ resources: z.array(z.looseObject({ urn: z.string(), type: z.string() })).nullish() }),
});

/** Takes an exported state in place of the stack's own. The stack is made when it does not exist. */
export async function importState(session: StackSession, file: string, signal?: AbortSignal): Promise<void> {
  const { project, stack } = session;
  const started = Date.now();
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new UserError("bad-state-file", `${file} can't be read: ${errorMessage(error)}`, "Choose another file.");
  });
  const state = importable.safeParse(tryJson(text));
  if (!state.success) {
    throw new UserError("bad-state-file", `${file} is not an exported state.`, 'Choose a file that "Export State" or "pulumi stack export" wrote.');
  }
  const stranger = state.data.deployment.resources?.map((each) => parseUrn(each.urn)).find((urn) => urn && (urn.project !== project.name || urn.stack !== shortName(stack)));
  if (stranger) {
    throw new UserError(
      "foreign-state",
      `${file} is the state of ${stranger.project}/${stranger.stack}, not of ${project.name}/${shortName(stack)}.`,
      "Import it into that stack.",
    );
  }
  await refuseLocked(session);
  const exists = await readState(session.backend.dir, project.name, stack);
  await session.withCli(async (cli) => {
    if (!exists) await cli.run(["stack", "init", stack], { signal });
    await cli.run(["stack", "import", "--stack", stack], { signal, input: text });
  });
  await writeDown(session, "import-state", started);
}

export interface ConfigValue {
  /** With the project's or another namespace: `shop:size`. */
  key: string;
  /** As text; a secret reads `[secret]`. */
  value: string;
  secret: boolean;
}

/**
 * Sets a value in the learner's own configuration file of the stack, which is made when there is none. A secret is
 * encrypted with the stack's passphrase. The stack is made when it does not exist.
 */
export async function setConfig(session: StackSession, value: ConfigValue, signal?: AbortSignal): Promise<void> {
  const started = Date.now();
  await giveConfig(session, value, signal);
  await writeDown(session, value.secret ? "config-secret" : "config-set", started);
}

/** The same for a value that a project comes with: it is not written down as something that the learner did. */
export async function giveConfig(session: StackSession, { key, value, secret }: ConfigValue, signal?: AbortSignal): Promise<void> {
  const { project, stack } = session;
  checkConfigKey(key);
  if (!(await readState(session.backend.dir, project.name, stack))) await newStack(session, signal);
  await mkdir(project.configDir, { recursive: true });
  const cli = new PulumiCli(session.tools.pulumi, project.dir, await session.environment({}));
  // Through standard input: a secret on a command line is there for everybody to see. The CLI takes one line break off.
  await cli.run(["config", "set", key, "--stack", stack, secret ? "--secret" : "--plaintext"], { signal, input: `${value}\n` });
}

/** The values in a stack's configuration file. It only reads; nothing is decrypted. */
export async function listConfig(project: Pick<Project, "name" | "configDir">, stack: string): Promise<ConfigValue[]> {
  const file = join(project.configDir, stackFileName(stack));
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return [];
  const settings = configFile.safeParse(tryYaml(text));
  if (!settings.success) throw new UserError("bad-stack-file", `${file} is not a stack's configuration file.`, "Mend the file and try again.");
  return Object.entries(settings.data?.config ?? {}).map(([key, value]) => {
    const shown = maskSecure(value);
    return { key, value: typeof shown === "string" ? shown : JSON.stringify(shown), secret: JSON.stringify(shown) !== JSON.stringify(value) };
  });
}

const configFile = z.looseObject({ config: z.record(z.string(), z.unknown()).nullish() }).nullish();

/** The rule of the CLI, said before it runs. */
export function checkConfigKey(key: string): string {
  if (!/^(?:[^\s:]+:)?[^\s:]+$/.test(key) || key.startsWith("-")) {
    throw new UserError("bad-config-key", `"${key}" can't be the name of a configuration value.`, "Write size, or with a namespace aws:region.");
  }
  return key;
}

function maskSecure(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskSecure);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]?.[0] === "secure") return SECRET;
  return Object.fromEntries(entries.map(([key, each]) => [key, maskSecure(each)]));
}

/** Resources that would be left to themselves: neither the stack's own entry nor providers. */
export function ownResources(state: ExportedState): number {
  return (state.deployment.resources ?? []).filter(({ type }) => type !== STACK_TYPE && !isProviderType(type)).length;
}

async function refuseTaken({ backend, project }: StackSession, name: string): Promise<void> {
  if (!(await readState(backend.dir, project.name, name))) return;
  throw new UserError("stack-exists", `The project ${project.name} has a stack "${name}" already.`, "Choose another name.");
}

async function writeDown({ workspace, project, stack }: StackSession, operation: string, started: number): Promise<void> {
  await journalWork(workspace.journalFile, { project: project.name, stack: shortName(stack), operation, started });
}

/** The CLI's own words about a lock tell a learner little. */
async function refuseLocked({ backend, project, stack }: StackSession): Promise<void> {
  const live = (await stackLocks(backend.dir, project.name, stack)).find((lock) => lock.alive);
  if (live) throw new UserError("stack-locked", `An operation is running on ${project.name}/${stack}.`, "Wait for it to end, or cancel it where it runs.");
}

function shortName(stack: string): string {
  return stack.split("/").pop() ?? stack;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function tryYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
