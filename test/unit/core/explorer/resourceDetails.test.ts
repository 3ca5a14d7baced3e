import assert from "node:assert/strict";
import { keyOutputs, resourceDetails } from "../../../../src/core/explorer/resourceDetails";
import { openSecrets, presentable } from "../../../../src/core/explorer/stateValues";
import type { ExportedState } from "../../../../src/core/engine/stackState";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const secret = (more: object) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", ...more });

describe("resourceDetails", () => {
  const urn = "urn:pulumi:dev::p::aws:ssm/parameter:Parameter::token";
  const state: ExportedState = {
    version: 3,
    deployment: {
      resources: [
        { urn, type: "aws:ssm/parameter:Parameter", delete: true, inputs: { value: "old" } },
        {
          urn,
          type: "aws:ssm/parameter:Parameter",
          inputs: { __defaults: ["tier"], value: secret({ ciphertext: "v1:xyz" }), list: [{ deep: secret({ ciphertext: "v1:abc" }) }] },
          outputs: { arn: "arn:aws:x", code: { [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7", path: "./lambda", hash: "ff" } },
        },
      ],
    },
  };

  it("masks secrets at every depth, leaves the engine's own keys out, and tells files by their names", () => {
    const details = resourceDetails(state, urn, {
      diagnostics: [
        { severity: "warning", message: "old API", urn },
        { severity: "error", message: "elsewhere", urn: "urn:other" },
      ],
      urls: [{ urn, url: "http://127.0.0.1:4566/x" }],
    });
    assert.deepEqual(details, {
      inputs: { value: "[secret]", list: [{ deep: "[secret]" }] },
      outputs: { arn: "arn:aws:x", code: "[archive ./lambda]" },
      diagnostics: [{ severity: "warning", message: "old API" }],
      hasSecrets: true,
      urls: ["http://127.0.0.1:4566/x"],
    });
  });

  it("knows nothing of a resource that has not been deployed", () => {
    assert.deepEqual(resourceDetails(undefined, urn), { inputs: {}, outputs: {}, diagnostics: [], hasSecrets: false, urls: [] });
  });

  it("opens secrets where they stand", () => {
    assert.deepEqual(openSecrets({ a: [secret({ plaintext: '{"b":"hunter2"}' })], c: secret({ ciphertext: "x" }) }), { a: [{ b: "hunter2" }], c: "[secret]" });
    assert.equal(presentable("04da6b54-80e4-46f7-96ec-b56ff0331ba9"), "[unknown]");
  });

  it("picks the outputs that tell most, never a secret", () => {
    assert.deepEqual(keyOutputs("aws:sqs/queue:Queue", { arn: "arn:q", url: "http://q", name: "orders", policy: "{}" }), [
      { name: "url", value: "http://q" },
      { name: "name", value: "orders" },
      { name: "arn", value: "arn:q" },
    ]);
    assert.deepEqual(keyOutputs("other:index:Thing", { endpoint: "[secret]", size: 3 }), []);
  });
});
