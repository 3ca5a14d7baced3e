import { existsSync, realpathSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { errorMessage, UserError } from "../errors";

export const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

const projectSettings = z.looseObject({
  name: z.string().min(1),
  runtime: z.union([z.string(), z.looseObject({ name: z.string() })]),
  main: z.string().optional(),
  stackConfigDir: z.string().optional(),
  backend: z.looseObject({ url: z.string().optional() }).optional(),
  plugins: z.record(z.string(), z.array(z.looseObject({ path: z.string().optional() }))).optional(),
});

/** A Pulumi project as its file describes it. */
export interface Project {
  /** Real path of the folder in which `Pulumi.yaml` lies. */
  dir: string;
  /** The project file's name, such as `Pulumi.yaml`. */
  file: string;
  name: string;
  runtime: string;
  /** Absolute path of the program: the project's folder, or what `main` names. */
  main: string;
  /** Absolute folder of the stacks' configuration files. */
  configDir: string;
  /** The state backend that the project itself names. */
  backendUrl?: string;
  /** The parsed project file. */
  settings: Record<string, unknown>;
}

/** Finds the project that `folder` belongs to, as the Pulumi CLI does: there or in a folder above. */
export async function loadProject(folder: string): Promise<Project> {
  const start = resolve(folder);
  if (!statSync(start, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError("no-folder", `There is no folder ${start}.`, "Check the path.");
  }
  for (let dir = realpathSync(start); ; dir = dirname(dir)) {
    const file = PROJECT_FILES.find((each) => existsSync(join(dir, each)));
    if (file) return readProject(dir, file);
    if (dirname(dir) === dir) break;
  }
  throw new UserError(
    "no-project",
    `There is no Pulumi.yaml in ${start} or above it.`,
    'Make a lab with "pulumi-lab new static-website", or name the folder of a Pulumi project.',
  );
}

async function readProject(dir: string, file: string): Promise<Project> {
  const path = join(dir, file);
  let settings: unknown;
  try {
    settings = parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new UserError("bad-project", `${path} can't be read: ${errorMessage(error)}`, "Mend the file and try again.");
  }
  const result = projectSettings.safeParse(settings);
  if (!result.success) {
    throw new UserError("bad-project", `${path} is not a valid project file.\n${z.prettifyError(result.error)}`, "Mend the file and try again.");
  }
  const { name, runtime, main, stackConfigDir, backend } = result.data;
  const runtimeName = typeof runtime === "string" ? runtime : runtime.name;
  if (runtimeName !== "nodejs" && runtimeName !== "bun") {
    throw new UserError(
      "unsupported-runtime",
      `${path} asks for the runtime "${runtimeName}". This lab runs TypeScript and JavaScript programs (runtime: nodejs).`,
      "Use the Pulumi CLI itself for this project.",
    );
  }
  return {
    dir,
    file,
    name,
    runtime: runtimeName,
    main: main ? (isAbsolute(main) ? main : join(dir, main)) : dir,
    configDir: stackConfigDir ? resolve(dir, stackConfigDir) : dir,
    backendUrl: backend?.url,
    settings: result.data,
  };
}

/** The folder that the program sees as its working directory, by the CLI's rule: that of its file, or the folder itself. */
export function programDirectory(project: Project): string {
  const isFolder = statSync(project.main, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isFolder ? project.main : dirname(project.main);
}

/** The name of a stack's configuration file, such as `Pulumi.dev.yaml`; names with an organization lose it, as in the CLI. */
export function stackFileName(stack: string): string {
  return `Pulumi.${stack.split("/").pop() ?? stack}.yaml`;
}

/** Refuses names that the engine would refuse later, with the rule. */
export function checkStackName(stack: string): string {
  if (!/^([A-Za-z0-9_.-]+\/){0,2}[A-Za-z0-9_.-]{1,100}$/.test(stack) || stack.split("/").some((part) => /^\.+$/.test(part))) {
    throw new UserError(
      "bad-stack-name",
      `"${stack}" can't be a stack's name.`,
      "Use letters, digits, hyphens, underscores and periods, such as dev.",
    );
  }
  return stack;
}
