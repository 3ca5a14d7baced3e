import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { CreateFunctionCommand, InvokeCommand, LambdaClient, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Emulator } from "../../../src/core/emulator/emulator";
import { ministack } from "../../../src/core/emulator/ministack";
import { ministackPaths, readRecord } from "../../../src/core/emulator/ministackState";
import { portTaken } from "../../../src/core/emulator/ports";
import { runningEmulator } from "../../../src/core/emulator/running";
import { CancelledError, UserError } from "../../../src/core/errors";
import { identifyProcess } from "../../../src/core/process/processIdentity";
import { listProcesses } from "../../../src/core/process/processList";
import { freePort, ministackCommand, startMinistack } from "../../support/ministack";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const s3At = (endpoint: string): S3Client => new S3Client({ endpoint, region: "us-east-1", forcePathStyle: true, credentials });

async function bucketsAt(endpoint: string): Promise<string[]> {
  const { Buckets = [] } = await s3At(endpoint).send(new ListBucketsCommand({}));
  return Buckets.map((bucket) => bucket.Name ?? "");
}

describe("managed MiniStack", function () {
  this.timeout(90_000);
  let stateDir: string;
  let port: number;
  let emulator: Emulator;

  const make = (env?: NodeJS.ProcessEnv): Emulator =>
    ministack({ stateDir, port, env, launch: async () => ({ command: await ministackCommand(), nodeDir: join(process.execPath, "..") }) });

  beforeEach(async () => {
    stateDir = await mkdtemp(join(tmpdir(), "lab-emulator-"));
    port = await freePort();
    emulator = make();
  });

  afterEach(async () => {
    await emulator.stop();
    const ours = (await listProcesses()).filter((entry) => entry.commandLine.includes(stateDir));
    await rm(stateDir, { recursive: true, force: true });
    assert.deepEqual(ours, []);
  });

  async function invokeHandler(endpoint: string, name: string, source: string): Promise<unknown> {
    const folder = await mkdtemp(join(stateDir, "function-"));
    await writeFile(join(folder, "index.js"), source);
    const script = "import zipfile; zipfile.ZipFile('f.zip', 'w').write('index.js')";
    await promisify(execFile)("python3", ["-c", script], { cwd: folder });
    const lambda = new LambdaClient({ endpoint, region: "us-east-1", credentials });
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Role: "arn:aws:iam::000000000000:role/r",
        Code: { ZipFile: await readFile(join(folder, "f.zip")) },
      }),
    );
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 20, minDelay: 1 }, { FunctionName: name });
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: name }));
    return JSON.parse(Buffer.from(Payload ?? []).toString());
  }

  it("starts, says what it is, and is used again by the next start", async () => {
    assert.deepEqual(await emulator.status(), { running: false, kind: "ministack", name: "MiniStack", logFile: ministackPaths(stateDir).log });
    const progress: string[] = [];
    const status = await emulator.start({ onProgress: (message) => progress.push(message) });
    assert.equal(status.running, true);
    assert.equal(status.kind, "ministack");
    assert.equal(status.name, "MiniStack");
    assert.equal(status.endpoint, `http://127.0.0.1:${port}`);
    assert.match(status.version ?? "", /^\d+\.\d+\.\d+$/);
    for (const service of ["s3", "lambda", "dynamodb", "ssm"]) assert.ok(status.services?.includes(service), service);
    assert.equal(status.persistent, false);
    assert.match(status.bootId ?? "", /^[0-9a-f-]{36}$/);
    assert.ok(await identifyProcess(status.pid ?? -1));
    assert.equal(progress.length, 1);

    assert.deepEqual(await make().status(), status);
    assert.deepEqual(await make().start(), status);
    assert.match(await emulator.logs(), new RegExp(`Running on http://127\\.0\\.0\\.1:${port}`));
    assert.equal((await emulator.logs(2)).split("\n").length, 2);
  });

  it("is started once by two processes at the same time", async () => {
    const module = JSON.stringify(resolve("src/core/emulator/ministack.ts"));
    const command = JSON.stringify(await ministackCommand());
    const program = `
      const { ministack } = require(${module});
      ministack({ stateDir: ${JSON.stringify(stateDir)}, port: ${port}, launch: async () => ({ command: ${command} }) })
        .start().then((status) => { console.log(JSON.stringify(status)); process.exit(0); });`;
    const runs = Array.from({ length: 3 }, () =>
      promisify(execFile)(process.execPath, ["--require", "tsx/cjs", "-e", program]).then(({ stdout }) => JSON.parse(stdout) as { pid: number; endpoint: string }),
    );
    const [first, ...others] = await Promise.all(runs);
    for (const other of others) assert.deepEqual(other, first);
    // It outlives the processes that started it.
    assert.equal((await emulator.status()).pid, first?.pid);
  });

  it("takes a free port when its own is taken, by no emulator or by somebody else's", async () => {
    const server = createServer((_, response) => response.end("not an emulator")).listen(port, "127.0.0.1");
    await once(server, "listening");
    try {
      const status = await emulator.start();
      assert.ok(status.endpoint && status.endpoint !== `http://127.0.0.1:${port}`);
      assert.equal(status.running, true);
      await emulator.stop();
    } finally {
      server.close();
    }
    const foreign = await startMinistack();
    try {
      port = Number(new URL(foreign.endpoint).port);
      emulator = make();
      const status = await emulator.start();
      assert.notEqual(status.endpoint, foreign.endpoint);
      assert.notEqual(status.bootId, (await runningEmulator(foreign.endpoint).status()).bootId);
    } finally {
      await foreign.stop();
    }
  });

  it("leaves no process, port or temporary file behind when it stops, even with a Lambda that never returns", async () => {
    const { endpoint, pid } = await emulator.start();
    assert.deepEqual(await invokeHandler(endpoint!, "quick", "exports.handler = async () => 'ran'"), "ran");
    const stuck = invokeHandler(endpoint!, "stuck", "exports.handler = async () => { for (;;); }").catch(() => undefined);
    const workers = async (): Promise<number> =>
      (await listProcesses()).filter(({ commandLine }) => commandLine.includes(stateDir) && commandLine.includes("-stuck-")).length;
    while ((await workers()) === 0) await new Promise(setImmediate);
    assert.ok((await readdir(ministackPaths(stateDir).temp)).length > 0);

    await emulator.stop();
    await stuck;
    assert.equal(await identifyProcess(pid!), undefined);
    assert.equal(await portTaken(port), false);
    assert.equal(await workers(), 0);
    assert.ok(!(await readdir(join(stateDir, "ministack"))).includes("temp"));
    assert.equal((await emulator.status()).running, false);
    await emulator.stop(); // nothing to do is no error
  });

  it("recovers from a killed MiniStack and its stale pid file", async () => {
    const first = await emulator.start();
    await invokeHandler(first.endpoint!, "f", "exports.handler = async () => 1");
    process.kill(first.pid!, "SIGKILL");
    while (await identifyProcess(first.pid!)) await new Promise(setImmediate);
    assert.equal((await emulator.status()).running, false);
    const leftovers = await readdir(ministackPaths(stateDir).temp);
    const second = await emulator.start();
    assert.notEqual(second.pid, first.pid);
    assert.notEqual(second.bootId, first.bootId);
    assert.equal(second.endpoint, first.endpoint);
    const now = await readdir(ministackPaths(stateDir).temp);
    assert.deepEqual(now.filter((name) => leftovers.includes(name)), []);
  });

  it("never touches a process that got the number of a dead one", async () => {
    await emulator.start();
    await emulator.stop();
    const paths = ministackPaths(stateDir);
    const bystander = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] });
    await once(bystander, "spawn");
    const record = { ...(await readRecord(paths)), process: { pid: bystander.pid, started: "an earlier process" } };
    await writeFile(paths.record, JSON.stringify(record));
    assert.equal((await emulator.status()).running, false);
    await emulator.stop();
    assert.ok(await identifyProcess(bystander.pid!));
    const gone = once(bystander, "exit");
    bystander.kill("SIGKILL");
    await gone;
  });

  it("starts over an unreadable record", async () => {
    await emulator.start();
    await emulator.stop();
    await writeFile(ministackPaths(stateDir).record, '{"process": {"pi');
    assert.equal((await emulator.status()).running, false);
    assert.equal((await emulator.start()).running, true);
  });

  it("keeps state over a stop when asked, boot and port included, and forgets it otherwise", async () => {
    const first = await emulator.start({ persist: true });
    assert.equal(first.persistent, true);
    await s3At(first.endpoint!).send(new CreateBucketCommand({ Bucket: "kept" }));
    await s3At(first.endpoint!).send(new PutObjectCommand({ Bucket: "kept", Key: "k", Body: "still here" }));
    await emulator.stop();
    const second = await emulator.start({ persist: true });
    assert.equal(second.bootId, first.bootId);
    assert.equal(second.endpoint, first.endpoint);
    const { Body } = await s3At(second.endpoint!).send(new GetObjectCommand({ Bucket: "kept", Key: "k" }));
    assert.equal(await Body?.transformToString(), "still here");
    await emulator.stop();

    const third = await emulator.start();
    assert.equal(third.persistent, false);
    assert.deepEqual(await bucketsAt(third.endpoint!), []);
    assert.notEqual(third.bootId, first.bootId);
  });

  it("has a new boot id after a reset by anybody and after an empty restart, and keeps it otherwise", async () => {
    const first = await emulator.start();
    assert.equal((await emulator.status()).bootId, first.bootId);
    await s3At(first.endpoint!).send(new CreateBucketCommand({ Bucket: "gone-soon" }));

    const reset = await emulator.reset();
    assert.equal(reset.pid, first.pid);
    assert.notEqual(reset.bootId, first.bootId);
    assert.deepEqual(await bucketsAt(first.endpoint!), []);

    await fetch(`${first.endpoint}/_ministack/reset`, { method: "POST" });
    const foreignReset = await emulator.status();
    assert.notEqual(foreignReset.bootId, reset.bootId);

    await emulator.stop();
    const restarted = await emulator.start();
    const ids = [first.bootId, reset.bootId, foreignReset.bootId, restarted.bootId];
    assert.equal(new Set(ids).size, 4);
    // Two that look at once agree.
    await fetch(`${restarted.endpoint}/_ministack/reset`, { method: "POST" });
    const looks = await Promise.all(Array.from({ length: 5 }, () => make().status()));
    assert.equal(new Set(looks.map((look) => look.bootId)).size, 1);
  });

  it("gives MiniStack and its Lambdas no variable of ours that isn't on the list", async () => {
    const canary = "canary-7f3a";
    const secrets = { AWS_SECRET_ACCESS_KEY: canary, AWS_PROFILE: canary, PULUMI_ACCESS_TOKEN: canary, GITHUB_TOKEN: canary, NODE_OPTIONS: "", AUTH: "true" };
    emulator = make({ ...process.env, ...secrets });
    const { endpoint } = await emulator.start();
    const seen = (await invokeHandler(endpoint!, "env", "exports.handler = async () => process.env")) as Record<string, string>;
    assert.ok(!JSON.stringify(seen).includes(canary));
    assert.equal(seen.AUTH, undefined);
    assert.equal(seen.HOME, ministackPaths(stateDir).home);
    assert.equal(seen.AWS_ENDPOINT_URL, endpoint);
  });

  it("says why when MiniStack can't be started", async () => {
    const failing = (command: string[]): Emulator => ministack({ stateDir, port, launch: async () => ({ command }) });
    const failure = async (command: string[]): Promise<UserError> => {
      try {
        await failing(command).start();
      } catch (error) {
        assert.ok(error instanceof UserError);
        assert.equal(error.code, "emulator-start-failed");
        assert.ok(error.hint);
        return error;
      }
      return assert.fail("it started");
    };
    assert.match((await failure([join(stateDir, "no-such-program")])).message, /ENOENT/);
    const program = "console.error('no module named ministack'); process.exitCode = 3";
    assert.match((await failure([process.execPath, "-e", program])).message, /no module named ministack/);
    assert.equal((await emulator.status()).running, false);
  });

  it("ends what it started when the start is cancelled", async () => {
    const stop = new AbortController();
    // Stays silent for ever: the health call is never answered.
    const silent = ministack({ stateDir, port, launch: async () => ({ command: [process.execPath, "-e", "setInterval(() => {}, 1000)", stateDir] }) });
    const starting = silent.start({ signal: stop.signal });
    const ofOurs = async (): Promise<number> => (await listProcesses()).filter((entry) => entry.commandLine.endsWith(stateDir)).length;
    while ((await ofOurs()) === 0) await new Promise(setImmediate);
    stop.abort();
    await assert.rejects(starting, CancelledError);
    assert.equal(await ofOurs(), 0);
  });

  it("keeps one old log at most", async () => {
    await emulator.start();
    await emulator.stop();
    const { log } = ministackPaths(stateDir);
    await appendFile(log, `${"x".repeat(3 * 1024 * 1024)}\n`);
    await emulator.start();
    assert.ok((await readdir(join(stateDir, "ministack"))).includes("ministack.log.1"));
    assert.doesNotMatch(await emulator.logs(1000), /xxxx/);
  });
});

