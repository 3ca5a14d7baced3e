import assert from "node:assert/strict";
import { Diagnostics } from "../../../../src/core/engine/diagnostics";
import { explainFailure } from "../../../../src/core/engine/failures";

const engineError = { code: "engine-error", message: "code: 255\n stdout: Updating (dev):\n\n stderr: error: update failed\n err?: undefined" };
const event = (message: string, severity = "error", urn?: string) => ({ diagnosticEvent: { message, severity, urn } });

describe("explainFailure", () => {
  it("puts an exception at the user's own line, without the stack", () => {
    const diagnostics = new Diagnostics("/p");
    diagnostics.applyEvent(event("<{%reset%}>Unhandled exception: Error: late\n    at f (/p/node_modules/x.js:1:1)\n    at /p/index.ts:9:3<{%reset%}>\n"));
    diagnostics.applyEvent(event("update failed"));
    const failure = explainFailure(engineError, diagnostics.list);
    assert.deepEqual([failure.code, failure.message, failure.source], ["program-error", "Error: late", { file: "/p/index.ts", line: 9, column: 3 }]);
  });

  it("names the plug-in that is missing", () => {
    const diagnostics = new Diagnostics("/p");
    diagnostics.applyEvent(event("no resource plugin 'pulumi-resource-random' found in the workspace at version v4.16.0 or on your $PATH"));
    const failure = explainFailure(engineError, diagnostics.list);
    assert.equal(failure.code, "plugin-missing");
    assert.match(failure.message, /"random" needs the plug-in pulumi-resource-random/);
  });

  it("gives a resource's own error before the engine's last words", () => {
    const diagnostics = new Diagnostics("/p");
    diagnostics.applyEvent(event("aws:s3/bucket:Bucket 'b': s3.CreateBucket failed: BucketAlreadyExists: taken", "error", "urn:pulumi:dev::p::aws:s3/bucket:Bucket::b"));
    assert.equal(explainFailure(engineError, diagnostics.list).code, "resource-failed");
    // The program that waited for the resource falls with it: that is not the reason.
    const fallen = { code: "program-error", message: "grpc: the client connection is closing" };
    assert.equal(explainFailure(fallen, diagnostics.list).code, "resource-failed");
    assert.match(explainFailure(engineError, diagnostics.list).message, /BucketAlreadyExists/);
    assert.equal(explainFailure(engineError, []).message, "update failed");
  });

  it("keeps debug talk, plumbing and repetitions out of the diagnostics", () => {
    const diagnostics = new Diagnostics("/p");
    for (const each of [event("x", "debug"), event("using pulumi-resource-pulumi-nodejs from $PATH at /x", "warning"), event("hello", "info"), event("bad", "error"), event("bad", "error")]) diagnostics.applyEvent(each);
    diagnostics.applyEvent({ diagnosticEvent: { nonsense: true } });
    assert.deepEqual(diagnostics.list, [{ severity: "info", message: "hello" }, { severity: "error", message: "bad" }]);
  });
});
