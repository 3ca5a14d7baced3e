import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { COMMAND_TABLE } from "../../../../src/shared/contributions/commands";
import { COMMANDS, SETTINGS, VIEWS } from "../../../../src/shared/contributions/ids";
import { manifest } from "../../../../src/shared/contributions/manifest";

const root = join(__dirname, "..", "..", "..", "..");
const read = (name: string): Record<string, unknown> => JSON.parse(readFileSync(join(root, name), "utf8")) as Record<string, unknown>;
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("the manifest", () => {
  const { contributes, nls } = manifest();
  const packageJson = read("package.json");

  it("is what the tables say: otherwise run npm run manifest", () => {
    assert.deepEqual(packageJson.contributes, plain(contributes));
    assert.deepEqual(read("package.nls.json"), nls);
  });

  it("has each command of the ids in the table, once", () => {
    assert.deepEqual(COMMAND_TABLE.map(({ id }) => id).sort(), Object.values(COMMANDS).sort());
  });

  it("calls the deployment exactly what learners look for", () => {
    const title = COMMAND_TABLE.find(({ id }) => id === COMMANDS.deploy)?.title;
    assert.equal(title, "Deploy to LocalStack");
    assert.equal(nls["command.deploy"], title);
    assert.equal(nls.category, "Pulumi Lab");
  });

  it("has no menu, welcome or view that names what isn't there", () => {
    const ids = new Set<string>(Object.values(COMMANDS));
    const menus = contributes.menus as Record<string, { command: string; when?: string }[]>;
    const named = Object.values(menus).flatMap((entries) => entries.map(({ command }) => command));
    assert.deepEqual(named.filter((command) => !ids.has(command)), []);
    const text = Object.values(nls).join("\n");
    const linked = [...text.matchAll(/\(command:(pulumiLab[^)]*)\)/g)].map((match) => match[1] ?? "");
    assert.ok(linked.length > 4);
    assert.deepEqual(linked.filter((command) => !ids.has(command)), []);
    const views = new Set<string>(Object.values(VIEWS));
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
