import { CommanderError } from "commander";
import { join } from "node:path";
import packageJson from "../../package.json";
import { CancelledError, errorMessage, UserError } from "../core/errors";
import type { CommandResult } from "./commandResult";
import { Io } from "./io";
import { Lab } from "./lab";
import { commandLine, type Invocation } from "./program";

/** Exit codes: 0 only when it worked, 1 for a failed operation, 2 for wrong use. */
const FAILED = 1;
const WRONG_USE = 2;

/** Errors that come of what was typed, not of what happened. */
const USAGE_ERRORS = new Set(["bad-stack-name", "emulator-choice", "unknown-template", "unknown-graph-format", "bad-project-name", "needs-yes", "no-folder"]);

async function main(arguments_: string[]): Promise<number> {
  let invocation: Invocation | undefined;
  const wantsJson = arguments_.slice(0, dashDash(arguments_)).includes("--json");
  const io = new Io(process, wantsJson, process.env);
  try {
    await commandLine(packageJson.version, arguments_, (chosen) => (invocation = chosen)).parseAsync(arguments_, { from: "user" });
  } catch (error) {
    return wrongUse(io, error);
  }
  if (!invocation) return 0;
  const cancel = new AbortController();
  const force = new AbortController();
  const onSignal = (): void => {
    if (cancel.signal.aborted) return force.abort();
    io.progress("Cancelling: what has begun is being finished. Press Ctrl-C again to stop at once.");
    cancel.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  process.on("SIGHUP", onSignal);
  const lab = new Lab(join(__dirname, ".."), io, invocation.options, cancel.signal, force.signal);
  try {
    return await report(io, await invocation.action(lab));
  } catch (error) {
    return await failed(io, cancel.signal.aborted && !(error instanceof UserError) ? new CancelledError() : error);
  }
}

async function report(io: Io, result: CommandResult): Promise<number> {
  await io.result(result.document, result.text);
  if (result.failure && !io.json) {
    const { message, hint } = result.failure;
    await io.error(undefined, `\nFailed: ${message}${hint ? `\n${hint}` : ""}`);
  }
  await result.afterwards?.();
  return result.exitCode ?? (result.ok ? 0 : FAILED);
}

async function failed(io: Io, error: unknown): Promise<number> {
  if (error instanceof UserError) {
    const { code, message, hint } = error;
    await io.error({ ok: false, error: { code, message, ...(hint && { hint }) }, diagnostics: [] }, `${message}${hint ? `\n${hint}` : ""}`);
    return USAGE_ERRORS.has(code) ? WRONG_USE : FAILED;
  }
  const message = errorMessage(error);
  const stack = error instanceof Error ? (error.stack ?? message) : message;
  await io.error({ ok: false, error: { code: "bug", message, hint: "This is a bug: please report it with the text on standard error." }, diagnostics: [] }, `This is a bug in pulumi-lab; please report it.\n${stack}`);
  return FAILED;
}

async function wrongUse(io: Io, error: unknown): Promise<number> {
  if (!(error instanceof CommanderError)) throw error;
  if (error.exitCode === 0) return 0; // --help and --version have printed what was asked for
  // Commander has written its message and the help to standard error.
  if (io.json) await io.error({ ok: false, error: { code: "wrong-use", message: error.message.replace(/^error: /, ""), hint: "See pulumi-lab --help." }, diagnostics: [] }, "");
  return WRONG_USE;
}

function dashDash(arguments_: string[]): number {
  const index = arguments_.indexOf("--");
  return index < 0 ? arguments_.length : index;
}

void main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(FAILED);
  },
);
