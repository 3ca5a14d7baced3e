/** What every shipped template has to keep to. What it deploys is proved by the integration tests. */

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { parse } from "yaml";
import { packagesKey } from "../../../../src/core/scaffold/dependencies";
import { listTemplates, type Template } from "../../../../src/core/scaffold/manifest";

const root = join(__dirname, "..", "..", "..", "..");
const plan = readFileSync(join(root, "walkthroughs", "learning-plan.md"), "utf8").split("\n");
const ids = readdirSync(join(root, "templates"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const BEGINNER = ["static-website", "vpc", "dynamodb-table", "lambda-api"];

describe("the shipped templates", () => {
  let templates: Template[];

  before(async () => {
    templates = await listTemplates(join(root, "templates"));
  });

  const read = (id: string, file: string): string => readFileSync(join(root, "templates", id, file), "utf8");

  it("cover the plan's beginner projects", () => {
    const section = plan.slice(plan.indexOf("### Beginner (LocalStack)") + 1, plan.indexOf("### Intermediate (LocalStack)"));
    const wanted = section.filter((line) => line.startsWith("- [ ] ")).map((line) => line.slice("- [ ] ".length));
    const covered = templates.filter(({ id }) => BEGINNER.includes(id)).flatMap(({ items }) => items);
    assert.equal(wanted.length, 4);
    assert.deepEqual(covered.sort(), wanted.sort());
  });

  it("share their packages to the byte, so that one offline store serves all", () => {
    for (const file of ["package.json", "package-lock.json"]) {
      const [first, ...others] = ids.map((id) => read(id, file));
      for (const other of others) assert.ok(other === first, `${file} differs`);
    }
  });

  it("pin every package by its content, and name no registry", () => {
    const lock = JSON.parse(read("static-website", "package-lock.json")) as { packages: Record<string, { resolved?: string }> };
    assert.ok(packagesKey(JSON.stringify(lock)), "a package without integrity");
    for (const [path, entry] of Object.entries(lock.packages)) assert.equal(entry.resolved, undefined, path);
    const { dependencies, devDependencies, private: isPrivate } = JSON.parse(read("static-website", "package.json"));
    assert.equal(isPrivate, true);
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      assert.match(String(version), /^\d+\.\d+\.\d+$/, `${name} is not pinned`);
    }
  });

  it("use the versions of the SDK that the lab is tested with", () => {
    const ours = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).devDependencies;
    const theirs = JSON.parse(read("static-website", "package.json")).dependencies;
    for (const name of ["@pulumi/pulumi", "@pulumi/aws"]) assert.equal(theirs[name], ours[name], name);
  });

  it("check in the same way: what reports is the same in each", () => {
    const tails = ids.map((id) => read(id, "check.ts").split("// What follows is the same in every lab.\n")[1]);
    assert.ok(tails[0]);
    for (const [index, tail] of tails.entries()) assert.ok(tail === tails[0], ids[index]);
  });

  for (const id of ids) {
    describe(id, () => {
      const folder = join(root, "templates", id);
      let template: Template;

      before(() => {
        template = templates.find((each) => basename(each.dir) === id) as Template;
      });

      it("has its folder's name", () => {
        assert.equal(template.id, id);
      });

      it("covers items of the plan, word for word, under their heading", () => {
        const heading = plan.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, "") === template.phase);
        assert.ok(heading >= 0, `the plan has no heading "${template.phase}"`);
        const level = (plan[heading] as string).indexOf(" ");
        const end = plan.findIndex((line, index) => index > heading && /^#+ /.test(line) && line.indexOf(" ") <= level);
        const section = plan.slice(heading + 1, end < 0 ? undefined : end);
        for (const item of template.items) assert.ok(section.includes(`- [ ] ${item}`), item);
      });

      it("is a whole project: program, lesson, tests, check", () => {
        for (const file of ["Pulumi.yaml", "README.md", "check.ts", "gitignore", "index.ts", "package.json", "package-lock.json", "tsconfig.json"]) {
          assert.ok(existsSync(join(folder, file)), file);
        }
        const project = parse(read(id, "Pulumi.yaml"));
        assert.deepEqual([project.name, project.runtime], ["${PROJECT}", "nodejs"]);
        assert.ok(project.description);
        assert.ok(readdirSync(join(folder, "test")).some((name) => name.endsWith(".test.ts")));
        assert.ok(template.check.length > 0 && existsSync(join(folder, template.check.at(-1) as string)));
      });

      it("lists its resource types once, in order", () => {
        assert.deepEqual(template.resourceTypes, [...new Set(template.resourceTypes)].sort());
      });

      it("has a lesson with a picture, and shows how to deploy, to break and to clean up", () => {
        const lesson = read(id, "README.md");
        assert.match(lesson, /^# \S/);
        for (const part of ["```mermaid\n", "pulumi-lab deploy", "pulumi up", "## What to try next", "## Break it", "pulumi-lab destroy"]) {
          assert.ok(lesson.includes(part), part);
        }
        const exercises = (lesson.split("## What to try next")[1] ?? "").split("\n## ")[0]?.match(/^\d\. /gm) ?? [];
        assert.ok(exercises.length >= 2, `${exercises.length} exercises`);
      });

      it("names no account and no endpoint", () => {
        for (const file of sources(folder)) {
          const text = readFileSync(file, "utf8");
          assert.doesNotMatch(text, /localhost|127\.0\.0\.1|:4566|\b\d{12}\b|amazonaws\.com\/|endpoints/, file);
        }
      });
    });
  }
});

/** TypeScript files of a template, without what a developer may have installed in it. */
function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) === ".ts")
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes("node_modules"));
}
