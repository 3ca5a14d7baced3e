import { join, sep } from "node:path";
import { readdir } from "node:fs/promises";
import { listConfig, type ConfigValue } from "../../engine/stackAdmin";
import type { Project } from "../../engine/project";
import { type ExportedState, readState, stateFolder } from "../../engine/stackState";
import { findWorkspace } from "../../engine/workspace";
import type { EmulatorContents } from "../../emulator/contents/model";
import { findProjects } from "../../explorer/projects";
import { stackPlace, type StackPlace } from "../../explorer/stackPlace";
import { labManifest, type TemplateManifest } from "../../scaffold/manifest";
import { earlierResources, historyOperations, historyStacks, journalOperations, type OperationFact } from "./operations";
import { type Recorded, recordedResources } from "./recorded";
import { programFiles, sourceFiles, type SyntaxCache } from "./syntax/sources";
import type { FileSyntax } from "./syntax/model";

export interface ToolFacts {
  /** The Pulumi CLI, if there is a usable one. */
  pulumi?: { version: string };
  /** An emulator that is installed. */
  emulator?: { name: string; version?: string };
}

export interface EmulatorFacts {
  name: string;
  endpoint: string;
  version?: string;
}

export interface FactsOptions {
  /** The folder whose projects count. */
  workspace: string;
  environment: NodeJS.ProcessEnv;
  home?: string;
  /** The shipped templates: what they bring is not the learner's own. */
  templatesDir: string;
  cache: SyntaxCache;
  tools?: (signal?: AbortSignal) => Promise<ToolFacts>;
  /** The running emulator; undefined when none runs. */
  emulator?: (signal?: AbortSignal) => Promise<EmulatorFacts | undefined>;
  openContents?: (endpoint: string) => EmulatorContents;
  /** Whether requests may be made that leave something behind: for a check that a person has asked for. */
  trying?: boolean;
  signal?: AbortSignal;
}

export type Earlier = Pick<Recorded, "urn" | "type" | "id" | "created">;

export interface StackFacts {
  name: string;
  /** What is deployed there, without what a template brought. */
  resources: Recorded[];
  /** All that is deployed there. */
  everything: Recorded[];
  state: ExportedState | undefined;
  config(): Promise<ConfigValue[]>;
  operations(): Promise<OperationFact[]>;
  /** What earlier states recorded, as far as it tells which thing it was. */
  earlier(): Promise<Earlier[]>;
}

export interface CodeFacts {
  program: FileSyntax[];
  /** The project's other files. */
  others: FileSyntax[];
}

export interface ProjectFacts {
  project: Project;
  /** Of the template that the project was made from. */
  template?: TemplateManifest;
  stacks: StackFacts[];
  code(): Promise<CodeFacts>;
}

/** What there is in one folder, read once for one run of checks and only as far as it is asked for. */
export class Facts {
  readonly signal: AbortSignal | undefined;
  private readonly known = new Map<string, Promise<unknown>>();

  constructor(readonly options: FactsOptions) {
    this.signal = options.signal;
  }

  projects(): Promise<ProjectFacts[]> {
    return this.once("projects", async () => {
      const found = await findProjects(this.options.workspace, this.signal);
      const projects = await Promise.all(found.map(({ project }) => project && this.describe(project)));
      return projects.filter((each) => each !== undefined);
    });
  }

  tools(): Promise<ToolFacts> {
    return this.once("tools", async () => (await this.options.tools?.(this.signal)) ?? {});
  }

  emulator(): Promise<EmulatorFacts | undefined> {
    return this.once("emulator", async () => this.options.emulator?.(this.signal));
  }

  /** What was run on any stack whose state lies in this workspace, also by programs that are no projects. */
  operations(): Promise<OperationFact[]> {
    return this.once("operations", async () => {
      const projects = await this.projects();
      const workspace = findWorkspace(this.options.workspace);
      const places = new Map<string, { stateDir: string; journal: string; ours: boolean }>();
      if (isInside(workspace.root, this.options.workspace)) places.set(workspace.stateDir, { stateDir: workspace.stateDir, journal: workspace.journalFile, ours: true });
      for (const { project } of projects) {
        const place = await this.place(project);
        if (place && !places.has(place.backend.dir)) {
          places.set(place.backend.dir, { stateDir: place.backend.dir, journal: place.workspace.journalFile, ours: place.backend.source === "workspace" && isInside(place.workspace.root, this.options.workspace) });
        }
      }
      const names = new Set(projects.map(({ project }) => project.name));
      const all = await Promise.all([...places.values()].map(({ stateDir, journal, ours }) => this.operationsIn(stateDir, journal, (name) => ours || names.has(name))));
      return all.flat();
    });
  }

  /** The syntax of every source file of the workspace. */
  workspaceCode(): Promise<FileSyntax[]> {
    return this.once("code", async () => this.read(await sourceFiles(this.options.workspace, { own: false, signal: this.signal })));
  }

