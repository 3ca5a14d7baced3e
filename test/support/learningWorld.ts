/** A learner's workspace in a folder of its own: real files, states, journals and histories, as the lab and the CLI write them. */
import { join } from "node:path";
import { journalWork } from "../../src/core/engine/journal";
import type { EmulatorFacts, ToolFacts } from "../../src/core/learning/verify/facts";
import type { LookOptions } from "../../src/core/learning/verify/verification";
import type { ContentsRef, EmulatorContents } from "../../src/core/emulator/contents/model";
import { mkdirSync, readFileSync } from "node:fs";
import { writeFiles } from "./tempFolder";

/** A resource of a state; see `resource`. */
export interface Made {
  type: string;
  name: string;
  custom: boolean;
  id?: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  /** Name of the parent in the same stack. */
  parent?: string;
  /** Names of what it depends on by the option dependsOn, and by references. */
  dependsOn?: string[];
  references?: string[];
  /** Name of a provider of the same stack. */
  provider?: string;
  /** Line of index.ts. */
  line?: number;
  state?: Record<string, unknown>;
}

export interface Ran {
  operation: string;
  /** By default the lab. */
  via?: "lab" | "terminal" | "automation";
  ok?: boolean;
  changes?: Record<string, number>;
  flags?: string[];
  stack?: string;
  project?: string;
}

export interface StackWorld {
  resources?: Made[];
  outputs?: Record<string, unknown>;
  /** Text of the values in the stack's file, indented by two. */
  config?: string;
  ran?: Ran[];
  /** Resources of earlier states, the oldest first. */
  earlier?: Made[][];
}

export interface ProjectWorld {
  /** Of index.ts. */
  program?: string;
  files?: Record<string, string>;
  template?: string;
  stacks?: Record<string, StackWorld>;
}

export interface World {
  projects?: Record<string, ProjectWorld>;
  /** A shorter way to one project "shop" with one stack "dev". */
  program?: string;
  stack?: StackWorld;
  /** Of the workspace's folder. */
  files?: Record<string, string>;
  /** Run by programs that are no projects. */
  ran?: Ran[];
  tools?: ToolFacts;
  emulator?: EmulatorFacts;
  /** How many things lie in the emulator, by bucket, table or the end of a queue's address. */
  holds?: Record<string, number>;
  trying?: boolean;
}

