import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parse } from "yaml";
import { UserError } from "../../../../src/core/errors";
import { loadTemplate, type Template } from "../../../../src/core/scaffold/manifest";
import { checkProjectName, defaultProjectName, scaffold } from "../../../../src/core/scaffold/scaffold";
import { tempFolders } from "../../../support/tempFolder";

const templates = join(__dirname, "..", "..", "..", "..", "templates");

/** Names that Pulumi takes, among them those that YAML would read as something else than text. */
const projectNames = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/),
  fc.constantFrom("true", "No", "null", "2024", "2024-01-01", "1e3", "0x10", "0o7", "1_000", "12.5", "y", "NaN", "1.2.3"),
);

const userError = (code: string, message = /./) => (error: unknown) => {
  assert.ok(error instanceof UserError, String(error));
  assert.equal(error.code, code);
  assert.match(error.message, message);
  assert.ok(error.hint);
  return true;
};

describe("scaffolding a lab", () => {
  const folders = tempFolders();
  let here: string;
  let template: Template;

  beforeEach(async () => {
    here = folders.make();
    template = await loadTemplate(templates, "static-website");
  });

  it("copies the template, in which only the project's name and one file's name are the lab's own", async () => {
    const made = await scaffold({ template, directory: join(here, "my-site") });
    assert.deepEqual(made, { directory: join(here, "my-site"), projectName: "my-site" });
    assert.deepEqual(fileNames(made.directory), fileNames(template.dir).map((name) => name.replace(/^gitignore$/, ".gitignore")).sort());
    for (const name of fileNames(template.dir)) {
      const original = readFileSync(join(template.dir, name), "utf8");
      const copy = readFileSync(join(made.directory, name === "gitignore" ? ".gitignore" : name), "utf8");
      assert.equal(copy, name === "Pulumi.yaml" ? original.replace("${PROJECT}", "my-site") : original, name);
    }
    assert.deepEqual(readdirSync(here), ["my-site"]);
  });

  it("leaves out what was installed or made in the template's folder", async () => {
    const dir = join(here, "template");
    folders.write(dir, { "Pulumi.yaml": "name: ${PROJECT}\n", "node_modules/a/index.js": "", "dist/index.js": "", ".pulumi-lab/state": "", "src/index.ts": "" });
    const { directory } = await scaffold({ template: { ...template, dir }, directory: join(here, "lab") });
    assert.deepEqual(fileNames(directory), ["Pulumi.yaml", "src/index.ts"]);
  });

  it("takes an empty folder, and makes the folders above it", async () => {
    mkdirSync(join(here, "empty"));
    await scaffold({ template, directory: join(here, "empty") });
    assert.ok(existsSync(join(here, "empty", "index.ts")));
    await scaffold({ template, directory: join(here, "a", "b", "c") });
    assert.ok(existsSync(join(here, "a", "b", "c", "index.ts")));
  });

  it("refuses a folder that holds anything, and leaves it as it is", async () => {
    folders.write(here, { "kept/.hidden": "mine", "kept/index.ts": "mine" });
    await assert.rejects(scaffold({ template, directory: join(here, "kept") }), userError("folder-not-empty", /It holds \.hidden, index\.ts/));
    assert.deepEqual(fileNames(join(here, "kept")), [".hidden", "index.ts"]);
    assert.equal(readFileSync(join(here, "kept", "index.ts"), "utf8"), "mine");
    assert.deepEqual(readdirSync(here), ["kept"]);
  });

  it("refuses a file's place", async () => {
    writeFileSync(join(here, "file"), "mine");
    await assert.rejects(scaffold({ template, directory: join(here, "file") }), userError("folder-not-empty", /is a file/));
    assert.equal(readFileSync(join(here, "file"), "utf8"), "mine");
  });

  it("never leaves half a lab", async () => {
    const dir = join(here, "template");
    folders.write(dir, { "a.ts": "", "b/c.ts": "", "z.ts": "" });
    symlinkSync(join(dir, "gone"), join(dir, "Pulumi.yaml"), "junction");
    await assert.rejects(scaffold({ template: { ...template, dir }, directory: join(here, "lab") }), { code: "ENOENT" });
    assert.deepEqual(readdirSync(here), ["template"]);
  });

  it("lets one of several at once win, and tells the others", async () => {
    const directory = join(here, "lab");
    const ends = await Promise.allSettled(Array.from({ length: 8 }, (_, index) => scaffold({ template, directory, projectName: `lab-${index}` })));
    const won = ends.filter((end) => end.status === "fulfilled").map((end) => end.value.projectName);
    assert.equal(won.length, 1);
    for (const end of ends) if (end.status === "rejected") userError("folder-not-empty")(end.reason);
    assert.equal(parse(readFileSync(join(directory, "Pulumi.yaml"), "utf8")).name, won[0]);
    assert.deepEqual(readdirSync(here), ["lab"]);
    assert.deepEqual(fileNames(directory).length, fileNames(template.dir).length);
  });

  it("writes any name that Pulumi takes so that YAML gives it back", async () => {
    const dir = join(here, "template");
    folders.write(dir, { "Pulumi.yaml": "name: ${PROJECT}\nruntime: nodejs\n" });
    let count = 0;
    await fc.assert(
      fc.asyncProperty(projectNames, async (projectName) => {
        const { directory } = await scaffold({ template: { ...template, dir }, directory: join(here, `lab${count++}`), projectName });
        const text = readFileSync(join(directory, "Pulumi.yaml"), "utf8");
        for (const version of ["1.1", "1.2"] as const) assert.deepEqual(parse(text, { version }), { name: projectName, runtime: "nodejs" });
      }),
    );
  });

  it("refuses any other name before it writes anything", async () => {
    const bad = fc.string({ unit: "binary" }).filter((name) => !/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/.test(name));
    const examples = ["", "a b", "../x", "-x", ".x", "a/b", "a\n", "ä", "x".repeat(101), "a:b", "${PROJECT}"].map((name): [string] => [name]);
    await fc.assert(
      fc.asyncProperty(bad, async (projectName) => {
        await assert.rejects(scaffold({ template, directory: join(here, "lab"), projectName }), userError("bad-project-name"));
        assert.deepEqual(readdirSync(here), []);
      }),
      { examples },
    );
  });

  it("finds a good name for any folder", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }).map((name) => name.replaceAll("\0", "")), (name) => {
        checkProjectName(defaultProjectName(join(here, name), "static-website"));
      }),
    );
    assert.equal(defaultProjectName("/x/My first site!", "t"), "My-first-site");
    assert.equal(defaultProjectName("/", "static-website"), "static-website");
    assert.equal(defaultProjectName("/x/日本", "static-website"), "static-website");
  });
});

/** Paths of all files below a folder, sorted. */
function fileNames(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll("\\", "/"))
    .sort();
}
