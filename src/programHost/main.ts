/** The program host: a process that drives one operation of one stack through the project's own Automation API. */
import { join } from "node:path";
import { HOST_VARIABLES, type HostError, type HostMessage, hostRequest, type ReportRecord, type RunRequest } from "../shared/hostProtocol";
import { ReportReader } from "./reportFile";
import { type AutomationStack, loadAutomation, type OperationOptions, SdkMissingError } from "./sdk";

const cancelled = new AbortController();

function send(message: HostMessage): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected || !process.send) resolve();
    else process.send(message, () => resolve());
  });
}

/** What the program's process said first of what went wrong there. */
let thrown: Extract<ReportRecord, { kind: "thrown" }> | undefined;
let refused: string | undefined;

async function run(request: RunRequest): Promise<void> {
  const file = join(request.workDir, "report.jsonl");
  // The CLI, the language host and the program inherit these.
  process.env[HOST_VARIABLES.report] = file;
  process.env[HOST_VARIABLES.projectDir] = request.projectDir;
  const reader = new ReportReader(file, (record) => {
    if (record.kind === "registered") void send(record);
    else if (record.kind === "thrown") thrown ??= record;
    else refused ??= record.reason;
  });
  try {
    const automation = loadAutomation(request.programDir);
    const stack = await automation.LocalWorkspace.createOrSelectStack({ stackName: request.stack, workDir: request.workDir });
    cancelled.signal.throwIfAborted();
    await operate(stack, request);
  } finally {
    reader.close();
  }
  await send({ kind: "done" });
}

async function operate(stack: AutomationStack, request: RunRequest): Promise<void> {
  const options: OperationOptions = {
    onEvent: (event) => {
      const { severity } = (event.diagnosticEvent ?? {}) as { severity?: string };
      if (severity !== "debug") void send({ kind: "event", event });
    },
    onOutput: (text) => void send({ kind: "output", text }),
    onError: (text) => void send({ kind: "output", text }),
    signal: cancelled.signal,
    color: "never",
    suppressProgress: true,
  };
  switch (request.operation) {
    case "preview":
      await stack.preview(options);
      break;
    case "up":
      await stack.up(options);
      break;
    case "refresh":
      await stack.refresh(options);
      break;
    case "destroy":
      await stack.destroy(options);
      break;
  }
}

function describe(error: unknown, request: RunRequest): HostError {
  if (cancelled.signal.aborted) return { code: "cancelled", message: "The operation was cancelled." };
  if (refused) return { code: "unsafe-provider", message: refused };
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof SdkMissingError) {
    return { code: "dependencies-missing", message, hint: `Run "npm install" in ${request.programDir}.` };
  }
  if (thrown) {
    const code = thrown.name === "CompileError" ? "compile-error" : thrown.name === "EntryPointError" ? "entry-point-missing" : "program-error";
    return { code, message: thrown.message, position: thrown.position };
  }
  return { code: "engine-error", message };
}

function start(): void {
  let started = false;
  process.on("message", (raw) => {
    const request = hostRequest.parse(raw);
    if (request.kind === "cancel") {
      cancelled.abort();
      return;
    }
    if (started) return;
    started = true;
    run(request)
      .catch((error: unknown) => send({ kind: "failed", error: describe(error, request) }))
      .finally(() => process.exit());
  });
  // The engine is gone: nobody is left to hear the result, so stop as on a cancel.
  process.on("disconnect", () => cancelled.abort());
  // A terminal's Ctrl-C reaches the whole process group; the engine decides and sends "cancel".
  process.on("SIGINT", () => undefined);
}

start();
