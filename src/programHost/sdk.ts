import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** The parts of the program's own `@pulumi/pulumi` that the hooks touch; the user's version decides the rest. */
export interface ProgramSdk {
  /** The module that `new Resource()` calls to register itself; its exports are replaceable. */
  runtimeResource: Record<string, (...args: never[]) => unknown>;
  /** gRPC client class of the resource monitor. */
  monitorClient: { prototype: Record<string, (...args: never[]) => unknown> };
  sourceMessages: { SourcePosition: new () => SourcePositionMessage };
}

export interface SourcePositionMessage {
  setUri(uri: string): void;
  setLine(line: number): void;
  setColumn(column: number): void;
}

export interface AutomationModule {
  LocalWorkspace: {
    createOrSelectStack(args: { stackName: string; workDir: string }): Promise<AutomationStack>;
  };
}

export interface OperationOptions {
  onEvent: (event: Record<string, unknown>) => void;
  onOutput: (text: string) => void;
  onError?: (text: string) => void;
  signal: AbortSignal;
  color: "never";
  suppressProgress?: boolean;
}

export interface AutomationStack {
  preview(options: OperationOptions): Promise<unknown>;
  up(options: OperationOptions): Promise<unknown>;
  refresh(options: OperationOptions): Promise<unknown>;
  destroy(options: OperationOptions): Promise<unknown>;
}

/** The program has no `@pulumi/pulumi` that Node can find from its folder. */
export class SdkMissingError extends Error {
  override readonly name = "SdkMissingError";
}

/** Loads modules of the SDK that the program's own code will load: resolved from the program, never from us. */
function requireFrom(programDir: string): NodeJS.Require {
  const from = createRequire(join(existsSync(programDir) ? realpathSync(programDir) : programDir, "noop.js"));
  try {
    from.resolve("@pulumi/pulumi");
  } catch (error) {
    throw new SdkMissingError(`"@pulumi/pulumi" is not installed in ${programDir}.`, { cause: error });
  }
  return from;
}

export function loadAutomation(programDir: string): AutomationModule {
  return requireFrom(programDir)("@pulumi/pulumi/automation") as AutomationModule;
}

export function loadProgramSdk(programDir: string): ProgramSdk {
  const from = requireFrom(programDir);
  const monitor = from("@pulumi/pulumi/proto/resource_grpc_pb") as { ResourceMonitorClient: ProgramSdk["monitorClient"] };
  return {
    runtimeResource: from("@pulumi/pulumi/runtime/resource") as ProgramSdk["runtimeResource"],
    monitorClient: monitor.ResourceMonitorClient,
    sourceMessages: from("@pulumi/pulumi/proto/source_pb") as ProgramSdk["sourceMessages"],
  };
}
