/** The programs of test/fixtures/programs: what each is expected to do, and copies of them to run. */

import { createHash } from "node:crypto";
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { z } from "zod";

const root = join(__dirname, "..", "..");
export const programsDir = join(root, "test", "fixtures", "programs");

/** A value as JSON; `{"matches": REGEX}` stands for any text that fits, `{"secret": true}` for a masked one. */
const expectedValue = z.unknown();
export type ExpectedValue = unknown;

/** A place in the program: the line of `file` that contains `text`. */
const place = z.strictObject({ file: z.string(), text: z.string() });
export type ExpectedPlace = z.infer<typeof place>;

/** Names an output, or says the value itself. */
const reference = z.union([z.string(), z.strictObject({ literal: z.string() })]);
export type OutputReference = z.infer<typeof reference>;

const check = z.union([
  z.strictObject({ invoke: z.string(), payload: z.unknown(), returns: z.unknown() }),
  z.strictObject({ upload: z.strictObject({ bucket: z.string(), key: z.string() }), logged: z.string() }),
  z.strictObject({ publish: z.string(), message: z.unknown(), attributes: z.record(z.string(), z.string()), logged: z.string() }),
  z.strictObject({ put: z.strictObject({ table: z.string(), item: z.record(z.string(), z.record(z.string(), z.string())) }), logged: z.string() }),
  z.strictObject({ object: z.strictObject({ bucket: reference, key: z.string() }), contains: z.string(), contentType: z.string().optional() }),
  z.strictObject({
    api: z.string(),
    stage: z.string().optional(),
    method: z.string(),
    path: z.string(),
    body: z.unknown().optional(),
    status: z.number(),
    json: z.unknown(),
  }),
]);
export type ProgramCheck = z.infer<typeof check>;

/** Operations by resource name, or by `TYPE NAME` where a name is not enough. */
const ops = z.record(z.string(), z.string());

const stackExpectation = z.strictObject({
  /** Folder of the project inside the fixture. */
  project: z.string().default("."),
  stack: z.string().default("dev"),
  /** Set with `pulumi config set` before the first run. */
  config: z
    .array(z.strictObject({ key: z.string(), value: z.string(), secret: z.boolean().default(false), path: z.boolean().default(false) }))
    .default([]),
  /** How many of each type, stack and providers aside. Nothing is said about a failing program's when absent. */
  resources: z.record(z.string(), z.number().int().positive()).optional(),
  /** Operations of the first deploy, where they are not all `create`. */
  ops: ops.default({}),
  /** Types that are looked up and not managed: they are read again in each run. */
  reads: z.array(z.string()).default([]),
  /** Those that matter; others may be there. */
  outputs: z.record(z.string(), expectedValue).default({}),
  /** Where resources are made, by their name. */
  sources: z.record(z.string(), place.extend({ type: z.string().optional() })).default({}),
  diagnostics: z.array(z.strictObject({ severity: z.string(), message: z.string() })).default([]),
  fails: z
    .strictObject({
      message: z.string(),
      /** A regular expression for what the message or the hint has to say besides. */
      hintOrMessage: z.string().optional(),
      file: z.string().optional(),
      text: z.string().optional(),
    })
    .optional(),
  checks: z.array(check).default([]),
  /** Later versions of the program: the files of `then/VERSION` laid over it, and what the next deploy does. */
  then: z.array(z.strictObject({ version: z.string(), ops, outputs: z.record(z.string(), expectedValue).default({}) })).default([]),
});
export type StackExpectation = z.infer<typeof stackExpectation>;

const expectation = z.strictObject({
  description: z.string(),
  features: z.array(z.string()).min(1),
  /** What the embedded provider has to learn before this program runs; until then it is counted as skipped. */
  waitsFor: z.string().optional(),
  /** False for a program that must not compile. */
  typeCheck: z.boolean().default(true),
  /** What its user has exported in the shell. */
  env: z.record(z.string(), z.string()).default({}),
  /** What somebody made by hand before the first run, as `KIND NAME [MORE]`. */
  before: z.array(z.string()).default([]),
  /** A destroy takes along what was there before: the program has imported it. */
  destroysWhatWasBefore: z.boolean().default(false),
  /** What a destroy leaves behind on purpose, as `KIND NAME`. */
  leaves: z.array(z.string()).default([]),
  /** Texts that may appear in no output, journal or state. */
  secrets: z.array(z.string()).default([]),
  /** Deployed in this order, destroyed in the opposite one. */
  stacks: z.array(stackExpectation).min(1),
});
export type Expectation = z.infer<typeof expectation>;

export interface ProgramFixture {
  name: string;
  dir: string;
  expect: Expectation;
}

