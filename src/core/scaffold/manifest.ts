import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { errorMessage, UserError } from "../errors";

const support = z.discriminatedUnion("support", [
  z.strictObject({ support: z.literal("full") }),
  z.strictObject({ support: z.literal("partial"), reason: z.string().min(1) }),
  z.strictObject({ support: z.literal("no"), reason: z.string().min(1) }),
]);

/** `template.json`: what a template is, what it teaches, and what each emulator really runs of it. */
export const templateManifest = z.strictObject({
  $schema: z.string().optional(),
  /** The folder's name. */
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string().min(1),
  summary: z.string().min(1),
  level: z.enum(["beginner", "intermediate", "advanced"]),
  /** Title of the plan's phase or project, word for word. */
  phase: z.string().min(1),
  /** The plan's items that the lab practises, word for word. */
  items: z.array(z.string().min(1)).min(1),
  minutes: z.number().int().positive(),
  resourceTypes: z.array(z.string().regex(/^[^:]+:[^:]+:[^:]+$/)).min(1),
  emulators: z.strictObject({ ministack: support, localstack: support }),
  /** Command of the behaviour check, run in the lab's folder; "node" stands for the lab's own Node. */
  check: z.array(z.string().min(1)).min(1),
});
export type TemplateManifest = z.infer<typeof templateManifest>;

export interface Template extends TemplateManifest {
  /** Absolute folder of the template. */
  dir: string;
}

/** All templates, easiest first. A template with a bad manifest is a bug in the installation and throws. */
export async function listTemplates(templatesDir: string): Promise<Template[]> {
  const entries = await readdir(templatesDir, { withFileTypes: true });
  const templates = await Promise.all(
    entries.filter((entry) => entry.isDirectory()).map((entry) => readTemplate(join(templatesDir, entry.name))),
  );
  const levels = templateManifest.shape.level.options;
  return templates.sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || a.minutes - b.minutes || a.id.localeCompare(b.id));
}

/** One template by its id; a UserError lists those that there are. */
export async function loadTemplate(templatesDir: string, id: string): Promise<Template> {
  const templates = await listTemplates(templatesDir);
  const found = templates.find((template) => template.id === id);
  if (found) return found;
  throw new UserError("unknown-template", `There is no template "${id}".`, `Templates: ${templates.map((each) => each.id).join(", ")}.`);
}

/** The manifest of the template that a lab was made from, which lies in the lab; undefined for other projects. */
export async function labManifest(directory: string): Promise<TemplateManifest | undefined> {
  const file = join(directory, "template.json");
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return templateManifest.parse(JSON.parse(text));
  } catch (error) {
    throw new UserError("bad-manifest", `${file} is not a template's manifest: ${errorMessage(error)}`, "Bring it back from the template.");
  }
}

async function readTemplate(dir: string): Promise<Template> {
  try {
    return { ...templateManifest.parse(JSON.parse(await readFile(join(dir, "template.json"), "utf8"))), dir };
  } catch (error) {
    throw new Error(`The template in ${dir} has a bad template.json: ${errorMessage(error)}`, { cause: error });
  }
}
