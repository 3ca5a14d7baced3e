import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { COMMAND_TABLE } from "../../../../src/shared/contributions/commands";
import { type Course, readCourse } from "../../../../src/core/learning/pages/course";
import { lessonInfos, pageWithItems } from "../../../../src/core/learning/pages/generated";
import { COMMANDS, SETTINGS, VIEWS } from "../../../../src/shared/contributions/ids";
import { LEARNING_COMMANDS, LEARNING_VIEW } from "../../../../src/shared/contributions/learningIds";
import { type Manifest, manifest } from "../../../../src/shared/contributions/manifest";
import { itemsOf } from "../../../../src/shared/learning/progress";

const root = join(__dirname, "..", "..", "..", "..");
const read = (name: string): Record<string, unknown> => JSON.parse(readFileSync(join(root, name), "utf8")) as Record<string, unknown>;
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("the manifest", () => {
  let course: Course;
  let contributes: Manifest["contributes"], nls: Manifest["nls"], activationEvents: string[];
  before(async () => {
    course = await readCourse(root);
    ({ contributes, activationEvents, nls } = manifest({ plan: course.plan, lessons: lessonInfos(course) }));
  });
  const packageJson = read("package.json");

  it("is what the tables say: otherwise run npm run manifest", () => {
    assert.deepEqual(packageJson.contributes, plain(contributes));
    assert.deepEqual(packageJson.activationEvents, activationEvents);
    assert.deepEqual(read("package.nls.json"), nls);
  });

  it("shows every section of the plan as a step with a page, and every item on the page of its section: otherwise run npm run manifest", () => {
    const guides = contributes.walkthroughs as { id: string; steps: { id: string; media: { markdown: string } }[] }[];
    assert.deepEqual([guides[0]?.id, guides.at(-1)?.id, guides.length], ["start", "resources", 14]);
    const steps = guides.slice(1, -1).flatMap(({ id, steps: of }) => of.map((step) => ({ id: `${id}/${step.id}`, page: step.media.markdown })));
    const sections = course.plan.groups.flatMap((group) => group.sections).filter(({ items }) => items.length > 0);
    assert.deepEqual(steps.map(({ id }) => id), sections.map(({ id }) => id));
    let shown = 0;
    for (const section of sections) {
      const lesson = course.lessons.get(section.id);
      assert.ok(lesson, section.id);
      assert.equal(lesson.page.title, section.title);
      assert.equal(lesson.text, pageWithItems(course, lesson));
      for (const item of section.items) assert.ok(lesson.text.includes(`"pulumiLab.done.${item.id}"`), item.id);
      shown += section.items.length;
    }
    assert.equal(shown, itemsOf(course.plan).length);
    assert.equal(shown, 242);
  });

  it("has each command of the ids in the table, once", () => {
    assert.deepEqual(COMMAND_TABLE.map(({ id }) => id).sort(), [...Object.values(COMMANDS), ...Object.values(LEARNING_COMMANDS)].sort());
  });

  it("calls the deployment exactly what learners look for", () => {
    const title = COMMAND_TABLE.find(({ id }) => id === COMMANDS.deploy)?.title;
    assert.equal(title, "Deploy to LocalStack");
    assert.equal(nls["command.deploy"], title);
    assert.equal(nls.category, "Pulumi Lab");
  });

  it("has no menu, welcome or view that names what isn't there", () => {
    const ids = new Set<string>([...Object.values(COMMANDS), ...Object.values(LEARNING_COMMANDS)]);
    const menus = contributes.menus as Record<string, { command: string; when?: string }[]>;
    const named = Object.values(menus).flatMap((entries) => entries.map(({ command }) => command));
    assert.deepEqual(named.filter((command) => !ids.has(command)), []);
    const text = Object.values(nls).join("\n");
    const linked = [...text.matchAll(/\(command:(pulumiLab[^)?]*)[^)]*\)/g)].map((match) => match[1] ?? "");
    assert.ok(linked.length > 4);
    assert.deepEqual(linked.filter((command) => !ids.has(command)), []);
    const views = new Set<string>([...Object.values(VIEWS), LEARNING_VIEW]);
    const whens = Object.values(menus).flatMap((entries) => entries.flatMap(({ when }) => [...(when ?? "").matchAll(/view == (\S+)/g)].map((match) => match[1] ?? "")));
    assert.deepEqual(whens.filter((view) => !views.has(view)), []);
  });

  it("translates every key that package.json uses", () => {
    const keys = [...JSON.stringify(packageJson).matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? "");
    assert.ok(keys.length > 60);
    assert.deepEqual(keys.filter((key) => !(key in nls)), []);
  });

  it("keeps tools' paths out of a workspace's reach, and gives each setting a default and a description", () => {
    const { properties } = contributes.configuration as { properties: Record<string, { scope?: string; default?: unknown; markdownDescription?: string }> };
    assert.deepEqual(Object.keys(properties).sort(), Object.values(SETTINGS).map((name) => `pulumiLab.${name}`).sort());
    for (const name of [SETTINGS.pulumiPath, SETTINGS.pythonPath]) assert.equal(properties[`pulumiLab.${name}`]?.scope, "machine");
    for (const [name, property] of Object.entries(properties)) assert.ok(property.default !== undefined && property.markdownDescription, name);
  });

  it("is fit for a gallery", () => {
    for (const [key, value] of Object.entries({ preview: false, main: "./dist/extension.cjs", icon: "dist/assets/icon.png" })) assert.equal(packageJson[key], value);
    assert.ok((packageJson.keywords as string[]).length > 0 && (packageJson.categories as string[]).includes("Education"));
    const { untrustedWorkspaces, virtualWorkspaces } = packageJson.capabilities as Record<string, { supported: unknown }>;
    assert.equal(untrustedWorkspaces?.supported, "limited");
    assert.equal(virtualWorkspaces?.supported, false);
    assert.ok(existsSync(join(root, "media", "activity.svg")));
  });
});