export function programFixtures(): ProgramFixture[] {
  return readdirSync(programsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const dir = join(programsDir, name);
      const parsed = expectation.safeParse(JSON.parse(readFileSync(join(dir, "expect.json"), "utf8")));
      if (!parsed.success) throw new Error(`${name}/expect.json: ${z.prettifyError(parsed.error)}`);
      return { name, dir, expect: parsed.data };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** The installation that all copies share: PULUMI_LAB_TEST_MODULES, or the repository's own, which holds both SDKs. */
export function sharedModules(): string {
  const modules = process.env.PULUMI_LAB_TEST_MODULES ?? join(root, "node_modules");
  for (const name of ["@pulumi/pulumi", "@pulumi/aws"]) {
    if (!existsSync(join(modules, name))) throw new Error(`${name} is not installed in ${modules}.`);
  }
  return modules;
}

/** What belongs to the tests and not to the program. */
const NOT_COPIED = new Set(["expect.json", "then"]);

/** A fixture in a temporary folder of its own, with its packages linked. */
export class FixtureCopy {
  readonly dir: string;

  constructor(private readonly fixture: ProgramFixture) {
    this.dir = realpathSync(mkdtempSync(join(tmpdir(), `program-${fixture.name}-`)));
    cpSync(fixture.dir, this.dir, {
      recursive: true,
      filter: (source) => !(dirname(source) === fixture.dir && NOT_COPIED.has(relative(fixture.dir, source))),
    });
    const projects = new Set(fixture.expect.stacks.map(({ project }) => project));
    for (const project of projects) symlinkSync(sharedModules(), join(this.dir, project, "node_modules"), "junction");
    // Projects that know of each other live in one workspace, with one state backend.
    if (projects.size > 1) mkdirSync(join(this.dir, ".pulumi-lab"));
  }

  project({ project }: Pick<StackExpectation, "project">): string {
    return join(this.dir, project);
  }

  /** Lays the files of a later version over the program. */
  become(version: string): void {
    cpSync(join(this.fixture.dir, "then", version), this.dir, { recursive: true });
  }

  digest(): Record<string, string> {
    return fileDigests(this.dir);
  }

  /** Files that a run keeps beside the program: state, journal, records. */
  labFiles(): string[] {
    return filesBelow(this.dir, (name) => name === "node_modules").filter((file) => file.split(sep).includes(".pulumi-lab"));
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * SHA-256 of every file by its path, with its permissions: equal before and after a run, when the run changed no byte.
 * What is installed and what the lab keeps is left out.
 */
export function fileDigests(folder: string): Record<string, string> {
  const digests: Record<string, string> = {};
  for (const file of filesBelow(folder, (name) => name === "node_modules" || name === ".pulumi-lab")) {
    const content = createHash("sha256").update(readFileSync(file)).digest("hex");
    digests[relative(folder, file).split(sep).join("/")] = `${(lstatSync(file).mode & 0o777).toString(8)} ${content}`;
  }
  return digests;
}

function filesBelow(folder: string, skip: (name: string) => boolean, top = folder): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    // A program's own layers may hold a folder of this name; the linked installation is the project's.
    if (skip(entry.name) && (entry.name !== "node_modules" || lstatSync(path).isSymbolicLink())) return [];
    return entry.isDirectory() ? filesBelow(path, skip, top) : entry.isFile() ? [path] : [];
  });
}

/** The line, from 1, of the only line that contains `text`. */
export function lineOf(folder: string, { file, text }: ExpectedPlace): number {
  const found = readFileSync(join(folder, file), "utf8")
    .split("\n")
    .flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
  if (found.length !== 1) throw new Error(`${found.length} lines of ${file} contain "${text}".`);
  return found[0] as number;
}

/** Every way in which `actual` differs from what is expected, by path. */
export function differences(actual: unknown, expected: ExpectedValue, path = ""): string[] {
  if (isPattern(expected)) {
    const fits = typeof actual === "string" && new RegExp(expected.matches).test(actual);
    return fits ? [] : [`${path}: ${JSON.stringify(actual)} does not match ${expected.matches}`];
  }
  if (isSecret(expected)) return actual === "[secret]" ? [] : [`${path} should be a masked secret`];
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return [`${path}: ${JSON.stringify(actual)} is not a list of ${expected.length}`];
    return expected.flatMap((each, index) => differences(actual[index], each, `${path}[${index}]`));
  }
  if (typeof expected === "object" && expected !== null) {
    if (typeof actual !== "object" || actual === null || Array.isArray(actual)) return [`${path}: ${JSON.stringify(actual)} is not an object`];
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
    return keys.flatMap((key) => differences((actual as Record<string, unknown>)[key], (expected as Record<string, unknown>)[key], `${path}.${key}`));
  }
  return Object.is(actual, expected) ? [] : [`${path}: ${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`];
}

function isPattern(value: unknown): value is { matches: string } {
  return typeof value === "object" && value !== null && typeof (value as { matches?: unknown }).matches === "string";
}

function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && (value as { secret?: unknown }).secret === true;
}
