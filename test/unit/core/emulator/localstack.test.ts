import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { UserError } from "../../../../src/core/errors";
import { tokenImage, tokenlessImage } from "../../../../src/core/emulator/dockerCompose";
import { localstack, localstackAtHand } from "../../../../src/core/emulator/localstack";
import type { Emulator } from "../../../../src/core/emulator/emulator";
import { choosePort } from "../../../../src/core/emulator/ports";

const fakeDocker = resolve("test/fakes/docker");
const composeFile = resolve("localstack/docker-compose.yml");

describe("LocalStack in Docker", function () {
  this.timeout(30_000);
  let folder: string;
  let port: number;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "localstack-"));
    port = await choosePort([]);
  });

  afterEach(async () => {
    await make().stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The environment in which `docker` is the fake. */
  const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
    PATH: [fakeDocker, dirname(process.execPath), process.env.PATH].join(delimiter),
    DOCKER_FAKE_DIR: folder,
    ...more,
  });
  const make = (more?: NodeJS.ProcessEnv): Emulator =>
    localstack({ composeFile, stateDir: join(folder, "state"), port, env: environment(more) });
  const calls = async (): Promise<{ args: string[]; env: Record<string, string> }[]> => {
    const lines = (await readFile(join(folder, "calls.jsonl"), "utf8")).trim().split("\n");
    return lines.map((line) => JSON.parse(line) as { args: string[]; env: Record<string, string> });
  };
  const failure = async (promise: Promise<unknown>): Promise<UserError> => {
    try {
      await promise;
    } catch (error) {
      assert.ok(error instanceof UserError, String(error));
      return error;
    }
    return assert.fail("it worked");
  };

  it("starts, is used again, resets and stops", async () => {
    const emulator = make();
    assert.deepEqual(await emulator.status(), { running: false, kind: "localstack", name: "LocalStack" });
    const progress: string[] = [];
    const status = await emulator.start({ onProgress: (message) => progress.push(message) });
    const { bootId, ...rest } = status;
    assert.deepEqual(rest, {
      running: true,
      kind: "localstack",
      name: "LocalStack",
      endpoint: `http://127.0.0.1:${port}`,
      version: "4.14.0",
      services: ["s3", "ssm"],
      persistent: false,
    });
    assert.ok(bootId);
    assert.ok(progress.some((line) => line.includes("Downloading the image localstack/localstack:4.14.0")));
    assert.deepEqual(await make().start(), status);
    assert.equal((await emulator.logs()).trim(), "Ready.");

    const reset = await emulator.reset();
    assert.ok(reset.bootId && reset.bootId !== bootId);
    await emulator.stop();
    assert.equal((await emulator.status()).running, false);
    await emulator.stop();
    assert.equal((await failure(emulator.reset())).code, "emulator-not-running");
    const ups = (await calls()).filter(({ args }) => args.includes("up"));
    assert.equal(ups.length, 1);
  });

  it("is started once by several at the same time", async () => {
    const all = await Promise.all([make().start(), make().start(), make().start()]);
    assert.equal(new Set(all.map((status) => status.bootId)).size, 1);
    assert.equal((await calls()).filter(({ args }) => args.includes("up")).length, 1);
  });

  it("takes another port when the usual one is taken", async () => {
    const server = createServer().listen(port, "127.0.0.1");
    await once(server, "listening");
    const { endpoint } = await make().start();
    server.close();
    assert.ok(endpoint && !endpoint.endsWith(`:${port}`));
    assert.equal((await make().status()).endpoint, endpoint);
  });

  it("takes the newer image when there is a token, and gives Docker no other secret", async () => {
    const progress: string[] = [];
    const emulator = make({ LOCALSTACK_AUTH_TOKEN: "ls-token", AWS_SECRET_ACCESS_KEY: "canary", PULUMI_ACCESS_TOKEN: "canary", DOCKER_FAKE_IMAGES: tokenImage });
    const status = await emulator.start({ persist: true, onProgress: (message) => progress.push(message) });
    assert.equal(status.version, tokenImage.split(":")[1]);
    assert.equal(status.persistent, true);
    assert.ok(!progress.some((line) => line.includes("Downloading")));
    const all = await calls();
    const up = all.find(({ args }) => args.includes("up"));
    assert.equal(up?.env.PULUMI_LAB_LOCALSTACK_IMAGE, tokenImage);
    assert.equal(up?.env.LOCALSTACK_AUTH_TOKEN, "ls-token");
    assert.equal(up?.env.PULUMI_LAB_LOCALSTACK_PERSISTENCE, "1");
    assert.ok(!JSON.stringify(all).includes("canary"));
  });

  it("shows the container's own words when it exits at once, and removes it", async () => {
    const error = await failure(make({ DOCKER_FAKE_FAULT: "licence", LOCALSTACK_AUTH_TOKEN: "bad" }).start());
    assert.equal(error.code, "localstack-failed");
    assert.match(error.message, /License activation failed/);
    assert.match(error.hint ?? "", /LOCALSTACK_AUTH_TOKEN/);
    assert.ok((await calls()).at(-1)?.args.includes("down"));
  });

  it("shows what Docker says when it refuses", async () => {
    const error = await failure(make({ DOCKER_FAKE_FAULT: "port" }).start());
    assert.equal(error.code, "localstack-failed");
    assert.match(error.message, /port is already allocated/);
  });

  it("is at hand when Docker answers quickly and has the image", async () => {
    const atHand = (more?: NodeJS.ProcessEnv): Promise<boolean> => localstackAtHand({ env: environment(more) }, 5000);
    assert.equal(await atHand(), false);
    assert.equal(await atHand({ DOCKER_FAKE_IMAGES: `other:1 ${tokenlessImage}` }), true);
    assert.equal(await localstackAtHand({ env: environment({ DOCKER_FAKE_FAULT: "hangs" }) }, 300), false);
    assert.equal(await localstackAtHand({ env: { PATH: folder } }, 5000), false);
  });

  it("says that Docker is missing", async () => {
    const emulator = localstack({ composeFile, stateDir: folder, port, env: { PATH: folder } });
    assert.equal((await emulator.status()).running, false);
    const error = await failure(emulator.start());
    assert.equal(error.code, "docker-missing");
    assert.match(error.hint ?? "", /ministack/);
  });

  it("says that Docker does not run, as the real client puts it", async () => {
    // What the client 28.2 prints without a daemon, and without its compose plug-in.
    const script = (text: string): string => `#!/bin/sh\necho '${text}' >&2\nexit 1\n`;
    const emulator = localstack({ composeFile, stateDir: folder, port, env: { PATH: `${folder}${delimiter}/bin${delimiter}/usr/bin` } });
    await writeFile(join(folder, "docker"), script("Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?"), { mode: 0o755 });
    const stopped = await failure(emulator.start());
    assert.equal(stopped.code, "docker-unavailable");
    assert.match(stopped.message, /Cannot connect to the Docker daemon/);
    await writeFile(join(folder, "docker"), script("unknown flag: --file"), { mode: 0o755 });
    assert.match((await failure(emulator.logs())).hint ?? "", /docker-compose-plugin/);
  });
});
