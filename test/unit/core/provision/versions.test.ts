import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { isRecent, versionIn, versions } from "../../../../src/core/provision/versions";

const root = join(__dirname, "../../../..");
const read = (...path: string[]) => readFileSync(join(root, ...path), "utf8");

describe("versions", () => {
  it("are read from what programs print", () => {
    assert.equal(versionIn("v3.259.0\n"), "3.259.0");
    assert.equal(versionIn("3.260.0-alpha.1725000000"), "3.260.0-alpha.1725000000");
    assert.equal(versionIn("go version go1.26.8 linux/amd64"), "1.26.8");
    assert.equal(versionIn("go version go1.21 linux/amd64"), "1.21.0");
    assert.equal(versionIn("Docker version 27.0.3, build 7d4bcd8"), "27.0.3");
    assert.equal(versionIn("no idea"), undefined);
  });

  it("compare by number, and a pre-release counts as its release", () => {
    assert.ok(isRecent("3.230.0", "3.230.0"));
    assert.ok(isRecent("3.1000.0", "3.230.0"));
    assert.ok(isRecent("3.230.0-dev.5", "3.230.0"));
    assert.ok(!isRecent("3.229.99", "3.230.0"));
    assert.ok(!isRecent("nonsense", "3.230.0"));
    const number = fc.nat(5000);
    fc.assert(
      fc.property(fc.tuple(number, number, number), fc.tuple(number, number, number), (a, b) => {
        const order = a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
        assert.equal(isRecent(a.join("."), b.join(".")), order >= 0);
      }),
    );
  });

  it("are the same wherever they are pinned", () => {
    const { dependencies, devDependencies } = JSON.parse(read("package.json"));
    assert.equal({ ...dependencies, ...devDependencies }["@pulumi/pulumi"], versions.pulumi.version);
    assert.match(read("tools/pulumi/go.mod"), new RegExp(`github.com/pulumi/pulumi/pkg/v3 v${versions.pulumi.version}\\b`));
    const pinned = read("localstack/requirements.txt");
    for (const line of read("localstack/requirements.in").split("\n").filter((text) => /^\w/.test(text))) {
      assert.ok(pinned.includes(`${line} \\\n    --hash=sha256:`), line);
    }
  });

  it("of Python packages all carry hashes", () => {
    const lines = read("localstack/requirements.txt").replaceAll("\\\n", " ").split("\n");
    const packages = lines.filter((line) => /^[a-z]/.test(line));
    assert.ok(packages.length > 10);
    for (const line of packages) assert.match(line, /^[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}/);
  });
});
