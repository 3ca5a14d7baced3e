import assert from "node:assert/strict";
import { unsafeProviderReason } from "../../../../src/core/safety/endpoints";

describe("unsafeProviderReason", () => {
  it("accepts a provider whose every endpoint is on loopback, as a list or as JSON text", async () => {
    const endpoints = [{ s3: "http://127.0.0.1:4566", sqs: "http://localhost:4566" }];
    assert.equal(await unsafeProviderReason({ endpoints }), undefined);
    assert.equal(await unsafeProviderReason({ endpoints: JSON.stringify(endpoints) }), undefined);
    assert.equal(await unsafeProviderReason({ region: "eu-west-1" }), undefined);
  });

  it("refuses one endpoint among many that is elsewhere, and text that it can't read", async () => {
    const endpoints = [{ s3: "http://127.0.0.1:4566", sqs: "https://10.0.0.1" }];
    assert.ok(await unsafeProviderReason({ endpoints }));
    assert.ok(await unsafeProviderReason({ endpoints: JSON.stringify(endpoints) }));
    assert.ok(await unsafeProviderReason({ endpoints: "[{" }));
  });

  it("refuses profiles, roles and real keys", async () => {
    assert.match((await unsafeProviderReason({ profile: "work" })) ?? "", /profile/);
    assert.match((await unsafeProviderReason({ assumeRoles: [{ roleArn: "arn:aws:iam::1:role/x" }] })) ?? "", /assumeRoles/);
    assert.match((await unsafeProviderReason({ accessKey: "AKIAIOSFODNN7EXAMPLE" })) ?? "", /access key/);
    assert.equal(await unsafeProviderReason({ accessKey: "test", assumeRoles: "[]" }), undefined);
  });
});
