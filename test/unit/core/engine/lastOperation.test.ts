import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { lastOperationFile, readLastOperation, removeLastOperation, saveLastOperation } from "../../../../src/core/engine/lastOperation";
import type { OperationOutcome } from "../../../../src/core/engine/operations";
import type { StackSession } from "../../../../src/core/engine/stackSession";
import { workspaceAt } from "../../../../src/core/engine/workspace";
import { staticWebsite } from "../../../fixtures/graph/samples";
import { tempFolders } from "../../../support/tempFolder";

describe("the last operation of a stack", () => {
  const temp = tempFolders();
  const when = { time: "2026-01-02T03:04:05.000Z", emulator: { running: true, kind: "ministack" as const, name: "MiniStack", endpoint: "http://127.0.0.1:4566" } };

  const sessionIn = (dir: string) => {
    const workspace = workspaceAt(dir);
    return { workspace, project: { name: "shop" }, stack: "dev", backend: { dir: workspace.stateDir } } as unknown as StackSession;
  };
  const outcome = (change: Partial<OperationOutcome>): OperationOutcome => ({
    ok: true, operation: "preview", project: "shop", stack: "dev", summary: { create: 2 }, outputs: {}, graph: GRAPH, diagnostics: [], durationMs: 5, ...change,
  });

  it("comes back as it was written, and leaves no draft", async () => {
    const session = sessionIn(temp.make());
    await saveLastOperation(session, outcome({ ok: false, error: { code: "cancelled", message: "stopped" }, diagnostics: [{ severity: "warning", message: "hm", urn: "urn:x" }] }), when);
    const read = await readLastOperation(session.workspace, "shop", "dev");
    assert.deepEqual([read?.operation, read?.planned, read?.result, read?.emulator, read?.stateHash], ["preview", true, "cancelled", "MiniStack on 127.0.0.1:4566", ""]);
    assert.deepEqual(read?.graph, JSON.parse(JSON.stringify(GRAPH)));
    assert.deepEqual(read?.diagnostics, [{ severity: "warning", message: "hm", urn: "urn:x" }]);
    const file = lastOperationFile(session.workspace, "shop", "dev");
    assert.deepEqual(readdirSync(join(file, "..")), ["dev.json"]);
    await removeLastOperation(session.workspace, "shop", "dev");
    assert.equal(await readLastOperation(session.workspace, "shop", "dev"), undefined);
  });

  it("is unknown when the file was written by something else", async () => {
    const session = sessionIn(temp.make());
    await saveLastOperation(session, outcome({}), when);
    writeFileSync(lastOperationFile(session.workspace, "shop", "dev"), '{"version": 99}');
    assert.equal(await readLastOperation(session.workspace, "shop", "dev"), undefined);
  });

  it("stays in its folder, whatever a project is called", () => {
    const workspace = workspaceAt(temp.make());
    for (const name of ["..", ".", "../../etc", "a/b", "a\\b"]) {
      assert.match(relative(join(workspace.labDir, "last"), lastOperationFile(workspace, name, "dev")), /^(?!\.{1,2}[/\\])[^/\\]+[/\\]dev\.json$/);
    }
  });
});

const GRAPH = staticWebsite();
