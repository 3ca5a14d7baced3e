import assert from "node:assert/strict";
import { delimiter } from "node:path";
import fc from "fast-check";
import { guardedEnvironment } from "../../../../src/core/safety/environment";

const fixed = {
  path: ["/tools/bin"],
  home: "/data/home",
  backendUrl: "file:///work/.pulumi-lab/state",
  passphrase: { file: "/data/passphrase" },
  pulumiHome: "/data/pulumi",
};

describe("guardedEnvironment", () => {
  it("lets no credential, token or profile through", () => {
    const parent = {
      PATH: "/usr/bin",
      AWS_ACCESS_KEY_ID: "AKIACANARY",
      AWS_SECRET_ACCESS_KEY: "canary",
      AWS_SESSION_TOKEN: "canary",
      AWS_PROFILE: "canary",
      AWS_WEB_IDENTITY_TOKEN_FILE: "/canary",
      PULUMI_ACCESS_TOKEN: "canary",
      GITHUB_TOKEN: "canary",
      GOOGLE_APPLICATION_CREDENTIALS: "/canary",
      ARM_CLIENT_SECRET: "canary",
      HOME: "/home/canary",
      LOCALSTACK_AUTH_TOKEN: "canary",
      NODE_OPTIONS: "--require=/canary.js",
      LD_PRELOAD: "/canary.so",
    };
    const environment = guardedEnvironment({ ...fixed, parent, endpoint: "http://127.0.0.1:4566" });
    assert.doesNotMatch(JSON.stringify(environment), /canary/i);
    assert.equal(environment.AWS_ACCESS_KEY_ID, "test");
    assert.equal(environment.AWS_ENDPOINT_URL, "http://127.0.0.1:4566");
    assert.equal(environment.AWS_EC2_METADATA_DISABLED, "true");
    assert.equal(environment.HOME, "/data/home");
    assert.equal(environment.AWS_PROFILE, undefined);
  });

  it("passes nothing whose name it does not know, whatever it is called", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[A-Z][A-Z_]{0,20}$/), fc.constant("canary-value")), (extra) => {
        const { LANG: _a, PATH: _b, ...parent } = extra;
        const passed = Object.entries(guardedEnvironment({ ...fixed, parent })).filter(([, value]) => value === "canary-value");
        const known = /^(LC_.*|LANGUAGE|TZ|TERM|COLORTERM|NO_COLOR|FORCE_COLOR|COLUMNS|LINES|TMPDIR|TMP|TEMP|USER|LOGNAME|USERNAME|SHELL|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|NUMBER_OF_PROCESSORS|PROCESSOR_ARCHITECTURE|OS|SSL_CERT_FILE|SSL_CERT_DIR|NODE_EXTRA_CA_CERTS)$/;
        assert.deepEqual(passed.filter(([name]) => !known.test(name)), []);
      }),
    );
  });

  it("points AWS at a closed port when there is no emulator", () => {
    assert.equal(guardedEnvironment({ ...fixed, parent: {} }).AWS_ENDPOINT_URL, "http://127.0.0.1:9");
  });

  it("puts the tools first on PATH, once, under Windows' spelling as well", () => {
    const parent = { Path: ["/usr/bin", "/tools/bin"].join(delimiter) };
    assert.equal(guardedEnvironment({ ...fixed, parent }).PATH, ["/tools/bin", "/usr/bin"].join(delimiter));
  });
});
