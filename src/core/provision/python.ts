import { z } from "zod";
import { UserError } from "../errors";
import { run } from "./childProcess";
import { CHOICES } from "./face";
import type { ProvisionContext, PythonTool } from "./tools";
import { isRecent, versions } from "./versions";

/** A way to start some Python: `command` with `args` before Python's own. */
export interface PythonCandidate {
  command: string;
  args: string[];
}

/** Ways to start Python, the best first. PULUMI_LAB_PYTHON is the only one when it is set. */
export function pythonCandidates(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): PythonCandidate[] {
  if (env.PULUMI_LAB_PYTHON) return [{ command: env.PULUMI_LAB_PYTHON, args: [] }];
  const launchers = platform === "win32" ? [{ command: "py", args: ["-3"] }] : [];
  // Every wheel that is pinned exists for these; a still newer Python may lack some, so it is asked last.
  const names = ["python3.13", "python3.12", "python3.11", "python3.10", "python3.14", "python3", "python"];
  return [...launchers, ...names.map((command) => ({ command, args: [] }))];
}

const probeAnswer = z.object({ version: z.string(), path: z.string(), venv: z.boolean() });
export type ProbedPython = z.infer<typeof probeAnswer>;

const probeProgram = `
import importlib.util, json, platform, sys
venv = all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))
path = getattr(sys, "_base_executable", None) or sys.executable
print(json.dumps({"version": platform.python_version(), "path": path, "venv": venv}))
`;

/** Asks a candidate what it is; undefined when it doesn't run (a version manager's shim, Windows' shop link). */
export async function probePython(
  candidate: PythonCandidate,
  context: Pick<ProvisionContext, "env" | "signal">,
): Promise<ProbedPython | undefined> {
  try {
    const { stdout } = await run(candidate.command, [...candidate.args, "-I", "-c", probeProgram], {
      env: context.env,
      signal: context.signal,
      timeoutMs: 20_000,
    });
    return probeAnswer.parse(JSON.parse(stdout));
  } catch (error) {
    if (context.signal?.aborted) throw error;
    return undefined;
  }
}

export interface PythonSearch {
  /** Recent enough and able to make environments. */
  usable?: PythonTool;
  /** Recent enough, but Debian's `python3-venv` or its like is missing. */
  withoutVenv?: PythonTool;
  tooOld?: PythonTool;
}

/** Looks for a Python, stopping at the first usable one. */
export async function searchPython(
  context: Pick<ProvisionContext, "env" | "platform" | "signal">,
  probe = probePython,
): Promise<PythonSearch> {
  const search: PythonSearch = {};
  for (const candidate of pythonCandidates(context.platform, context.env)) {
    const python = await probe(candidate, context);
    if (!python) continue;
    const tool = { path: python.path, version: python.version };
    if (!isRecent(python.version, versions.python.minimum)) search.tooOld ??= tool;
    else if (!python.venv) search.withoutVenv ??= tool;
    else return { ...search, usable: tool };
  }
  return search;
}

/** The usable Python of a search, or a UserError that says what is missing and how to get it. */
export function requirePython({ usable, withoutVenv, tooOld }: PythonSearch, { env, face = "terminal" }: Pick<ProvisionContext, "env" | "face">): PythonTool {
  if (usable) return usable;
  const minimum = versions.python.minimum.replace(/\.0$/, "");
  if (withoutVenv) {
    throw new UserError(
      "python-no-venv",
      `Python ${withoutVenv.version} (${withoutVenv.path}) can't make virtual environments: its venv and ensurepip modules are missing.`,
      "Install them (on Debian and Ubuntu: `sudo apt install python3-venv`), then try again.",
    );
  }
  const chosen = env.PULUMI_LAB_PYTHON ? `${CHOICES[face].python} (${env.PULUMI_LAB_PYTHON})` : undefined;
  const found = tooOld
    ? `${tooOld.path} is Python ${tooOld.version}.`
    : chosen
      ? `${chosen} does not run.`
      : "None was found on PATH.";
  throw new UserError(
    "python-not-found",
    `The AWS emulator needs Python ${minimum} or newer. ${found}`,
    `Install it from python.org or with your system's package manager, or name one in ${CHOICES[face].python}, then try again.`,
  );
}
