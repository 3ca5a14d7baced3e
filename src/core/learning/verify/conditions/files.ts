import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { capital, type Finding, lacking, met, notYet, NO_PROJECT, type Scope } from "../finding";
import type { ConfigCondition, FileCondition } from "../rule";
import { matchesAny, valuesAt } from "../values";

const SKIPPED = new Set(["node_modules", ".git", ".pulumi-lab", "dist"]);
const DEEPEST = 7;
const MOST_FILES = 3000;
const LARGEST = 1024 * 1024;

export async function checkFile(condition: FileCondition, scope: Scope): Promise<Finding> {
  const { facts, project } = scope;
  if (condition.in === "project" && !project) return NO_PROJECT;
  const root = condition.in === "project" && project ? project.project.dir : facts.options.workspace;
  const paths = (await facts.once(`files ${root}`, () => pathsIn(root))).filter((path) => condition.path.some((glob) => globToPattern(glob).test(path)));
  const found: string[] = [];
  for (const path of paths) {
    facts.signal?.throwIfAborted();
    const text = await readFile(join(root, path), "utf8").catch(() => "");
    if (text.length > LARGEST || (project?.template && condition.in === "project" && (await isBrought(scope, path, text)))) continue;
    if (hasContent(path, text, condition)) found.push(path);
  }
  if (found.length < condition.min) return lacking(`There is no ${condition.say} in this workspace.`, `${capital(`add a ${condition.say}`)}.`);
  return met(`${condition.say}: ${found[0]}`, condition.in === "project" ? { project } : {});
}

/** What a template brought is no work of the learner's. */
async function isBrought({ facts, project }: Scope, path: string, text: string): Promise<boolean> {
  const original = await readFile(join(facts.options.templatesDir, project?.template?.id ?? "", path), "utf8").catch(() => undefined);
  return original === text;
}

function hasContent(path: string, text: string, { where, lines }: FileCondition): boolean {
  if (where) {
    const content = parsed(path, text);
    if (content === undefined) return false;
    if (!Object.entries(where).every(([at, matcher]) => matchesAny(valuesAt(content, at), matcher, () => []))) return false;
  }
  if (!lines) return text.trim() !== "";
  const said = text.split(/\r?\n/).filter((line) => !/^\s*(?:#|\/\/|--)/.test(line) || path.endsWith(".md"));
  return lines.every((pattern) => said.some((line) => new RegExp(pattern).test(line)));
}

function parsed(path: string, text: string): unknown {
  try {
    return /\.(?:ya?ml|json)$/.test(path) ? (parse(text) as unknown) : undefined;
  } catch {
    return undefined;
  }
}

async function pathsIn(root: string): Promise<string[]> {
  const found: string[] = [];
  const visit = async (below: string, depth: number): Promise<void> => {
    const entries = await readdir(join(root, below), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = below ? `${below}/${entry.name}` : entry.name;
      if (entry.isFile() && found.length < MOST_FILES) found.push(path);
      if (entry.isDirectory() && depth < DEEPEST && !SKIPPED.has(entry.name)) await visit(path, depth + 1);
    }
  };
  await visit("", 0);
  return found;
}

function globToPattern(glob: string): RegExp {
  const parts = glob.split("/").map((part) => (part === "**" ? "(?:[^/]+/)*" : `${part.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]*")}/`));
  return new RegExp(`^${parts.join("").replace(/\/$/, "")}$`);
}

export async function checkConfig(condition: ConfigCondition, scope: Scope): Promise<Finding> {
  const { project, stack } = scope;
  if (!project || !stack) return NO_PROJECT;
  const missing = notYet(`No stack of this workspace has ${condition.say}.`, `Set ${condition.say}.`);
  const pattern = new RegExp(condition.key ?? `^${project.project.name.replace(/[.+?^${}()|[\]\\]/g, "\\$&")}:`);
  const values = (await stack.config()).filter(({ key, secret }) => secret === (condition.kind === "secret") && pattern.test(key));
  const read = condition.read ? await keysRead(scope) : undefined;
  const good = values.find(({ key }) => !read || read.has(key) || read.has(key.slice(key.indexOf(":") + 1)));
  if (!good) return missing;
  return met(`${condition.kind === "secret" ? "secret" : "value"} ${good.key}${condition.read ? ", read by the program" : ""}`, scope);
}

/** The keys that the program asks a `Config` for. */
async function keysRead({ project }: Scope): Promise<Set<string>> {
  const program = (await project?.code())?.program ?? [];
  const calls = program.flatMap((file) => file.calls).filter(({ symbol }) => /^@pulumi\/pulumi#Config\(\)\.(?:get|require)/.test(symbol));
  return new Set(calls.flatMap(({ argument }) => argument ?? []));
}