  /** The fingerprints of every `new`, call and class in the files of a shipped template. */
  templateCode(id: string): Promise<Set<string>> {
    return this.once(`template ${id}`, async () => {
      const files = await this.read(await sourceFiles(join(this.options.templatesDir, id), { own: false, signal: this.signal }));
      return new Set(files.flatMap(({ news, calls, classes }) => [...news, ...calls, ...classes].map(({ fingerprint }) => fingerprint)));
    });
  }

  /** Remembers what was found for as long as these facts are used. */
  once<T>(key: string, find: () => Promise<T>): Promise<T> {
    this.signal?.throwIfAborted();
    let found = this.known.get(key) as Promise<T> | undefined;
    if (!found) this.known.set(key, (found = find()));
    return found;
  }

  private place(project: Project): Promise<StackPlace | undefined> {
    return this.once(`place ${project.dir}`, () => stackPlace(project, this.options.environment, this.options.home).catch(() => undefined));
  }

  private async describe(project: Project): Promise<ProjectFacts> {
    const [place, template] = await Promise.all([this.place(project), labManifest(project.dir).catch(() => undefined)]);
    const names = place ? await stackNames(project, place) : [];
    return {
      project,
      template,
      stacks: place ? await Promise.all(names.map((name) => this.stack(project, place, name, template))) : [],
      code: () => this.once(`code ${project.dir}`, () => this.codeOf(project, template)),
    };
  }

  private async stack(project: Project, { backend, workspace }: StackPlace, name: string, template: TemplateManifest | undefined): Promise<StackFacts> {
    const state = await readState(backend.dir, project.name, name).catch(() => undefined);
    const everything = recordedResources(state);
    const brought = new Set(template?.resourceTypes);
    const key = `${backend.dir} ${project.name}/${name}`;
    return {
      name,
      // What the template makes proves nothing but the template's own items.
      resources: everything.filter(({ type }) => !brought.has(type)),
      everything,
      state,
      config: () => this.once(`config ${key}`, () => listConfig(project, name).catch(() => [])),
      operations: () => this.once(`operations ${key}`, async () => {
        const all = await this.operationsIn(backend.dir, workspace.journalFile, (each) => each === project.name);
        return all.filter(({ stack }) => stack === name || stack.endsWith(`/${name}`));
      }),
      earlier: () => this.once(`earlier ${key}`, async () => {
        const states = await earlierResources(backend.dir, project.name, name);
        return states.flat().map(({ urn, type, id, created }) => ({ urn, type, id: typeof id === "string" ? id : undefined, created: typeof created === "string" ? created : undefined }));
      }),
    };
  }

  private operationsIn(backendDir: string, journal: string, counts: (project: string) => boolean): Promise<OperationFact[]> {
    return this.once(`all operations ${backendDir}`, async () => {
      const stacks = await historyStacks(backendDir);
      const all = await Promise.all([journalOperations(journal), ...stacks.map(({ project, stack }) => historyOperations(backendDir, project, stack))]);
      return all.flat().sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
    }).then((all) => all.filter(({ project }) => counts(project)));
  }

  private async codeOf(project: Project, template: TemplateManifest | undefined): Promise<CodeFacts> {
    const { cache } = this.options;
    const [reached, files] = await Promise.all([programFiles(project.main, cache), sourceFiles(project.dir, { own: true, signal: this.signal })]);
    const brought = template ? await this.templateCode(template.id) : undefined;
    const own = (all: FileSyntax[]): FileSyntax[] => (brought ? all.map((each) => without(each, brought)) : all);
    const [program, others] = await Promise.all([this.read([...reached]), this.read(files.filter((file) => !reached.has(file)))]);
    return { program: own(program), others: own(others) };
  }

  private async read(files: string[]): Promise<FileSyntax[]> {
    const found: FileSyntax[] = [];
    for (const file of files) {
      this.signal?.throwIfAborted();
      const syntax = await this.options.cache.read(file);
      if (syntax) found.push(syntax);
    }
    return found;
  }
}

function without(file: FileSyntax, brought: ReadonlySet<string>): FileSyntax {
  const own = <T extends { fingerprint: string }>(sites: T[]): T[] => sites.filter(({ fingerprint }) => !brought.has(fingerprint));
  return { ...file, news: own(file.news), calls: own(file.calls), classes: own(file.classes) };
}

async function stackNames(project: Project, { backend }: StackPlace): Promise<string[]> {
  const namesIn = async (folder: string, pattern: RegExp): Promise<string[]> => (await readdir(folder).catch(() => [] as string[])).flatMap((file) => pattern.exec(file)?.[1] ?? []);
  const [recorded, configured] = await Promise.all([
    namesIn(stateFolder(backend.dir, project.name), /^(.+)\.json$/),
    namesIn(project.configDir, /^Pulumi\.([A-Za-z0-9_.-]+)\.ya?ml$/),
  ]);
  return [...new Set([...recorded, ...configured])].sort();
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}