/** `resource("sqs/queue:Queue", "jobs", { … })`, with an ARN and an id such as the emulator gives. */
export function resource(type: string, name: string, inputs: Record<string, unknown> = {}, more: Partial<Made> = {}): Made {
  const token = type.split(":").length > 2 ? type : `aws:${type}`;
  const service = token.split(":")[1]?.split("/")[0] ?? "";
  const physical = `${name}-1a2b3c4`;
  const arn = service === "s3" ? `arn:aws:s3:::${physical}` : `arn:aws:${service}:us-east-1:000000000000:${physical}`;
  const extra: Record<string, unknown> = token.endsWith(":Queue") ? { url: `http://127.0.0.1:4566/000000000000/${physical}` } : token.endsWith(":Bucket") ? { bucket: physical } : token.endsWith(":Function") ? { invokeArn: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations` } : {};
  return { type: token, name, custom: true, id: more.id ?? (extra.url as string | undefined) ?? physical, inputs, outputs: { arn, name: physical, ...extra, ...inputs, ...more.outputs }, ...more, ...(more.outputs && { outputs: { arn, name: physical, ...extra, ...inputs, ...more.outputs } }) };
}

export function component(type: string, name: string, more: Partial<Made> = {}): Made {
  return { type, name, custom: false, inputs: {}, outputs: {}, ...more };
}

/** The ARN of what `resource` makes. */
export const arnOf = (made: Made): string => made.outputs.arn as string;
export const nameOf = (made: Made): string => made.outputs.name as string;

const OPERATION_KINDS: Record<string, string> = { deploy: "update", import: "resource-import" };

/** Writes a world into a folder, and gives what it is looked at with. */
export async function buildWorld(folder: string, world: World, templatesDir: string): Promise<LookOptions> {
  const projects: Record<string, ProjectWorld> = { ...world.projects, ...((world.program !== undefined || world.stack) && { shop: { program: world.program, stacks: { dev: world.stack ?? {} } } }) };
  mkdirSync(join(folder, ".pulumi-lab", "state"), { recursive: true });
  writeFiles(folder, world.files ?? {});
  let clock = Date.parse("2026-11-25T10:00:00.000Z");
  const runs: (Ran & { project: string; stack: string })[] = (world.ran ?? []).map((each) => ({ project: "tenants", stack: "acme", ...each }));
  for (const [name, { program, files = {}, template, stacks = {} }] of Object.entries(projects)) {
    writeFiles(join(folder, name), {
      "Pulumi.yaml": `name: ${name}\nruntime: nodejs\n`,
      ...(program !== undefined && { "index.ts": program }),
      ...(template && { "template.json": manifestOf(template) }),
      ...files,
    });
    for (const [stack, { resources = [], outputs = {}, config, ran = [], earlier = [] }] of Object.entries(stacks)) {
      if (config) writeFiles(join(folder, name), { [`Pulumi.${stack}.yaml`]: `config:\n${config}` });
      const state = (made: Made[]): string => JSON.stringify({ version: 3, checkpoint: { stack: `organization/${name}/${stack}`, latest: { resources: recorded(name, stack, made, outputs) } } });
      const lab = join(folder, ".pulumi-lab", "state", ".pulumi");
      if ([...resources, ...Object.keys(outputs), ...ran, ...earlier].length > 0) writeFiles(join(lab, "stacks", name), { [`${stack}.json`]: state(resources) });
      earlier.forEach((made, index) => writeFiles(join(lab, "history", name, stack), { [`${stack}-${1000 + index}.checkpoint.json`]: state(made) }));
      runs.push(...ran.map((each) => ({ project: name, stack, ...each })));
    }
  }
  for (const run of runs) {
    clock += 60_000;
    await writeRun(folder, run, clock);
  }
  return {
    workspace: folder,
    environment: {},
    home: join(folder, "no-home"),
    templatesDir,
    trying: world.trying,
    tools: async () => world.tools ?? {},
    emulator: async () => world.emulator,
    openContents: () => contentsOf(world.holds ?? {}),
  };
}

async function writeRun(folder: string, { operation, via = "lab", ok = true, changes = {}, flags = [], project, stack }: Ran & { project: string; stack: string }, time: number): Promise<void> {
  const lab = join(folder, ".pulumi-lab");
  const engine = ["deploy", "refresh", "destroy", "import"].includes(operation);
  if (via === "lab" || !engine) {
    await journalWork(join(lab, "journal.jsonl"), { project, stack, operation, ok, started: time, summary: changes, ...(via === "terminal" && { via }), ...(flags.length > 0 && { flags }) });
    return;
  }
  const environment = { "exec.kind": via === "automation" ? "auto.inline" : "cli", ...Object.fromEntries(flags.map((flag) => [`pulumi.flag.${flag.replace(/^--/, "")}`, "set"])) };
  const history = { kind: OPERATION_KINDS[operation] ?? operation, startTime: Math.floor(time / 1000), message: "", environment, config: {}, version: 0, result: ok ? "succeeded" : "failed", resourceChanges: changes };
  writeFiles(join(lab, "state", ".pulumi", "history", project, stack), { [`${stack}-${time}.history.json`]: JSON.stringify(history) });
}

function recorded(project: string, stack: string, made: Made[], outputs: Record<string, unknown>): Record<string, unknown>[] {
  const root = `urn:pulumi:${stack}::${project}::pulumi:pulumi:Stack::${project}-${stack}`;
  const urnOf = (name: string): string => {
    const found = made.find((each) => each.name === name);
    if (!found) throw new Error(`There is no "${name}" in the stack.`);
    const above = found.parent === undefined ? undefined : urnOf(found.parent).split("::")[2];
    return `urn:pulumi:${stack}::${project}::${above ? `${above}$` : ""}${found.type}::${found.name}`;
  };
  const standard = `urn:pulumi:${stack}::${project}::pulumi:providers:aws::default_7_48_0`;
  return [
    { urn: root, custom: false, type: "pulumi:pulumi:Stack", outputs },
    { urn: standard, custom: true, id: "d0581d33", type: "pulumi:providers:aws", inputs: { version: "7.48.0" } },
    ...made.map(({ type, name, custom, id, inputs, outputs: own, parent, dependsOn = [], references = [], provider, line, state }) => ({
      urn: urnOf(name),
      custom,
      type,
      ...(custom && { id, provider: `${provider === undefined ? standard : urnOf(provider)}::some-id` }),
      inputs,
      outputs: own,
      created: "2026-11-25T09:00:00.000Z",
      parent: parent === undefined ? root : urnOf(parent),
      ...([...dependsOn, ...references].length > 0 && { dependencies: [...dependsOn, ...references].map(urnOf) }),
      ...(custom && { propertyDependencies: Object.fromEntries(references.map((each, index) => [`property${index}`, [urnOf(each)]])) }),
      ...(line !== undefined && { sourcePosition: `project:///index.ts#${line},11` }),
      ...state,
    })),
  ];
}



/** The manifest of a template of this repository. */
function manifestOf(id: string): string {
  return readFileSync(join(__dirname, "..", "..", "templates", id, "template.json"), "utf8");
}

function contentsOf(holds: Record<string, number>): EmulatorContents {
  const keyOf = (ref: ContentsRef): string => (ref.kind === "bucket" ? ref.bucket : ref.kind === "table" ? ref.table : ref.kind === "queue" ? (ref.url.split("/").pop() ?? "") : "");
  return {
    list: async () => ({ nodes: [] }),
    children: async (ref) => ({ nodes: Array.from({ length: holds[keyOf(ref)] ?? 0 }, (_, index) => ({ ref, label: String(index), expandable: false })) }),
    read: async () => ({ title: "", text: "", language: "plaintext" }),
    close: () => undefined,
  };
}
