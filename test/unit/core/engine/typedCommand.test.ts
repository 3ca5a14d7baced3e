import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { typedPulumiShim } from "../../../../src/core/engine/shellPlan";
import { typedCommand } from "../../../../src/core/engine/typedCommand/typedCommand";
import { tempFolders } from "../../../support/tempFolder";

const of = (line: string) => typedCommand(line.split(" "));

describe("commands typed in the lab's terminal", () => {
  const temp = tempFolders();

  it("are known by what they do, with their stack and the names of their flags", () => {
    assert.deepEqual(of("preview"), { operation: "preview", flags: [] });
    assert.deepEqual(of("preview --stack dev --policy-pack ./policy --diff"), { operation: "preview", stack: "dev", flags: ["--stack", "--policy-pack", "--diff"] });
    assert.deepEqual(of("-C infra config set --secret token hunter2"), { operation: "config-secret", cwd: "infra", flags: ["--secret"] });
    assert.deepEqual(of("config set size large -s=prod"), { operation: "config-set", stack: "prod", flags: [] });
    assert.equal(of("config set token x --secret=false")?.operation, "config-set");
    assert.equal(of("config set size -- --secret")?.operation, "config-set");
    assert.equal(of("stack export --file state.json")?.operation, "export");
    assert.equal(of("stack import --file state.json")?.operation, "import-state");
    assert.deepEqual(of("new typescript --dir shop"), { operation: "new", cwd: "shop", flags: ["--dir"] });
    assert.equal(of("state move a b --source dev")?.operation, "state");
  });

  it("are no concern of the journal when the backend's history has them, or they only look", () => {
    for (const line of ["up", "refresh --yes", "destroy", "import aws:s3/bucket:Bucket a b", "stack ls", "stack", "config", "config get size", "--help", "version"]) assert.equal(of(line), undefined, line);
    assert.equal(of("up -m preview"), undefined);
  });

  it("run by the CLI itself, with its end code, and are written down after they have succeeded", function () {
    if (process.platform === "win32") this.skip();
    const folder = temp.make();
    const seen = join(folder, "seen.json");
    temp.write(folder, {
      "it's/cli.sh": '#!/bin/sh\necho "ran $*"\n[ "$1" = preview ] || [ "$3" = "a b" ] || exit 3\n',
      "it's/record.cjs": `require("node:fs").writeFileSync(${JSON.stringify(seen)}, JSON.stringify(process.argv.slice(2)))`,
    });
    chmodSync(join(folder, "it's", "cli.sh"), 0o755);
    const [shim] = typedPulumiShim("linux", process.execPath, join(folder, "it's", "record.cjs"));
    const pulumi = join(folder, "pulumi");
    writeFileSync(pulumi, shim?.text ?? "", { mode: 0o755 });
    const env = { PATH: process.env.PATH, PULUMI_LAB_PULUMI: join(folder, "it's", "cli.sh") };
    assert.equal(spawnSync(pulumi, ["config", "set"], { env }).status, 3);
    assert.equal(existsSync(seen), false);
    assert.equal(execFileSync(pulumi, ["preview", "--stack", "a b"], { env: { ...env, PULUMI_AUTOMATION_API: "true" }, encoding: "utf8" }), "ran preview --stack a b\n");
    assert.equal(existsSync(seen), false, "the Automation API has a history of its own");
    assert.equal(execFileSync(pulumi, ["config", "set", "a b"], { env, encoding: "utf8" }), "ran config set a b\n");
    assert.deepEqual(JSON.parse(readFileSync(seen, "utf8")), ["config", "set", "a b"]);
  });
});
