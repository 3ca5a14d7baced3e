import { randomBytes } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { UserError } from "../errors";
import type { Template } from "./manifest";

export interface ScaffoldOptions {
  template: Template;
  /** The folder to be made; it may exist if it is empty. */
  directory: string;
  /** The Pulumi project's name; by default the folder's. */
  projectName?: string;
}

export interface Scaffolded {
  directory: string;
  projectName: string;
}

/** What a template's folder holds that is no part of the lab. */
const LEFT_OUT = new Set(["node_modules", "dist", ".pulumi-lab"]);

/** npm and the extension's packager drop or read these names, so templates carry them under others. */
const RENAMED: Record<string, string> = { gitignore: ".gitignore" };

/** The one place of a template that depends on the lab: `name` in Pulumi.yaml. */
const PLACEHOLDER = "${PROJECT}";

/**
 * Makes a lab from a template: written beside its place first and then renamed, so that there is never half a lab.
 * Nothing that exists is overwritten.
 */
export async function scaffold(options: ScaffoldOptions): Promise<Scaffolded> {
  const directory = resolve(options.directory);
  const projectName = checkProjectName(options.projectName ?? defaultProjectName(directory, options.template.id));
  await makeFolder(directory, (temporary) => copyTemplate(options.template.dir, temporary, projectName));
  return { directory, projectName };
}

/** Fills a new folder beside its place and then renames it. `fill` makes the folder that it is given. */
export async function makeFolder(directory: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  await requireEmpty(directory);
  await mkdir(dirname(directory), { recursive: true });
  const temporary = join(dirname(directory), `.${basename(directory)}.${randomBytes(4).toString("hex")}`);
  try {
    await fill(temporary);
    await moveIntoPlace(temporary, directory);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

/** An empty folder gives way; one that was made or filled meanwhile stays as it is. */
async function moveIntoPlace(temporary: string, directory: string): Promise<void> {
  try {
    await rmdir(directory).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
    await rename(temporary, directory);
  } catch (error) {
    await requireEmpty(directory);
    throw error;
  }
}

async function copyTemplate(from: string, to: string, projectName: string): Promise<void> {
  await mkdir(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (LEFT_OUT.has(entry.name)) continue;
    const source = join(from, entry.name);
    const target = join(to, RENAMED[entry.name] ?? entry.name);
    if (entry.isDirectory()) await copyTemplate(source, target, projectName);
    else if (entry.name === "Pulumi.yaml") await writeFile(target, (await readFile(source, "utf8")).replaceAll(PLACEHOLDER, yamlString(projectName)));
    else if (entry.isFile()) await copyFile(source, target);
  }
}

async function requireEmpty(directory: string): Promise<void> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    if (error.code === "ENOTDIR") throw new UserError("folder-not-empty", `${directory} is a file.`, "Name another folder.");
    throw error;
  });
  if (names.length > 0) throw notEmpty(directory, names);
}

function notEmpty(directory: string, names: string[]): UserError {
  const some = names.sort().slice(0, 5).join(", ");
  const what = names.length > 0 ? ` It holds ${some}${names.length > 5 ? ` and ${names.length - 5} more` : ""}.` : "";
  return new UserError("folder-not-empty", `${directory} is not empty.${what}`, "Name another folder; nothing was written.");
}

/** A checked name as YAML that gives a string back: `2024-01-01` and `true` would be something else without quotes. */
export function yamlString(name: string): string {
  const plain = /^[A-Za-z]/.test(name) && !/^(true|false|yes|no|on|off|y|n|null|nan|inf)$/i.test(name);
  return plain ? name : `"${name}"`;
}

/** Pulumi's rule for project names. */
export function checkProjectName(name: string): string {
  if (!/^[A-Za-z0-9_.-]{1,100}$/.test(name) || /^[.-]/.test(name)) {
    throw new UserError("bad-project-name", `"${name}" can't be a project's name.`, "Use letters, digits, hyphens, underscores and periods, such as my-site.");
  }
  return name;
}

/** The folder's name as far as it can be a project's, else the template's id. */
export function defaultProjectName(directory: string, fallback: string): string {
  const name = basename(directory).replace(/[^A-Za-z0-9_.-]+/g, "-").replace(/^[.-]+|-+$/g, "").slice(0, 100);
  return name === "" ? fallback : name;
}
