/**
 * What the engine (core), a program host and the process that runs the user's program say to each other. The engine
 * and the host talk over IPC; the program's process appends lines to a report file, since the CLI stands between.
 * One host process runs one operation and exits. Pure: no Node, no vscode.
 */
import { z } from "zod";

const position = z.object({ file: z.string(), line: z.number(), column: z.number() });

export const hostRequest = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("run"),
    operation: z.enum(["preview", "up", "refresh", "destroy"]),
    stack: z.string(),
    /** The user's project folder: where `Pulumi.yaml` lies. */
    projectDir: z.string(),
    /** The scratch folder with the copies of the project and stack files that the CLI works in. */
    workDir: z.string(),
    /** The folder that the program runs in; its `@pulumi/pulumi` is the one that is used. */
    programDir: z.string(),
  }),
  z.object({ kind: z.literal("cancel") }),
]);
export type HostRequest = z.infer<typeof hostRequest>;
export type RunRequest = Extract<HostRequest, { kind: "run" }>;

/** A resource as the program registers it, before the engine has answered. */
const registration = z.object({
  type: z.string(),
  name: z.string(),
  parent: z.string().optional(),
  custom: z.boolean(),
  dependencies: z.array(z.string()),
  propertyDependencies: z.record(z.string(), z.array(z.string())),
  source: position.optional(),
});
export type Registration = z.infer<typeof registration>;

/** A line of the report file. */
export const reportRecord = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("registered"), registration }),
  /** The program threw, or could not be compiled. */
  z.object({ kind: z.literal("thrown"), name: z.string(), message: z.string(), position: position.optional() }),
  /** A resource was refused before it reached the engine. */
  z.object({ kind: z.literal("refused"), reason: z.string() }),
]);
export type ReportRecord = z.infer<typeof reportRecord>;

const hostError = z.object({
  /** Stable: dependencies-missing, entry-point-missing, compile-error, program-error, unsafe-provider, cancelled, engine-error. */
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  position: position.optional(),
});
export type HostError = z.infer<typeof hostError>;

export const hostMessage = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("registered"), registration }),
  /** A Pulumi engine event, as the Automation API gives it. */
  z.object({ kind: z.literal("event"), event: z.record(z.string(), z.unknown()) }),
  /** The CLI's own words, kept for errors that no event explains. */
  z.object({ kind: z.literal("output"), text: z.string() }),
  z.object({ kind: z.literal("done") }),
  z.object({ kind: z.literal("failed"), error: hostError }),
]);
export type HostMessage = z.infer<typeof hostMessage>;

/** Variables by which the engine reaches the program's process, through the CLI and the language host. */
export const HOST_VARIABLES = {
  /** The report file. */
  report: "PULUMI_LAB_REPORT",
  /** The user's project, where the CLI works on a copy of its settings. */
  projectDir: "PULUMI_LAB_PROJECT_DIR",
  /** Folder for transpiled files. */
  transpileCache: "PULUMI_LAB_TRANSPILE_CACHE",
} as const;
