/** The program host: a process that runs one operation of one stack, with the user's program inline. */
import { realpathSync } from "node:fs";
import { type HostError, type HostMessage, hostRequest, type RunRequest } from "../shared/hostProtocol";
import { CompileError, Transpiler } from "./transpile";
import { installTypeScript } from "./moduleHooks";
import { errorPosition } from "./positions";
import { EntryPointError, findEntryPoint, loadProgram } from "./program";
import { watchRegistrations } from "./registrations";
import { type AutomationStack, loadProjectSdk, type OperationOptions, type Outputs, SdkMissingError } from "./sdk";

const cancelled = new AbortController();

function send(message: HostMessage): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected || !process.send) resolve();
    else process.send(message, () => resolve());
  });
}

/** What the program threw, kept apart from what the CLI makes of it. */
let programError: unknown;
let refusal: string | undefined;

async function run(request: RunRequest): Promise<void> {
  const projectDir = realpathSync(request.projectDir);
  const needsProgram = request.operation === "preview" || request.operation === "up";
  const entry = needsProgram ? findEntryPoint(request.main) : undefined;
  if (entry) process.chdir(entry.workingDirectory);
  installTypeScript(new Transpiler(request.transpileCache));
  const sdk = loadProjectSdk(entry?.workingDirectory ?? projectDir);
  watchRegistrations(sdk, { projectDir, engineRoot: request.workDir }, {
    registered: (registration) => void send({ kind: "registered", registration }),
    refuse: (name, type) => {
      if (request.allowedPackages.includes(name)) return undefined;
      refusal ??= `The resource type "${type}" belongs to the package "${name}", which may reach outside this machine.`;
      return refusal;
    },
  });
  const program = async (): Promise<unknown> => {
    if (!entry) return {};
    try {
      return await loadProgram(entry.file);
    } catch (error) {
      programError = error;
      throw error;
    }
  };
  const stack = await sdk.automation.LocalWorkspace.createOrSelectStack(
    { stackName: request.stack, projectName: request.project, program },
    { workDir: request.workDir },
  );
  cancelled.signal.throwIfAborted();
  const outputs = await operate(stack, request);
  await send({ kind: "done", outputs: masked(outputs) });
}

async function operate(stack: AutomationStack, request: RunRequest): Promise<Outputs> {
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
    message: request.message,
    parallel: request.parallel,
  };
  switch (request.operation) {
    case "preview":
      await stack.preview(options);
      return {};
    case "up":
      return (await stack.up(options)).outputs;
    case "refresh":
      await stack.refresh(options);
      return stack.outputs();
    case "destroy":
      await stack.destroy(options);
      return {};
  }
}

function masked(outputs: Outputs): Outputs {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { value, secret }]) => [name, { value: secret ? undefined : value, secret }]),
  );
}

function describe(error: unknown, request: RunRequest): HostError {
  const projectDir = realpathSync(request.projectDir);
  if (cancelled.signal.aborted) return { code: "cancelled", message: "The operation was cancelled." };
  if (refusal) return { code: "unsafe-provider", message: refusal };
  const cause = programError ?? error;
  const message = cause instanceof Error ? cause.message : String(cause);
  if (error instanceof SdkMissingError) {
    return { code: "dependencies-missing", message, hint: `Run "npm install" in ${request.projectDir}.` };
  }
  if (error instanceof EntryPointError) return { code: "entry-point-missing", message };
  if (cause instanceof CompileError) return { code: "compile-error", message, position: cause.position };
  if (programError !== undefined) {
    return { code: "program-error", message, position: errorPosition(programError, projectDir) };
  }
  return { code: "engine-error", message, position: errorPosition(error, projectDir) };
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
