import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CancelledError, UserError } from "../../../src/core/errors";
import { findLabs, installDependencies, warmLabs } from "../../../src/core/scaffold/dependencies";
import { runScript } from "../../support/childScript";
import { startRegistry, type TestRegistry } from "../../support/npmRegistry";
import { tempFolders } from "../../support/tempFolder";

const dependenciesModule = JSON.stringify(join(__dirname, "../../../src/core/scaffold/dependencies.ts"));

describe("the labs' packages", function () {
  this.timeout(120_000);
  const folders = tempFolders();
  let registry: TestRegistry;

  beforeEach(async () => {
    registry = await startRegistry({
      greet: {
        "package.json": JSON.stringify({
          name: "greet",
          version: "1.0.0",
          bin: { greet: "cli.js" },
          scripts: { postinstall: "node -e \"require('fs').writeFileSync('ran', '')\"" },
        }),
        "cli.js": "#!/usr/bin/env node\nconsole.log('hello');\n",
        "index.js": "module.exports = 'hello';\n",
      },
    });
  });
  afterEach(() => registry.close());

  /** npm as it is on a machine of which only this registry is known, and which gives up at once. */
  const env = (url: string) => ({
    ...process.env,
    npm_config_registry: url,
    npm_config_fetch_retries: "0",
    npm_config_userconfig: join(folders.make(), "npmrc"),
  });
  const closed = "http://127.0.0.1:9";

  function project(name: string, lock = true): string {
    const folder = folders.make();
    const root = { name, version: "0.0.1", dependencies: { greet: "1.0.0" } };
    folders.write(folder, { "package.json": JSON.stringify(root), "index.ts": "" });
    const packages = { "": root, ...registry.lockEntries };
    if (lock) writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ name, lockfileVersion: 3, requires: true, packages }));
    return folder;
  }

  const installed = (folder: string) => join(folder, "node_modules", "greet", "index.js");

  it("are fetched once, then come from the store: for the next project without any request", async () => {
    const store = folders.make();
    const first = project("first");
    assert.deepEqual(await installDependencies(first, { store, env: env(registry.url) }), { how: "store" });
    assert.ok(registry.requests.length > 0);
    registry.requests.length = 0;

    const second = project("second");
    assert.deepEqual(await installDependencies(second, { store, env: env(registry.url) }), { how: "store" });
    assert.deepEqual(registry.requests, []);
    assert.equal(statSync(installed(second)).ino, statSync(installed(first)).ino);
    assert.equal(readFileSync(join(second, "node_modules", ".bin", "greet"), "utf8").includes("hello"), true);
    assert.deepEqual(await installDependencies(second, { store, env: env(registry.url) }), { how: "kept" });
    assert.deepEqual(readdirSync(second).sort(), ["index.ts", "node_modules", "package-lock.json", "package.json"]);
  });

  it("never run their install scripts", async () => {
    const store = folders.make();
    for (const lock of [true, false]) {
      const folder = project("careful", lock);
      await installDependencies(folder, { store, env: env(registry.url) });
      assert.ok(existsSync(installed(folder)));
      assert.ok(!existsSync(join(folder, "node_modules", "greet", "ran")));
    }
  });

  it("are warm after provisioning: a lab gets them with the network cut off", async () => {
    const store = folders.make();
    const templates = folders.make();
    const lab = project("lab");
    for (const name of readdirSync(lab)) folders.write(templates, { [`hello/${name}`]: readFileSync(join(lab, name), "utf8") });
    folders.write(templates, { "unfinished/README.md": "" });
    assert.deepEqual((await findLabs(templates, { store })).missing, ["hello"]);
    assert.deepEqual((await warmLabs(templates, { store, env: env(registry.url) })).warmed, ["hello"]);
    assert.deepEqual((await findLabs(templates, { store })).missing, []);

    const offline = project("offline");
    const scaffolded = await installDependencies(offline, { store, env: { PATH: "/nowhere", npm_config_registry: closed } });
    assert.deepEqual(scaffolded, { how: "store" });
    assert.ok(existsSync(installed(offline)));
  });

  it("that are not stored fail with a clear error when the network is cut off, and leave the project as it was", async () => {
    const folder = project("cut-off");
    const store = folders.make();
    await assert.rejects(installDependencies(folder, { store, env: env(closed) }), (error) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.code, "dependencies-failed");
      return true;
    });
    assert.deepEqual(readdirSync(folder).sort(), ["index.ts", "package-lock.json", "package.json"]);
    assert.deepEqual(readdirSync(join(store, "labs")), []);
  });

  it("of a project without a lock file are npm's business, in place", async () => {
    const folder = project("free", false);
    assert.deepEqual(await installDependencies(folder, { store: folders.make(), env: env(registry.url) }), { how: "npm" });
    assert.ok(existsSync(installed(folder)));
    assert.ok(existsSync(join(folder, "package-lock.json")));
  });

  it("are not installed through a link, which would change another folder's", async () => {
    const folder = project("linked", false);
    const elsewhere = folders.make();
    folders.write(elsewhere, { "precious/index.js": "" });
    symlinkSync(elsewhere, join(folder, "node_modules"), "junction");
    await assert.rejects(installDependencies(folder, { store: folders.make(), env: env(registry.url) }), { code: "linked-packages" });
    assert.deepEqual(readdirSync(elsewhere), ["precious"]);
  });

  it("replace those of an older lock file", async () => {
    const folder = project("changed");
    folders.write(folder, { "node_modules/old/index.js": "", "node_modules/.package-lock.json": '{"packages":{"node_modules/old":{"version":"1.0.0"}}}' });
    await installDependencies(folder, { store: folders.make(), env: env(registry.url) });
    assert.deepEqual(readdirSync(join(folder, "node_modules")).sort(), [".bin", ".package-lock.json", "greet"]);
  });

  it("leave nothing behind when fetching them is cancelled", async () => {
    const folder = project("cancelled");
    const store = folders.make();
    const abort = new AbortController();
    registry.silent = true;
    const asked = registry.asked();
    const install = installDependencies(folder, { store, env: env(registry.url), signal: abort.signal });
    await Promise.race([asked, install]);
    abort.abort();
    await assert.rejects(install, CancelledError);
    assert.deepEqual(readdirSync(folder).sort(), ["index.ts", "package-lock.json", "package.json"]);
    assert.deepEqual(readdirSync(join(store, "labs")), []);
  });

  it("are fetched by one of two processes that want them at the same time", async () => {
    const store = folders.make();
    const [one, two] = [project("one"), project("two")];
    const program = `
      const { installDependencies } = require(${dependenciesModule});
      const [project, store] = process.argv.slice(1);
      installDependencies(project, { store }).then(({ how }) => console.log(how));`;
    const variables = env(registry.url);
    const children = [one, two].map((folder) => runScript(program, [folder, store], variables));
    for (const child of children) assert.equal(await child.end(), 0);
    for (const child of children) assert.deepEqual(child.lines, ["store"]);
    for (const folder of [one, two]) assert.ok(existsSync(installed(folder)));
    assert.equal(registry.requests.filter((path) => path.endsWith(".tgz")).length, 1);
  });
});
