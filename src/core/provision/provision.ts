import { join } from "node:path";
import { CancelledError } from "../errors";
import { cacheDir } from "../paths";
import { findLabs, warmLabs } from "../scaffold/dependencies";
import { provisionEditor } from "./editor";
import type { Face } from "./face";
import { findMinistack, provisionMinistack } from "./ministack";
import { findNode, provisionNode } from "./node";
import { locateNpm } from "./npm";
import { provisionPulumi, searchPulumi, type PulumiSearch } from "./pulumi";
import { searchPython, type PythonSearch } from "./python";
import type { LabStore, MinistackTool, NodeTool, ProvisionContext, Provisioned, Want } from "./tools";

export interface ProvisionOptions {
  /** The installation root, which holds `dist`, `tools`, `localstack` and `templates`: the clone, or the extension's folder. */
  root: string;
  /** Default: the per-user cache. */
  cacheDir?: string;
  /** Default: this process's. PULUMI_LAB_PULUMI, PULUMI_LAB_PULUMI_SOURCES, PULUMI_LAB_PYTHON and PATH are read from it. */
  env?: NodeJS.ProcessEnv;
  /** Where the person reads what is told; the terminal by default. */
  face?: Face;
  /** The editor's setting for the Pulumi CLI; it goes before PULUMI_LAB_PULUMI. */
  pulumi?: string;
  signal?: AbortSignal;
  /** Gets one plain line at a time, for standard error or a progress notification. Silent when nothing has to be done. */
  onProgress?: (message: string) => void;
}

/**
 * Installs what is missing of what is wanted, into the per-user cache, all of it at the same time. Costs a few file
 * reads when everything is there. Any number of processes may do so at once.
 */
export async function provision<W extends Want>(
  options: ProvisionOptions & { want: readonly W[] },
): Promise<Pick<Provisioned, W>> {
  // The first failure ends the other steps: nobody should wait five minutes to learn that Python is missing.
  const abort = new AbortController();
  const onAbort = () => abort.abort();
  if (options.signal?.aborted) onAbort();
  options.signal?.addEventListener("abort", onAbort, { once: true });
  const context = contextOf({ ...options, signal: abort.signal });
  const steps: { [K in Want]: () => Promise<Provisioned[K]> } = {
    node: () => provisionNode(context),
    pulumi: () => provisionPulumi(context, options.pulumi),
    ministack: () => provisionMinistack(context),
    labs: () => warmLabs(join(context.root, "templates"), storeOptions(context)),
    editor: () => provisionEditor(context),
  };
  let failure: { error: unknown } | undefined;
  const made = await Promise.all(
    [...new Set(options.want)].map(async (want) => {
      try {
        return [want, await steps[want]()] as const;
      } catch (error) {
        failure ??= { error };
        abort.abort();
        return undefined;
      }
    }),
  );
  options.signal?.removeEventListener("abort", onAbort);
  if (options.signal?.aborted) throw new CancelledError();
  if (failure) throw failure.error;
  return Object.fromEntries(made.filter((entry) => entry !== undefined)) as unknown as Pick<Provisioned, W>;
}

/** `provision` for all that labs need: afterwards every lab works without a network. */
export function provisionAll(options: ProvisionOptions): Promise<Omit<Provisioned, "editor">> {
  return provision({ ...options, want: ["node", "pulumi", "ministack", "labs"] });
}

/** What is here already. A chosen Pulumi CLI that is no good is an `error`, as it would be for `provision`. */
export interface FoundTools {
  node?: NodeTool;
  npm?: { path: string };
  pulumi: PulumiSearch & { error?: Error };
  python: PythonSearch;
  ministack?: MinistackTool;
  labs: LabStore & { missing: string[] };
}

/** Looks for every tool and installs nothing. */
export async function findTools(options: ProvisionOptions): Promise<FoundTools> {
  const context = contextOf(options);
  const [node, pulumi, python, ministack, labs] = await Promise.all([
    findNode(context),
    searchPulumi(context, options.pulumi).catch((error: Error) => {
      if (context.signal?.aborted) throw error;
      return { error };
    }),
    searchPython(context),
    findMinistack(context),
    findLabs(join(context.root, "templates"), storeOptions(context)),
  ]);
  return { node, npm: locateNpm(context), pulumi, python, ministack, labs };
}

export function contextOf(options: ProvisionOptions): ProvisionContext {
  return {
    root: options.root,
    cacheDir: options.cacheDir ?? cacheDir(process.platform, options.env),
    env: options.env ?? process.env,
    platform: process.platform,
    arch: process.arch,
    face: options.face,
    signal: options.signal,
    onProgress: options.onProgress ?? (() => {}),
  };
}

function storeOptions({ cacheDir: store, env, platform, arch, signal, onProgress }: ProvisionContext) {
  return { store, env, platform, arch, signal, onProgress };
}
