import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type ProbedPython,
  type PythonCandidate,
  probePython,
  pythonCandidates,
  requirePython,
  searchPython,
} from "../../../../src/core/provision/python";
import { tempFolders } from "../../../support/tempFolder";

describe("finding Python", () => {
  const folders = tempFolders();
  const linux = { env: {}, platform: "linux" as const };

  /** Probes a machine that has the Pythons given by their command. */
  const machine = (pythons: Record<string, ProbedPython>) => async ({ command, args }: PythonCandidate) =>
    pythons[[command, ...args].join(" ")];

  it("asks the versions that are known to work first, then any", () => {
    const commands = pythonCandidates("linux", {}).map(({ command }) => command);
    assert.deepEqual(commands, ["python3.13", "python3.12", "python3.11", "python3.10", "python3.14", "python3", "python"]);
    assert.deepEqual(pythonCandidates("darwin", {}), pythonCandidates("linux", {}));
  });

  it("asks Windows' launcher first", () => {
    assert.deepEqual(pythonCandidates("win32", {})[0], { command: "py", args: ["-3"] });
  });

  it("takes the chosen one alone", () => {
    const env = { PULUMI_LAB_PYTHON: "/opt/python/bin/python3" };
    assert.deepEqual(pythonCandidates("win32", env), [{ command: "/opt/python/bin/python3", args: [] }]);
  });

  it("stops at the first that is recent and can make environments", async () => {
    const good = { version: "3.11.7", path: "/usr/bin/python3.11", venv: true };
    const search = await searchPython(
      linux,
      machine({
        "python3.13": { version: "3.13.0", path: "/usr/bin/python3.13", venv: false },
        "python3.11": good,
        python3: { version: "3.9.2", path: "/usr/bin/python3", venv: true },
      }),
    );
    assert.deepEqual(requirePython(search, { env: {} }), { path: good.path, version: good.version });
  });

  it("tells apart what is missing: Python, its age, its venv module", async () => {
    const none = await searchPython(linux, machine({}));
    assert.throws(() => requirePython(none, { env: {} }), { code: "python-not-found", message: /None was found on PATH/ });
    const old = await searchPython(linux, machine({ python3: { version: "3.9.2", path: "/usr/bin/python3", venv: true } }));
    assert.throws(() => requirePython(old, { env: {} }), { code: "python-not-found", message: /\/usr\/bin\/python3 is Python 3\.9\.2/ });
    const bare = await searchPython(linux, machine({ python3: { version: "3.12.3", path: "/usr/bin/python3", venv: false } }));
    assert.throws(() => requirePython(bare, { env: {} }), { code: "python-no-venv", hint: /python3-venv/ });
    const chosen = { PULUMI_LAB_PYTHON: "/opt/none" };
    assert.throws(() => requirePython(none, { env: chosen }), { code: "python-not-found", message: /PULUMI_LAB_PYTHON \(\/opt\/none\) does not run/ });
    // In the editor people know the setting, not our variable.
    const told = { code: "python-not-found", message: /the setting pulumiLab\.pythonPath \(\/opt\/none\) does not run/, hint: /name one in the setting pulumiLab\.pythonPath/ };
    assert.throws(() => requirePython(none, { env: chosen, face: "editor" }), told);
  });

  it("passes over programs that only look like Python", async function () {
    if (process.platform === "win32") this.skip();
    const folder = folders.make();
    const shim = join(folder, "python3");
    for (const text of ["#!/bin/sh\nexit 127\n", "#!/bin/sh\necho Hello\n", "no program at all"]) {
      writeFileSync(shim, text);
      chmodSync(shim, 0o755);
      assert.equal(await probePython({ command: shim, args: [] }, { env: {} }), undefined);
    }
  });

  it("finds out about this machine's own", async () => {
    const { usable } = await searchPython({ env: process.env, platform: process.platform });
    assert.ok(usable, "the tests need a Python 3.10 or newer with venv");
    assert.match(usable.version, /^3\.1\d\./);
    const again = await probePython({ command: usable.path, args: [] }, { env: process.env });
    assert.equal(again?.version, usable.version);
  });
});
