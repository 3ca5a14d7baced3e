import { findOnPath } from "../../../tools/lib/which.mjs";
import type { EmulatorStatus } from "../emulator/emulator";
import { errorMessage, UserError } from "../errors";
import { CHOICES, type Face } from "./face";
import { run } from "./childProcess";
import { contextOf, findTools, type FoundTools, type ProvisionOptions } from "./provision";
import { findGo } from "./pulumiInstallers";
import type { ProvisionContext } from "./tools";
import { isRecent, versionIn, versions } from "./versions";

export interface ToolReport {
  name: string;
  status: "ok" | "missing" | "old";
  /** Whether labs can't be deployed without it. */
  required: boolean;
  version?: string;
  path?: string;
  /** How it came to be used, such as `cache` or `PATH`. */
  source?: string;
  neededFor: string;
  /** What to do; present unless the status is `ok`. */
  hint?: string;
}

export interface DoctorReport {
  /** Whether everything that is required is there. */
  ok: boolean;
  cacheDir: string;
  tools: ToolReport[];
}

export interface DoctorOptions extends ProvisionOptions {
  /** Asks the emulator in use for its status; without it the report has no line on the emulator. */
  emulator?: (signal: AbortSignal) => Promise<EmulatorStatus>;
}

/** How a person does what hints tell. */
const WORDS: Record<Face, { install: string; choosePython: string; startEmulator: string }> = {
  terminal: {
    install: "Run `npm run provision`",
    choosePython: `name one in ${CHOICES.terminal.python}`,
    startEmulator: "`pulumi-lab emulator start` starts it",
  },
  editor: {
    install: 'Run "Pulumi Lab: Install or Update Tools"',
    choosePython: `name one in ${CHOICES.editor.python}`,
    startEmulator: '"Pulumi Lab: Start Emulator" starts it',
  },
};

/** How a person gets what the lab installs by itself. */
function setUp(face: Face): string {
  return `${WORDS[face].install}, or deploy a lab: it is installed when it is first needed.`;
}

/** Looks at everything the lab stands on, at the same time, and changes nothing. */
export async function doctor(options: DoctorOptions): Promise<DoctorReport> {
  const context = contextOf(options);
  const { face = "terminal" } = options;
  const [found, go, docker, emulator] = await Promise.all([
    findTools(options),
    findGo(context),
    askDocker(context),
    options.emulator ? askEmulator(options.emulator, face, options.signal) : undefined,
  ]);
  const tools = [
    nodeReport(found, face),
    npmReport(found),
    pulumiReport(found, face),
    pythonReport(found, face),
    ministackReport(found, face),
    labsReport(found, face),
    goReport(go, found.pulumi.found !== undefined),
    docker,
    ...(emulator ? [emulator] : []),
  ];
  return { ok: tools.every(({ required, status }) => !required || status === "ok"), cacheDir: context.cacheDir, tools };
}

function nodeReport({ node }: FoundTools, face: Face): ToolReport {
  const about = { name: "Node", required: true, neededFor: "programs, Lambda functions" };
  if (!node) return { ...about, status: "missing", hint: `${setUp(face)} Or install Node.js ${versions.node.minimum} or newer.` };
  return { ...about, status: "ok", version: node.version, path: node.path, source: node.source };
}

function npmReport({ npm }: FoundTools): ToolReport {
  const about = { name: "npm", required: false, neededFor: "packages beyond the offline store" };
  if (!npm) return { ...about, status: "missing", hint: "Install Node.js with npm from nodejs.org." };
  return { ...about, status: "ok", path: npm.path, source: "path" };
}

function pulumiReport({ pulumi: { found, tooOld, error } }: FoundTools, face: Face): ToolReport {
  const about = { name: "Pulumi CLI", required: true, neededFor: "previews and deployments" };
  if (found) return { ...about, status: "ok", ...found };
  if (error) {
    const old = error instanceof UserError && error.code === "pulumi-too-old";
    const hint = error instanceof UserError ? `${error.message} ${error.hint ?? ""}`.trim() : error.message;
    return { ...about, status: old ? "old" : "missing", source: "setting", hint };
  }
  if (tooOld) return { ...about, ...tooOld, status: "old", source: "path", hint: `${versions.pulumi.minimum} or newer is needed. ${setUp(face)}` };
  return { ...about, status: "missing", hint: setUp(face) };
}

function pythonReport({ python: { usable, withoutVenv, tooOld }, ministack }: FoundTools, face: Face): ToolReport {
  // With MiniStack in place its Python is too; the search is about making the environment.
  const about = { name: "Python", required: ministack === undefined, neededFor: "the embedded emulator (MiniStack)" };
  if (usable) return { ...about, status: "ok", ...usable, source: "path" };
  if (withoutVenv) {
    return { ...about, ...withoutVenv, status: "missing", hint: "Its venv module is missing (Debian, Ubuntu: apt install python3-venv)." };
  }
  const hint = `Install Python ${versions.python.minimum.replace(/\.0$/, "")} or newer, or ${WORDS[face].choosePython}.`;
  return { ...about, ...tooOld, status: tooOld ? "old" : "missing", hint };
}

