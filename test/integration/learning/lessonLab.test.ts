import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { UserError } from "../../../src/core/errors";
import { readJournal } from "../../../src/core/engine/journal";
import { findWorkspace } from "../../../src/core/engine/workspace";
import { Installation } from "../../../src/core/lab/installation";
import { lessonLab } from "../../../src/core/lab/lessonLab";
import { type Lesson, readLesson } from "../../../src/core/learning/pages/course";
import { parsePage, programOf } from "../../../src/core/learning/pages/page";
import { tempFolders } from "../../support/tempFolder";

const root = join(__dirname, "..", "..", "..");

describe("a lab from a lesson", function () {
  this.timeout(180_000);
  const temp = tempFolders();

  /** With a registry that does not answer: packages come from the store, or not at all. */
  const installation = () =>
    new Installation({
      root,
      env: { ...process.env, XDG_DATA_HOME: temp.make(), PULUMI_HOME: temp.make(), PULUMI_BACKEND_URL: undefined, npm_config_registry: "http://127.0.0.1:9/", npm_config_offline: "true" },
    });
  const lesson = (text: string): Lesson => ({ id: "phase-1/x", path: "walkthroughs/pages/phase-1/x.md", text, page: parsePage(text) });

  it("is a project with the lesson's program, its packages from the store, and its configuration", async () => {
    const here = temp.make();
    const directory = join(here, "secrets");
    const secrets = await readLesson(root, "phase-4/secrets-security");
    const program = programOf(secrets.page);
    const progress: string[] = [];
    const made = await lessonLab(installation(), { lesson: secrets, directory, projectName: "my-secrets", here }, { onProgress: (message) => progress.push(message) });
    assert.deepEqual(made, { directory, projectName: "my-secrets" });
    assert.deepEqual(readdirSync(directory).sort(), [".gitignore", "Pulumi.dev.yaml", "Pulumi.yaml", "index.ts", "node_modules", "package-lock.json", "package.json", "tsconfig.json"]);
    assert.equal(readFileSync(join(directory, "index.ts"), "utf8"), program.text);
    assert.deepEqual(parse(readFileSync(join(directory, "Pulumi.yaml"), "utf8")), { name: "my-secrets", runtime: "nodejs", description: secrets.page.title });
    assert.ok(progress.some((message) => message.includes("offline store")), progress.join("\n"));

    const { config } = parse(readFileSync(join(directory, "Pulumi.dev.yaml"), "utf8")) as { config: Record<string, unknown> };
    assert.deepEqual(Object.keys(config), program.config.map(({ key }) => `my-secrets:${key}`));
    assert.match(JSON.stringify(config["my-secrets:paymentKey"]), /^\{"secure":"[^"]+"\}$/);
    assert.ok(!readFileSync(join(directory, "Pulumi.dev.yaml"), "utf8").includes(program.config[0]!.value));

    const locked = JSON.parse(readFileSync(join(directory, "package-lock.json"), "utf8")) as { packages: Record<string, { version: string }> };
    for (const name of ["@pulumi/aws", "@pulumi/pulumi", "typescript"]) {
      const { version } = JSON.parse(readFileSync(join(directory, "node_modules", name, "package.json"), "utf8")) as { version: string };
      assert.equal(version, locked.packages[`node_modules/${name}`]?.version, name);
    }

    const workspace = findWorkspace(directory);
    assert.equal(workspace.root, here, "labs made side by side share their stacks");
    // The learner has made a project, and has not set a secret: the plan's item about that stays open.
    assert.deepEqual((await readJournal(workspace.journalFile)).map(({ operation, project }) => [operation, project]), [["new", "my-secrets"]]);
  });

  it("leaves nothing of a lab that can't be made, and what was there before", async () => {
    const here = temp.make();
    temp.write(here, { "taken/notes.txt": "mine" });
    const code = (expected: string) => (error: unknown) => error instanceof UserError && error.code === expected;
    const simple = lesson("# Simple\n\nA lead.\n\n```typescript deploy\nexport const a = 1;\n```\n");
    await assert.rejects(lessonLab(installation(), { lesson: lesson("# Words\n\nNo program.\n"), directory: join(here, "words"), projectName: "words", here }), code("no-program"));
    await assert.rejects(lessonLab(installation(), { lesson: simple, directory: join(here, "bad"), projectName: "not a name!", here }), (error: unknown) => error instanceof UserError);
    await assert.rejects(lessonLab(installation(), { lesson: simple, directory: join(here, "taken"), projectName: "taken", here }), (error: unknown) => error instanceof UserError);
    assert.deepEqual(readdirSync(here), ["taken"]);
    assert.deepEqual(readdirSync(join(here, "taken")), ["notes.txt"]);
    assert.equal(existsSync(findWorkspace(here).labDir), false);
  });
});
