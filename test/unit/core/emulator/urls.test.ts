import assert from "node:assert/strict";
import { apiUrl, functionUrl, reachable, webSocketUrl } from "../../../../src/core/emulator/urls";

const endpoint = "http://127.0.0.1:4566";

describe("addresses on the emulator", () => {
  it("are paths on its endpoint", () => {
    assert.equal(apiUrl(endpoint, "abc"), "http://127.0.0.1:4566/_aws/execute-api/abc");
    assert.equal(apiUrl(`${endpoint}/`, "abc", "$default"), "http://127.0.0.1:4566/_aws/execute-api/abc");
    assert.equal(apiUrl(endpoint, "abc", "dev"), "http://127.0.0.1:4566/_aws/execute-api/abc/dev");
    assert.equal(webSocketUrl(endpoint, "abc", "dev"), "ws://127.0.0.1:4566/_aws/execute-api/abc/dev");
    assert.equal(functionUrl(endpoint, "xyz"), "http://127.0.0.1:4566/_aws/lambda-url/xyz");
  });

  it("stand for what AWS and the emulators print", () => {
    const url = (address: string): string | undefined => {
      const found = reachable(endpoint, address);
      return found?.kind === "url" ? found.url : undefined;
    };
    assert.equal(url("https://abc.execute-api.us-east-1.amazonaws.com"), "http://127.0.0.1:4566/_aws/execute-api/abc");
    assert.equal(url("https://abc.execute-api.us-east-1.amazonaws.com/dev/items?x=1"), "http://127.0.0.1:4566/_aws/execute-api/abc/dev/items?x=1");
    assert.equal(url("http://abc.execute-api.localhost:4566/dev"), "http://127.0.0.1:4566/_aws/execute-api/abc/dev");
    assert.equal(url("wss://abc.execute-api.us-east-1.amazonaws.com/dev"), "ws://127.0.0.1:4566/_aws/execute-api/abc/dev");
    assert.equal(url("https://xyz.lambda-url.eu-west-1.on.aws/"), "http://127.0.0.1:4566/_aws/lambda-url/xyz");
    assert.deepEqual(reachable(endpoint, "my.site-1a.s3-website-us-east-1.amazonaws.com"), { kind: "website", bucket: "my.site-1a", path: "/" });
    assert.deepEqual(reachable(endpoint, "http://my-site.s3-website.eu-central-1.amazonaws.com/a?b"), { kind: "website", bucket: "my-site", path: "/a?b" });
    assert.deepEqual(reachable(endpoint, "http://my-site.s3-website.localhost.localstack.cloud:4566"), { kind: "website", bucket: "my-site", path: "/" });
    for (const other of ["", "https://example.com", "arn:aws:s3:::b", "my-bucket", "hello world", "https://s3.amazonaws.com/b", "::"]) {
      assert.equal(reachable(endpoint, other), undefined, other);
    }
  });
});
