import assert from "node:assert/strict";
import fc from "fast-check";
import { isLoopbackAddress, loopbackEndpoint } from "../../../src/provider/loopback";

describe("the loopback gate", () => {
  for (const [endpoint, address] of Object.entries({
    "http://127.0.0.1:4566/": "127.0.0.1",
    "http://127.8.9.10": "127.8.9.10",
    "http://[::1]:4566": "::1",
    "http://localhost:4566": "127.0.0.1",
    "http://s3.localhost:4566": "127.0.0.1",
    "http://s3.localhost.localstack.cloud:4566": "127.0.0.1",
    "http://2130706433:80": "127.0.0.1",
  })) {
    it(`opens for ${endpoint}`, async () => {
      const found = await loopbackEndpoint(endpoint);
      assert.equal(found.address, address);
      assert.ok(!found.url.endsWith("/"));
    });
  }

  for (const endpoint of [
    "http://10.0.0.1", "http://169.254.169.254", "http://[::]", "http://[fe80::1]", "http://0.0.0.0", "http://3232235777",
    "https://user@localhost", "localhost:4566", "", "file:///tmp", "http://localhost.example.invalid",
    "http://[::ffff:10.0.0.1]",
  ]) {
    it(`stays shut for '${endpoint}'`, async () => {
      await assert.rejects(loopbackEndpoint(endpoint), /on this machine only/);
    });
  }

  it("lets through 127.0.0.0/8 and ::1, and nothing else", () => {
    fc.assert(fc.property(fc.ipV4(), (address) => assert.equal(isLoopbackAddress(address), address.startsWith("127."))));
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const canonical = new URL(`http://[${address}]`).hostname;
        assert.equal(isLoopbackAddress(address), canonical === "[::1]" || canonical.startsWith("[::ffff:7f"));
      }),
    );
    for (const address of ["::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"]) assert.ok(isLoopbackAddress(address), address);
  });
});
