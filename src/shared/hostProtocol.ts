/**
 * What the engine (core) and a program host say to each other over the host's IPC channel.
 * One host process runs one operation and exits. Pure: no Node, no vscode.
 */
import { z } from "zod";

const position = z.object({ file: z.string(), line: z.number(), column: z.number() });

export const hostRequest = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("run"),
    operation: z.enum(["preview", "up", "refresh", "destroy"]),
    stack: z.string(),
    project: z.string(),
    /** The user's project folder: where `Pulumi.yaml` lies. */
    projectDir: z.string(),
    /** The scratch folder with the copies of the project and stack files that the CLI works in. */
    workDir: z.string(),
    /** Absolute path of the program: a file, or a folder whose package.json or index names the file. */
    main: z.string(),
    /** Folder for transpiled files. */
    transpileCache: z.string().optional(),
    /** Package names whose resources may be registered; anything else is refused before it reaches the engine. */
    allowedPackages: z.array(z.string()),
    message: z.string().optional(),
    parallel: z.number().int().positive().optional(),
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
  z.object({
    kind: z.literal("done"),
    /** Stack outputs; the value of a secret one is left out. */
    outputs: z.record(z.string(), z.object({ value: z.unknown().optional(), secret: z.boolean() })),
  }),
  z.object({ kind: z.literal("failed"), error: hostError }),
]);
export type HostMessage = z.infer<typeof hostMessage>;