describe("a running emulator that is not ours", function () {
  this.timeout(60_000);

  it("can be used and reset, not stopped or read the log of", async () => {
    const foreign = await startMinistack();
    try {
      const port = new URL(foreign.endpoint).port;
      const emulator = runningEmulator(`http://localhost:${port}/`);
      const status = await emulator.start();
      assert.equal(status.kind, "running");
      assert.equal(status.name, "MiniStack");
      assert.equal(status.endpoint, foreign.endpoint);
      assert.ok(status.services?.includes("s3"));
      const after = await emulator.reset();
      assert.ok(status.bootId && after.bootId && after.bootId !== status.bootId);
      const codeOf = (promise: Promise<unknown>): Promise<string> => promise.then(() => "ok", (error: UserError) => error.code);
      assert.equal(await codeOf(emulator.stop()), "emulator-not-ours");
      assert.equal(await codeOf(emulator.logs()), "emulator-no-logs");
      assert.equal((await runningEmulator(foreign.endpoint).status()).running, true);
      await foreign.stop();
      assert.equal((await emulator.status()).running, false);
      assert.equal(await codeOf(emulator.start()), "emulator-not-running");
      assert.equal(await codeOf(emulator.reset()), "emulator-not-running");
    } finally {
      await foreign.stop();
    }
  });

  it("must be on this machine", async () => {
    await assert.rejects(runningEmulator("http://192.0.2.1:4566").status(), (error: UserError) => error.code === "endpoint-not-loopback");
  });
});
