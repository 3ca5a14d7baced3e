/** Somebody at the command line, and what the documents of `--json` must look like. */

import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { stopWebsiteFront } from "../../src/core/emulator/website";
import { cli, type CliEnd } from "./cliRun";

const position = z.looseObject({ file: z.string(), line: z.number(), column: z.number() });

/** The document of `--json` as docs describe it. */
const operationDocument = z.looseObject({
  ok: z.boolean(),
  operation: z.string().optional(),
  stack: z.string().optional(),
  summary: z.record(z.string(), z.number()).optional(),
  outputs: z.record(z.string(), z.unknown()).default({}),
  resources: z
    .array(
      z.looseObject({
        urn: z.string(),
        type: z.string(),
        name: z.string(),
        id: z.string().optional(),
        op: z.string().optional(),
        source: position.optional(),
      }),
    )
    .default([]),
  graph: z
    .looseObject({
      nodes: z.array(z.looseObject({ id: z.string(), type: z.string(), name: z.string(), parent: z.string().optional() })),
      edges: z.array(z.looseObject({ from: z.string(), to: z.string(), kind: z.enum(["dependency", "parent"]), properties: z.array(z.string()) })),
    })
    .optional(),
  error: z.looseObject({ code: z.string(), message: z.string(), hint: z.string().optional(), source: position.optional() }).optional(),
  diagnostics: z.array(z.looseObject({ severity: z.string(), message: z.string(), source: position.optional() })),
});
export type OperationDocument = z.infer<typeof operationDocument>;

/** A user with a home of their own: nothing of the developer's login, backend or data is seen. */
export class LabUser {
  private readonly home = realpathSync(mkdtempSync(join(tmpdir(), "lab-user-")));
  /** Everything that any command has printed. */
  printed = "";

  constructor(
    private readonly endpoint: string,
    private readonly env: Record<string, string> = {},
  ) {}

  /** Runs a command to its end; `onErrorText` hears its progress. */
  async run(args: string[], onErrorText?: (text: string) => void): Promise<CliEnd> {
    const end = await cli(args, {
      cwd: this.home,
      env: {
        PULUMI_BACKEND_URL: undefined,
        PULUMI_CONFIG_PASSPHRASE: undefined,
        PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
        PULUMI_HOME: join(this.home, "no-login"),
        XDG_DATA_HOME: join(this.home, "data"),
        ...this.env,
      },
      onStart: (child) => child.stderr?.on("data", (text: string) => onErrorText?.(text)),
    });
    this.printed += end.stdout + end.stderr;
    return end;
  }

  /** An operation with `--json`: its document, checked against the schema, and its exit code against the document. */
  async operate(operation: "preview" | "deploy" | "refresh" | "destroy", folder: string, stack: string): Promise<OperationDocument> {
    const { code, stdout, stderr } = await this.run([operation, folder, "--stack", stack, "--yes", "--json", "--emulator", this.endpoint]);
    let document: OperationDocument;
    try {
      document = operationDocument.parse(JSON.parse(stdout));
    } catch (error) {
      throw new Error(`${operation} printed no document (exit code ${code}):\n${stdout.slice(0, 2000)}\n${stderr.slice(-4000)}`, { cause: error });
    }
    if (code !== (document.ok ? 0 : 1)) throw new Error(`${operation} ended with exit code ${code}, but says ok: ${document.ok}.`);
    return document;
  }

  /** A plain `pulumi` command in the lab's shell; throws when it fails. */
  async pulumi(folder: string, ...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(["shell", folder, "--emulator", this.endpoint, "--", "pulumi", ...args]);
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with exit code ${code}:\n${stdout}${stderr}`);
    return stdout;
  }

  /** Ends what the commands left running for a website of this user's. */
  async endFront(): Promise<void> {
    await stopWebsiteFront(join(this.home, "data", "pulumi-learning-lab", "emulator"), this.endpoint);
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}
