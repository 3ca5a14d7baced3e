import { isAbsolute, join } from "node:path";
import { z } from "zod";
import { findAllOnPath } from "../../../tools/lib/which.mjs";
import { CancelledError, errorMessage, UserError } from "../errors";
import { run } from "./childProcess";
import { CHOICES, type Face } from "./face";
import { publish, readRecord } from "./publish";
import { pulumiInstallers, type PulumiInstaller } from "./pulumiInstallers";
import type { ProvisionContext, PulumiTool } from "./tools";
import { isRecent, versionIn, versions } from "./versions";

/** What the chain of sources works with; tests put their own in. */
export interface PulumiParts {
  /** The version that a CLI prints, or a rejection when it doesn't run. */
  versionOf(path: string, context: ProvisionContext): Promise<string>;
  installers: Record<string, PulumiInstaller>;
}

const pulumiRecord = z.object({ version: z.string(), file: z.string(), source: z.enum(["vendor", "go"]) });

const defaultParts: PulumiParts = { versionOf: askVersion, installers: pulumiInstallers };

/** A CLI that is here already: the chosen one, else a recent one on PATH, else ours. `tooOld` is what PATH has instead. */
export interface PulumiSearch {
  found?: PulumiTool;
  tooOld?: { path: string; version: string };
}

/**
 * @param chosen the editor's setting; PULUMI_LAB_PULUMI otherwise. A CLI that somebody chose is used or it is an
 * error, never replaced by another one.
 */
export async function searchPulumi(
  context: ProvisionContext,
  chosen: string | undefined,
  parts: PulumiParts = defaultParts,
): Promise<PulumiSearch> {
  const setting = chosen || context.env.PULUMI_LAB_PULUMI;
  if (setting) return { found: await useChosen(setting, context, parts) };

  const search: PulumiSearch = {};
  for (const path of findAllOnPath("pulumi", context)) {
    const version = await parts.versionOf(path, context).catch((error: unknown) => {
      if (context.signal?.aborted) throw error;
      return undefined;
    });
    if (!version) continue;
    if (isRecent(version, versions.pulumi.minimum)) return { found: { path, version, source: "path" } };
    search.tooOld ??= { path, version };
  }
  const target = targetFor(context);
  const record = await readRecord(target, pulumiRecord);
  if (record) return { found: { path: join(target, record.file), version: record.version, source: "cache" } };
  return search;
}

/** Makes sure of a Pulumi CLI; installs the pinned version into the cache when there is none. */
export async function provisionPulumi(
  context: ProvisionContext,
  chosen?: string,
  parts: PulumiParts = defaultParts,
): Promise<PulumiTool> {
  const { found, tooOld } = await searchPulumi(context, chosen, parts);
  if (found) return found;
  const failures = [
    tooOld
      ? `\`pulumi\` on PATH (${tooOld.path}) is ${tooOld.version}, older than ${versions.pulumi.minimum}`
      : "there is no working `pulumi` on PATH",
  ];
  const names = installerNames(context.env, parts);
  const target = targetFor(context);
  let installed = false;
  const record = await publish({
    target,
    record: pulumiRecord,
    signal: context.signal,
    onWait: () => context.onProgress("Waiting for another process that is installing the Pulumi CLI…"),
    build: async (folder) => {
      for (const name of names) {
        const installer = parts.installers[name]!;
        try {
          await installer.install(folder, versions.pulumi.version, context);
          const file = join("bin", context.platform === "win32" ? "pulumi.exe" : "pulumi");
          const version = await parts.versionOf(join(folder, file), context);
          installed = true;
          return { version, file, source: installer.source };
        } catch (error) {
          if (error instanceof CancelledError || context.signal?.aborted) throw new CancelledError();
          failures.push(`${installer.title}: ${errorMessage(error)}`);
          context.onProgress(`${installer.title} failed: ${errorMessage(error).split("\n")[0]}`);
        }
      }
      throw notFound(failures, context.face);
    },
  });
  return { path: join(target, record.file), version: record.version, source: installed ? record.source : "cache" };
}

/** The names in PULUMI_LAB_PULUMI_SOURCES, or all: closed networks leave the vendor's download out with `go`. */
function installerNames(env: NodeJS.ProcessEnv, parts: PulumiParts): string[] {
  const known = Object.keys(parts.installers);
  const asked = env.PULUMI_LAB_PULUMI_SOURCES;
  if (asked === undefined) return known;
  const names = asked.split(",").map((name) => name.trim()).filter(Boolean);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  throw new UserError(
    "pulumi-sources-unknown",
    `PULUMI_LAB_PULUMI_SOURCES names "${unknown}", which is no source of the Pulumi CLI.`,
    `Set it to a list of ${known.join(", ")}, separated by commas, or leave it unset.`,
  );
}

async function useChosen(path: string, context: ProvisionContext, parts: PulumiParts): Promise<PulumiTool> {
  const minimum = versions.pulumi.minimum;
  const hint = `Set it to the full path of a Pulumi CLI ${minimum} or newer, or leave it unset to have one found or installed.`;
  if (!isAbsolute(path)) {
    throw new UserError("pulumi-not-found", `The chosen Pulumi CLI, "${path}", is not a full path.`, hint);
  }
  let version: string;
  try {
    version = await parts.versionOf(path, context);
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    throw new UserError("pulumi-not-found", `The chosen Pulumi CLI does not run: ${errorMessage(error)}`, hint, { cause: error });
  }
  if (isRecent(version, minimum)) return { path, version, source: "setting" };
  throw new UserError("pulumi-too-old", `The chosen Pulumi CLI, ${path}, is ${version}; ${minimum} or newer is needed.`, hint);
}

function notFound(failures: string[], face: Face = "terminal"): UserError {
  return new UserError(
    "pulumi-not-found",
    `No Pulumi CLI could be found or installed:\n${failures.map((failure) => `- ${failure}`).join("\n")}`,
    `Do one of these, then try again: install the Pulumi CLI ${versions.pulumi.minimum} or newer (pulumi.com/docs/install) and put it on PATH; ` +
      `name one in ${CHOICES[face].pulumi}; or install Go ${versions.go.minimum} or newer (go.dev/dl), with which it is built here.`,
  );
}

function targetFor({ cacheDir, platform, arch }: ProvisionContext): string {
  return join(cacheDir, "pulumi", `${versions.pulumi.version}-${platform}-${arch}`);
}

async function askVersion(path: string, { env, signal }: ProvisionContext): Promise<string> {
  const { stdout } = await run(path, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    signal,
    timeoutMs: 30_000,
  });
  const version = versionIn(stdout);
  if (!version) throw new Error(`${path} printed no version.`);
  return version;
}
