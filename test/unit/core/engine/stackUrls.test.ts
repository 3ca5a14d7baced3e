import assert from "node:assert/strict";
import { stackUrls } from "../../../../src/core/engine/stackUrls";

describe("stackUrls", () => {
  const resource = (type: string, name: string, outputs: Record<string, unknown>, more = {}) => ({ urn: `urn:pulumi:dev::p::${type}::${name}`, type, id: outputs.id, outputs, ...more });
  const urls = (...resources: ReturnType<typeof resource>[]) => stackUrls({ version: 3, deployment: { resources } }, "http://127.0.0.1:4566");

  it("finds websites before APIs before functions", () => {
    const found = urls(
      resource("aws:lambda/functionUrl:FunctionUrl", "fn", { id: "f", urlId: "abc" }),
      resource("aws:apigatewayv2/api:Api", "api", { id: "a1", protocolType: "HTTP" }),
      resource("aws:apigatewayv2/stage:Stage", "stage", { id: "$default", apiId: "a1", name: "$default" }),
      resource("aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration", "site", { id: "b", bucket: "my-site" }),
    );
    assert.deepEqual(found.map((each) => each.kind), ["website", "api", "function"]);
    assert.deepEqual(found.map((each) => (each.kind === "website" ? each.bucket : new URL(each.url).host)), ["my-site", "127.0.0.1:4566", "127.0.0.1:4566"]);
  });

  it("leaves out WebSocket APIs, what is being deleted, and empty states", () => {
    assert.deepEqual(urls(resource("aws:apigatewayv2/api:Api", "ws", { id: "w", protocolType: "WEBSOCKET" }), resource("aws:apigatewayv2/stage:Stage", "s", { apiId: "w", name: "dev" })), []);
    assert.deepEqual(urls(resource("aws:lambda/functionUrl:FunctionUrl", "fn", { urlId: "abc" }, { delete: true })), []);
    assert.deepEqual(stackUrls(undefined, "http://127.0.0.1:4566"), []);
  });
});
