/** The provider as the process that ships: the bundle, its arguments and its end. */

import assert from "node:assert/strict";
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { createInterface } from "node:readline";
import { faultyEmulator } from "../../support/faultyEmulator";
import { sharedMinistack } from "../../support/ministack";
import { ProviderClient } from "../../support/providerClient";

const root = join(__dirname, "..", "..", "..");

describe("the provider's process", function () {
  this.timeout(60_000);
  let folder: string;
  let bundle: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "lab-provider-"));
    execFileSync(process.execPath, [join(root, "esbuild.mjs"), "--outdir", folder, "--only", "provider.cjs"], { cwd: root });
    bundle = join(folder, "provider.cjs");
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const start = (args: string[], env: NodeJS.ProcessEnv = process.env): ChildProcess =>
    spawn(process.execPath, [bundle, ...args], { env, stdio: ["pipe", "pipe", "pipe"] });
  const firstLine = async (child: ChildProcess): Promise<string> => {
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) return line;
    throw new Error("It ended without a word.");
  };
  const end = async (child: ChildProcess): Promise<{ code: number | null; errors: string }> => {
    let errors = "";
    child.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    return { code, errors };
  };

  const refused: Record<string, RegExp> = {
    "http://192.0.2.1:4566": /'192\.0\.2\.1' is 192\.0\.2\.1, which is not a loopback address/,
    "http://0.0.0.0:4566": /not a loopback address/,
    "http://[2001:db8::1]:4566": /not a loopback address/,
    "http://127.0.0.1.example.invalid": /does not resolve/,
    "https://key:secret@127.0.0.1": /a user name/,
    "ftp://127.0.0.1": /not an http address/,
    "nonsense": /is not an address/,
  };
  for (const [endpoint, reason] of Object.entries(refused)) {
    it(`does not start with the endpoint ${endpoint}`, async () => {
      const child = start(["--endpoint", endpoint]);
      const { code, errors } = await end(child);
      assert.equal(code, 2);
      assert.match(errors, reason);
    });
  }

  it("does not start with arguments it doesn't know", async () => {
    const { code, errors } = await end(start(["--profile", "me"]));
    assert.equal(code, 2);
    assert.match(errors, /--profile[\s\S]*Usage:/);
  });

  it("prints its port, and ends on SIGTERM", async () => {
    const child = start([]);
    assert.match(await firstLine(child), /^\d+$/);
    child.kill("SIGTERM");
    assert.equal((await end(child)).code, 0);
  });

  it("ends with its parent when asked to", async () => {
    const child = start(["--exit-with-parent"]);
    await firstLine(child);
    child.stdin?.end();
    assert.equal((await end(child)).code, 0);
  });

  it("sends dummy keys, whatever credentials lie about", async () => {
    const home = join(folder, "home");
    mkdirSync(join(home, ".aws"), { recursive: true });
    const keys = "aws_access_key_id = AKIACANARYCANARY0001\naws_secret_access_key = canary-of-a-file\n";
    writeFileSync(join(home, ".aws", "credentials"), `[default]\n${keys}`);
    writeFileSync(join(home, ".aws", "config"), `[default]\nregion = ap-south-1\n${keys}`);
    const emulator = await faultyEmulator((await sharedMinistack()).endpoint);
    const child = start(["--endpoint", emulator.endpoint], {
      ...process.env,
      HOME: home,
      USERPROFILE: home,
      AWS_ACCESS_KEY_ID: "AKIACANARYCANARY0002",
      AWS_SECRET_ACCESS_KEY: "canary-of-the-environment",
      AWS_SESSION_TOKEN: "canary-token",
      AWS_PROFILE: "default",
      AWS_REGION: "ap-south-1",
    });
    const provider = new ProviderClient(Number(await firstLine(child)));
    await provider.configure();
    await provider.invoke("aws:index/getCallerIdentity:getCallerIdentity");
    const said = JSON.stringify(emulator.calls);
    assert.match(said, /Credential=test\/\d{8}\/us-east-1\/sts/);
    assert.doesNotMatch(said, /canary/i);
    provider.close();
    child.kill("SIGTERM");
    await end(child);
    await emulator.stop();
  });

  it("carries no code that looks for credentials", () => {
    // The AWS SDK lies beside it, in a bundle of its own.
    const text = readFileSync(bundle, "utf8") + brotliDecompressSync(readFileSync(join(dirname(bundle), "awsSdk.cjs.br"))).toString();
    for (const trace of ["credential_process", "AWS_CONTAINER_CREDENTIALS", "AWS_SECRET_ACCESS_KEY", "AWS_WEB_IDENTITY_TOKEN_FILE", "sso_start_url"]) {
      assert.ok(!text.includes(trace), trace);
    }
  });
});
