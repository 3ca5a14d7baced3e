import { realpath } from "node:fs/promises";
import { loadContents } from "../../emulator/contents/load";
import type { Installation } from "../../lab/installation";
import { findTools } from "../../provision/provision";
import type { LookOptions } from "./verification";

export interface LookFrom {
  installation: Installation;
  /** The folder whose projects count. */
  workspace: string;
  /** The choice of an emulator, as in the settings: auto, ministack, localstack or an address. */
  emulator: string;
  trying?: boolean;
  signal?: AbortSignal;
}

/** How an installation of the lab looks at a workspace. Nothing is installed or started. */
export async function lookWith({ installation, workspace, emulator, trying, signal }: LookFrom): Promise<LookOptions> {
  return {
    workspace: await realpath(workspace).catch(() => workspace),
    environment: installation.env,
    templatesDir: installation.templatesDir,
    trying,
    signal,
    tools: async (work) => {
      const { pulumi, ministack } = await findTools(installation.provisioning({ signal: work }));
      return {
        ...(pulumi.found && { pulumi: { version: pulumi.found.version } }),
        ...(ministack && { emulator: { name: "MiniStack", version: ministack.version } }),
      };
    },
    emulator: async (work) => {
      // A choice that can't be met now, such as an address where nothing answers, is an emulator that does not run.
      const status = await installation.emulator(emulator, { signal: work }).then((found) => found.status(work)).catch(() => undefined);
      signal?.throwIfAborted();
      return status?.running && status.endpoint ? { name: status.name, endpoint: status.endpoint, version: status.version } : undefined;
    },
    openContents: (endpoint) => loadContents(installation.bundle("emulatorContents.cjs"), endpoint),
  };
}
