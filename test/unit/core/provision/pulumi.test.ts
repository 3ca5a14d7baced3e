import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CancelledError, UserError } from "../../../../src/core/errors";
import { type PulumiParts, provisionPulumi, searchPulumi } from "../../../../src/core/provision/pulumi";
import type { ProvisionContext } from "../../../../src/core/provision/tools";
import { versions } from "../../../../src/core/provision/versions";
import { tempFolders } from "../../../support/tempFolder";

const { version: pinned, minimum } = versions.pulumi;

describe("the chain of sources of the Pulumi CLI", () => {
  const folders = tempFolders();

  /** A machine: CLIs by the folder that holds them, with what they answer when asked for their version. */
  function machine(clis: Record<string, string | Error>, env: NodeJS.ProcessEnv = {}) {
    const home = folders.make();
    const progress: string[] = [];
    const answers = new Map<string, string | Error>();
    for (const [name, answer] of Object.entries(clis)) {
      const path = join(home, name, "pulumi");
      mkdirSync(join(home, name));
      writeFileSync(path, "");
      chmodSync(path, 0o755);
      answers.set(path, answer);
    }
    const context: ProvisionContext = {
      root: home,
      cacheDir: join(home, "cache"),
      env: { PATH: Object.keys(clis).map((name) => join(home, name)).join(":"), ...env },
      platform: "linux",
      arch: "x64",
      onProgress: (message) => progress.push(message),
    };
    const tried: string[] = [];
    const parts = (installers: Partial<Record<"vendor" | "go", (folder: string) => Promise<void>>>): PulumiParts => ({
      versionOf: async (path) => {
        const answer = answers.get(path) ?? (existsSync(path) ? pinned : new Error(`${path} was not found`));
        if (answer instanceof Error) throw answer;
        return answer;
      },
      installers: Object.fromEntries(
        (["vendor", "go"] as const).map((source) => [
          source,
          {
            source,
            title: source === "vendor" ? "The vendor's installer" : "Building",
            install: (folder: string) => {
              tried.push(source);
              return (installers[source] ?? (() => Promise.reject(new Error(`no ${source} here`))))(folder);
            },
          },
        ]),
      ),
    });
    return { home, context, parts, tried, progress };
  }

  const puts = async (folder: string) => {
    mkdirSync(join(folder, "bin"), { recursive: true });
    writeFileSync(join(folder, "bin", "pulumi"), "the CLI");
  };

  it("starts with the setting, then PULUMI_LAB_PULUMI, then PATH", async () => {
    const { home, context, parts, tried } = machine({ a: "3.300.0", b: "3.301.0", c: "3.302.0" });
    context.env = { PATH: join(home, "a"), PULUMI_LAB_PULUMI: join(home, "b", "pulumi") };
    const setting = await provisionPulumi(context, join(home, "c", "pulumi"), parts({}));
    assert.deepEqual(setting, { path: join(home, "c", "pulumi"), version: "3.302.0", source: "setting" });
    const variable = await provisionPulumi(context, "", parts({}));
    assert.deepEqual(variable, { path: join(home, "b", "pulumi"), version: "3.301.0", source: "setting" });
    delete context.env.PULUMI_LAB_PULUMI;
    const path = await provisionPulumi(context, undefined, parts({}));
    assert.deepEqual(path, { path: join(home, "a", "pulumi"), version: "3.300.0", source: "path" });
    assert.deepEqual(tried, []);
  });

  it("passes over what does not run or is too old on PATH, to the next one there", async () => {
    const { home, context, parts } = machine({ broken: new Error("exec format"), old: "3.0.0", good: minimum });
    const { found } = await searchPulumi(context, undefined, parts({}));
    assert.deepEqual(found, { path: join(home, "good", "pulumi"), version: minimum, source: "path" });
  });

  it("never replaces a chosen CLI by another one", async () => {
    const { home, context, parts, tried } = machine({ old: "3.0.0", broken: new Error("exec format"), good: "3.300.0" });
    const use = (path: string) => provisionPulumi(context, path, parts({ go: puts }));
    await assert.rejects(use(join(home, "old", "pulumi")), { name: "UserError", code: "pulumi-too-old" });
    await assert.rejects(use(join(home, "broken", "pulumi")), { name: "UserError", code: "pulumi-not-found", message: /exec format/ });
    await assert.rejects(use("pulumi"), { name: "UserError", code: "pulumi-not-found", message: /not a full path/ });
    assert.deepEqual(tried, []);
  });

  it("installs the pinned one from the vendor, once, and takes it from the cache afterwards", async () => {
    const { context, parts, tried } = machine({ old: "3.0.0" });
    const first = await provisionPulumi(context, undefined, parts({ vendor: puts }));
    assert.deepEqual({ ...first, path: "" }, { path: "", version: pinned, source: "vendor" });
    assert.ok(existsSync(first.path));
    const second = await provisionPulumi(context, undefined, parts({}));
    assert.deepEqual(second, { ...first, source: "cache" });
    assert.deepEqual(tried, ["vendor"]);
  });

  it("builds it with Go when the vendor's installer fails, and says why it went on", async () => {
    const { context, parts, tried, progress } = machine({});
    const tool = await provisionPulumi(context, undefined, parts({ go: puts }));
    assert.equal(tool.source, "go");
    assert.deepEqual(tried, ["vendor", "go"]);
    assert.ok(progress.includes("The vendor's installer failed: no vendor here"), progress.join("\n"));
  });

  it("takes an installation that does not run for a failed one", async () => {
    const { context, parts, tried } = machine({});
    await assert.rejects(provisionPulumi(context, undefined, parts({ vendor: async () => {}, go: async () => {} })), {
      name: "UserError",
      code: "pulumi-not-found",
    });
    assert.deepEqual(tried, ["vendor", "go"]);
  });

  it("names every reason, and what to install, when all fail; and leaves nothing half made", async () => {
    const { home, context, parts } = machine({ old: "3.0.0" });
    const error = await provisionPulumi(context, undefined, parts({ vendor: async (folder) => writeFileSync(join(folder, "half"), "") }))
      .then(() => assert.fail("it must not succeed"))
      .catch((thrown: unknown) => thrown);
    assert.ok(error instanceof UserError);
    assert.equal(error.code, "pulumi-not-found");
    for (const reason of [`is 3.0.0, older than ${minimum}`, "The vendor's installer:", "Building: no go here"]) {
      assert.ok(error.message.includes(reason), error.message);
    }
    for (const remedy of ["install the Pulumi CLI", "PULUMI_LAB_PULUMI", "install Go"]) assert.ok(error.hint?.includes(remedy), error.hint);
    assert.deepEqual(readdirSync(join(home, "cache", "pulumi")), []);
  });

  it("tries only the sources that PULUMI_LAB_PULUMI_SOURCES names, in its order", async () => {
    const only = machine({}, { PULUMI_LAB_PULUMI_SOURCES: "go" });
    await provisionPulumi(only.context, undefined, only.parts({ go: puts }));
    assert.deepEqual(only.tried, ["go"]);
    const turned = machine({}, { PULUMI_LAB_PULUMI_SOURCES: "go, vendor" });
    await provisionPulumi(turned.context, undefined, turned.parts({ vendor: puts }));
    assert.deepEqual(turned.tried, ["go", "vendor"]);
    const wrong = machine({}, { PULUMI_LAB_PULUMI_SOURCES: "brew" });
    await assert.rejects(provisionPulumi(wrong.context, undefined, wrong.parts({})), { code: "pulumi-sources-unknown", message: /"brew"/ });
  });

  it("ends at once when it is cancelled, without trying the next source", async () => {
    const { home, context, parts, tried } = machine({});
    const abort = new AbortController();
    const vendor = async () => {
      abort.abort();
      throw new CancelledError();
    };
    await assert.rejects(provisionPulumi({ ...context, signal: abort.signal }, undefined, parts({ vendor, go: puts })), CancelledError);
    assert.deepEqual(tried, ["vendor"]);
    assert.deepEqual(readdirSync(join(home, "cache", "pulumi")), []);
  });
});
