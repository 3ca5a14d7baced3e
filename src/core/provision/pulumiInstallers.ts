import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { findOnPath } from "../../../tools/lib/which.mjs";
import { run } from "./childProcess";
import { runningNode } from "./node";
import type { ProvisionContext } from "./tools";
import { isRecent, versionIn, versions } from "./versions";

/** Puts a Pulumi CLI into `folder/bin`, or rejects with the reason. It runs under the cache's lock. */
export interface PulumiInstaller {
  source: "vendor" | "go";
  /** Starts a sentence: "Title failed: …". */
  title: string;
  install(folder: string, version: string, context: ProvisionContext): Promise<void>;
}

/** In the order in which they are tried. */
export const pulumiInstallers: Record<string, PulumiInstaller> = {
  vendor: { source: "vendor", title: "Pulumi's own installer", install: installFromVendor },
  go: { source: "go", title: "Building the Pulumi CLI with Go", install: buildWithGo },
};

/**
 * Through the Automation API, in a process of its own: it loads a large SDK, takes no AbortSignal and starts a script,
 * all of which ends with the process.
 */
async function installFromVendor(folder: string, version: string, context: ProvisionContext): Promise<void> {
  context.onProgress(`Installing the Pulumi CLI ${version} with Pulumi's own installer…`);
  const program = join(context.root, "dist", "vendorInstaller.cjs");
  await withHeartbeat(
    (elapsed) => context.onProgress(`Installing the Pulumi CLI ${version} with Pulumi's own installer: ${elapsed}`),
    () =>
      run(runningNode().path, [program, folder, version], {
        env: { ...context.env, ELECTRON_RUN_AS_NODE: "1" },
        signal: context.signal,
        timeoutMs: 10 * 60_000,
      }),
  );
}

async function buildWithGo(folder: string, version: string, context: ProvisionContext): Promise<void> {
  const go = await findGo(context);
  if (!go) throw new Error("Go was not found on PATH.");
  const minimum = versions.go.minimum;
  if (!isRecent(go.version, minimum)) throw new Error(`${go.path} is Go ${go.version}; ${minimum} or newer is needed.`);
  await mkdir(join(folder, "bin"), { recursive: true });
  const file = join(folder, "bin", context.platform === "win32" ? "pulumi.exe" : "pulumi");
  const stamp = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
  const args = ["build", "-v", "-mod=readonly", "-trimpath", "-buildvcs=false", "-ldflags", stamp, "-o", file];
  let packages = 0;
  const title = `Building the Pulumi CLI ${version} with Go (about 5 minutes the first time)`;
  context.onProgress(`${title}…`);
  await withHeartbeat(
    (elapsed) => context.onProgress(`${title}: ${elapsed}, ${packages} packages`),
    () =>
      run(go.path, [...args, "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"], {
        cwd: join(context.root, "tools", "pulumi"),
        env: { ...context.env, GO111MODULE: "on", GOWORK: "off" },
        signal: context.signal,
        timeoutMs: 60 * 60_000,
        onLine: () => packages++,
      }),
  );
}

export async function findGo(
  context: Pick<ProvisionContext, "env" | "platform" | "signal">,
): Promise<{ path: string; version: string } | undefined> {
  // Go's own installer for Unix leaves PATH to the person.
  const usual = context.platform === "win32" ? [] : ["/usr/local/go/bin"];
  const path = findOnPath("go", {
    ...context,
    env: { ...context.env, ...(usual.length > 0 && { PATH: [context.env.PATH ?? "", ...usual].join(":") }) },
  });
  if (!path) return undefined;
  // GOTOOLCHAIN=local: only asked what it is, it must not fetch another one.
  const env = { ...context.env, GOTOOLCHAIN: "local" };
  const answer = await run(path, ["version"], { env, signal: context.signal, timeoutMs: 20_000 }).catch((error: unknown) => {
    if (context.signal?.aborted) throw error;
    return undefined;
  });
  const version = answer && versionIn(answer.stdout);
  return version ? { path, version } : undefined;
}

async function withHeartbeat<T>(beat: (elapsed: string) => void, work: () => Promise<T>): Promise<T> {
  const begin = Date.now();
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - begin) / 1000);
    beat(seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`);
  }, 15_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
