import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { SECRET_SIGNATURE, SIGNATURE } from "../../shared/engineValues";

const checkpoint = z.looseObject({
  version: z.number(),
  checkpoint: z.looseObject({
    latest: z.looseObject({ resources: z.array(z.looseObject({ urn: z.string(), type: z.string() })).optional() }).nullish(),
  }),
});

/** A stack's state in the form of `pulumi stack export`; secrets are ciphertext. */
export interface ExportedState {
  version: number;
  deployment: { resources?: { urn: string; type: string; [key: string]: unknown }[]; [key: string]: unknown };
}

/** Where the file backend keeps the states of a project's stacks. */
export function stateFolder(backendDir: string, project: string): string {
  return join(backendDir, ".pulumi", "stacks", project);
}

/** The file that holds a stack's state in the file backend. */
export function stateFile(backendDir: string, project: string, stack: string): string {
  return join(stateFolder(backendDir, project), `${stack.split("/").pop() ?? stack}.json`);
}

/**
 * Reads a stack's state straight from the file backend, which costs no CLI call.
 * Undefined when the stack does not exist or its file has another form; then the CLI has to be asked.
 */
export async function readState(backendDir: string, project: string, stack: string): Promise<ExportedState | undefined> {
  const text = await readFile(stateFile(backendDir, project, stack), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = checkpoint.safeParse(JSON.parse(text));
  if (!parsed.success) return undefined;
  return { version: parsed.data.version, deployment: parsed.data.checkpoint.latest ?? {} };
}

/** The types of the resources in a state. */
export function resourceTypes(state: ExportedState | undefined): string[] {
  return (state?.deployment.resources ?? []).map((resource) => resource.type);
}

/** Whether a state holds resources that live in the emulator. */
export function holdsResources(state: ExportedState | undefined): boolean {
  return resourceTypes(state).some((type) => type.startsWith("aws:"));
}

/** What stands for a secret wherever a value is shown. */
export const SECRET = "[secret]";

/** A value of the state with every secret in it masked, however deep. */
export function maskSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskSecrets);
  if (typeof value !== "object" || value === null) return value;
  if ((value as Record<string, unknown>)[SIGNATURE] === SECRET_SIGNATURE) return SECRET;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, maskSecrets(each)]));
}

/** The stack's outputs as its state has them, secrets masked. */
export function stackOutputsOf(state: ExportedState | undefined): Record<string, unknown> {
  const stack = state?.deployment.resources?.find((resource) => resource.type === "pulumi:pulumi:Stack" && !resource.delete);
  return maskSecrets(stack?.outputs ?? {}) as Record<string, unknown>;
}