function ministackReport({ ministack }: FoundTools, face: Face): ToolReport {
  const about = { name: "MiniStack", required: true, neededFor: "AWS on this machine, without Docker" };
  if (!ministack) return { ...about, status: "missing", hint: setUp(face) };
  return { ...about, status: "ok", version: ministack.version, path: ministack.command, source: "cache" };
}

function labsReport({ labs: { dir, warmed, missing } }: FoundTools, face: Face): ToolReport {
  const about = { name: "Labs' packages", required: false, neededFor: "new labs without a network", path: dir };
  if (missing.length === 0) return { ...about, status: "ok", version: `${warmed.length} of ${warmed.length}`, source: "cache" };
  const version = `${warmed.length} of ${warmed.length + missing.length}`;
  return { ...about, status: "missing", version, hint: `Not stored yet: ${missing.join(", ")}. ${WORDS[face].install}.` };
}

function goReport(go: { path: string; version: string } | undefined, havePulumi: boolean): ToolReport {
  const about = { name: "Go", required: false, neededFor: "building the Pulumi CLI where it can't be downloaded" };
  if (go && isRecent(go.version, versions.go.minimum)) return { ...about, status: "ok", ...go, source: "path" };
  const hint = havePulumi ? "Not needed: there is a Pulumi CLI." : `Install Go ${versions.go.minimum} or newer (go.dev/dl).`;
  return { ...about, ...go, status: go ? "old" : "missing", hint };
}

async function askDocker(context: ProvisionContext): Promise<ToolReport> {
  const about = { name: "Docker", required: false, neededFor: "LocalStack, if you prefer it to MiniStack" };
  const path = findOnPath("docker", context);
  if (!path) return { ...about, status: "missing", hint: "Not needed. Install Docker to use LocalStack." };
  try {
    const args = ["version", "--format", "{{.Server.Version}}"];
    const { stdout } = await run(path, args, { env: context.env, signal: context.signal, timeoutMs: 5000 });
    return { ...about, status: "ok", path, version: versionIn(stdout), source: "path" };
  } catch (error) {
    if (context.signal?.aborted) throw error;
    return { ...about, status: "missing", path, hint: "Not needed. It is installed, but its daemon does not answer." };
  }
}

async function askEmulator(ask: NonNullable<DoctorOptions["emulator"]>, face: Face, signal?: AbortSignal): Promise<ToolReport> {
  const about = { name: "Emulator", required: false, neededFor: "deployments; started when needed" };
  const abort = new AbortController();
  const stop = () => abort.abort();
  signal?.addEventListener("abort", stop, { once: true });
  const limit = setTimeout(stop, 5000);
  try {
    const { running, name, version, endpoint } = await ask(abort.signal);
    if (running) return { ...about, status: "ok", name: `Emulator (${name})`, version, path: endpoint };
    return { ...about, status: "missing", hint: `Not running. ${WORDS[face].startEmulator}; so does a deployment.` };
  } catch (error) {
    if (signal?.aborted) throw error;
    return { ...about, status: "missing", hint: errorMessage(error) };
  } finally {
    clearTimeout(limit);
    signal?.removeEventListener("abort", stop);
  }
}

/** The report as a table for people, with a line under it for each thing to do. Plain text, no colours. */
export function renderDoctor({ ok, cacheDir, tools }: DoctorReport): string {
  const rows = tools.map((tool) => [mark(tool), tool.name, tool.version ?? "-", tool.path ?? "-", origin(tool), tool.neededFor]);
  const head = ["", "Tool", "Version", "Where", "From", "Needed for"];
  const widths = head.map((title, column) => Math.max(...[title, ...rows.map((row) => row[column]!)].map((cell) => cell.length)));
  const line = (cells: string[]) => cells.map((cell, column) => cell.padEnd(widths[column]!)).join("  ").trimEnd();
  const hints = tools.filter(({ hint }) => hint).map(({ name, hint }) => `  ${name}: ${hint}`);
  const verdict = ok ? "Everything that is needed is here." : "Something that is needed is missing.";
  return [line(head), ...rows.map(line), "", `Cache: ${cacheDir}`, verdict, ...hints].join("\n");
}

function mark({ status, required }: ToolReport): string {
  if (status === "ok") return "ok";
  return required ? status : `(${status})`;
}

function origin({ source }: ToolReport): string {
  return source === "path" ? "PATH" : (source ?? "-");
}
