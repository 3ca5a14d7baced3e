import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** The parts of the project's own `@pulumi/pulumi` that the host touches; the user's version decides the rest. */
export interface ProjectSdk {
  automation: AutomationModule;
  /** The module that `new Resource()` calls to register itself; its exports are replaceable. */
  runtimeResource: Record<string, (...args: never[]) => unknown>;
  /** gRPC client class of the resource monitor. */
  monitorClient: { prototype: Record<string, (...args: never[]) => unknown> };
  resourceMessages: { SourcePosition?: unknown };
  sourceMessages: { SourcePosition: new () => SourcePositionMessage };
}

export interface SourcePositionMessage {
  setUri(uri: string): void;
  setLine(line: number): void;
  setColumn(column: number): void;
}

export interface AutomationModule {
  LocalWorkspace: {
    createOrSelectStack(
      args: { stackName: string; projectName: string; program: () => Promise<unknown> },
      options: { workDir: string },
    ): Promise<AutomationStack>;
  };
}

export interface OperationOptions {
  onEvent: (event: Record<string, unknown>) => void;
  onOutput: (text: string) => void;
  onError?: (text: string) => void;
  signal: AbortSignal;
  color: "never";
  message?: string;
  parallel?: number;
  suppressProgress?: boolean;
}

export interface AutomationStack {
  preview(options: OperationOptions): Promise<unknown>;
  up(options: OperationOptions): Promise<{ outputs: Outputs }>;
  refresh(options: OperationOptions): Promise<unknown>;
  destroy(options: OperationOptions): Promise<unknown>;
  outputs(): Promise<Outputs>;
}

export type Outputs = Record<string, { value: unknown; secret: boolean }>;

/** The project has no `@pulumi/pulumi` that Node can find from its folder. */
export class SdkMissingError extends Error {
  override readonly name = "SdkMissingError";
}

/** Loads the SDK that the project's own code will load: resolved from the project, never from us. */
export function loadProjectSdk(projectDir: string): ProjectSdk {
  const from = createRequire(join(existsSync(projectDir) ? realpathSync(projectDir) : projectDir, "noop.js"));
  try {
    from.resolve("@pulumi/pulumi");
  } catch (error) {
    throw new SdkMissingError(`"@pulumi/pulumi" is not installed in ${projectDir}.`, { cause: error });
  }
  const monitor = from("@pulumi/pulumi/proto/resource_grpc_pb") as { ResourceMonitorClient: ProjectSdk["monitorClient"] };
  return {
    automation: from("@pulumi/pulumi/automation") as AutomationModule,
    runtimeResource: from("@pulumi/pulumi/runtime/resource") as ProjectSdk["runtimeResource"],
    monitorClient: monitor.ResourceMonitorClient,
    resourceMessages: from("@pulumi/pulumi/proto/resource_pb") as ProjectSdk["resourceMessages"],
    sourceMessages: from("@pulumi/pulumi/proto/source_pb") as ProjectSdk["sourceMessages"],
  };
}
