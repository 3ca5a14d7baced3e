import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { chooseEmulator, type EmulatorDeps } from "../../../src/core/emulator/detect";
import { tokenlessImage } from "../../../src/core/emulator/dockerCompose";
import { localstack, localstackAtHand } from "../../../src/core/emulator/localstack";
import { ministack } from "../../../src/core/emulator/ministack";
import { UserError } from "../../../src/core/errors";
import { freePort, ministackCommand, startMinistack } from "../../support/ministack";

describe("the choice of an emulator", function () {
  this.timeout(60_000);
  let folder: string;
  let deps: EmulatorDeps;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "lab-choice-"));
    deps = {
      stateDir: folder,
      composeFile: resolve("localstack/docker-compose.yml"),
      ministack: async () => ({ command: await ministackCommand() }),
      port: await freePort(),
      // Docker is the fake one, which has no image.
      env: {
        PATH: [resolve("test/fakes/docker"), dirname(process.execPath), process.env.PATH].join(delimiter),
        DOCKER_FAKE_DIR: folder,
      },
    };
  });

  afterEach(async () => {
    await ministack({ stateDir: folder, launch: deps.ministack }).stop();
    await localstack(deps).stop();
    await rm(folder, { recursive: true, force: true });
  });

  const kindOf = async (choice: string): Promise<string> => (await chooseEmulator(choice, deps)).kind;

  it("is what was asked for", async () => {
    assert.equal(await kindOf("ministack"), "ministack");
    assert.equal(await kindOf("localstack"), "localstack");
    assert.equal(await kindOf("http://localhost:4566"), "running");
    const codeOf = (choice: string): Promise<string> => kindOf(choice).catch((error: UserError) => error.code);
    assert.equal(await codeOf("moto"), "emulator-choice");
    assert.equal(await codeOf("http://example.com:4566@10.0.0.1"), "endpoint-invalid");
    assert.equal(await codeOf("https://10.0.0.1:4566"), "endpoint-not-loopback");
  });

  it("is MiniStack when nothing else is there, and ours as long as it runs", async () => {
    const chosen = await chooseEmulator("auto", deps);
    assert.equal(chosen.kind, "ministack");
    const { bootId } = await chosen.start();
    deps.env = { ...deps.env, DOCKER_FAKE_IMAGES: tokenlessImage };
    const again = await chooseEmulator("auto", deps);
    assert.equal(again.kind, "ministack");
    assert.equal((await again.start()).bootId, bootId);
  });

  it("is somebody else's when that answers on the usual port", async () => {
    const foreign = await startMinistack();
    try {
      deps = { ...deps, port: Number(new URL(foreign.endpoint).port) };
      const chosen = await chooseEmulator("auto", deps);
      assert.equal(chosen.kind, "running");
      assert.equal((await chosen.start()).endpoint, foreign.endpoint);
    } finally {
      await foreign.stop();
    }
  });

  it("is LocalStack when Docker has its image, and stays ours to stop while it runs", async () => {
    deps.env = { ...deps.env, DOCKER_FAKE_IMAGES: tokenlessImage };
    const chosen = await chooseEmulator("auto", deps);
    assert.equal(chosen.kind, "localstack");
    const { endpoint } = await chosen.start();
    const again = await chooseEmulator("auto", deps);
    assert.equal(again.kind, "localstack");
    assert.equal((await again.status()).endpoint, endpoint);
    await again.stop();
    assert.equal((await chosen.status()).running, false);
  });

  it("does not wait for a Docker that hangs", async () => {
    deps.env = { ...deps.env, DOCKER_FAKE_FAULT: "hangs" };
    assert.equal(await kindOf("auto"), "ministack");
    deps.env = { ...deps.env, DOCKER_FAKE_FAULT: "" };
  });

  it("says what is missing when MiniStack can't be had", async () => {
    deps.ministack = () => Promise.reject(new UserError("python-missing", "No Python 3.10 or newer was found.", "Install Python."));
    const chosen = await chooseEmulator("auto", deps);
    await assert.rejects(chosen.start(), (error: UserError) => error.code === "python-missing");
  });
});

describe("the real Docker client", function () {
  this.timeout(20_000);

  it("is understood when it has no daemon", async function () {
    const trouble = await promisify(execFile)("docker", ["version"]).then(
      () => "a daemon answers here",
      (error: NodeJS.ErrnoException) => (error.code === "ENOENT" ? "there is no client here" : undefined),
    );
    if (trouble) this.skip();
    const folder = await mkdtemp(join(tmpdir(), "lab-docker-"));
    const emulator = localstack({ composeFile: resolve("localstack/docker-compose.yml"), stateDir: folder, port: await freePort() });
    assert.equal((await emulator.status()).running, false);
    await assert.rejects(emulator.start(), (error: UserError) => error.code === "docker-unavailable" && error.hint !== undefined);
    assert.equal(await localstackAtHand({}, 5000), false);
    await rm(folder, { recursive: true, force: true });
  });

  it("runs LocalStack where it has the image", async function () {
    this.timeout(4 * 60_000);
    if (!(await localstackAtHand({}, 5000))) this.skip();
    const folder = await mkdtemp(join(tmpdir(), "lab-docker-"));
    const emulator = localstack({ composeFile: resolve("localstack/docker-compose.yml"), stateDir: folder, port: await freePort() });
    try {
      const started = await emulator.start();
      assert.equal(started.name, "LocalStack");
      assert.ok(started.bootId);
      const reset = await emulator.reset();
      assert.ok(reset.bootId && reset.bootId !== started.bootId);
      assert.match(await emulator.logs(), /Ready/);
    } finally {
      await emulator.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
