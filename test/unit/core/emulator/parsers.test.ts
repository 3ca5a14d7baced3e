import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { errorType } from "../../../../src/core/emulator/bootMarker";
import {
  classifyDockerFailure,
  composeDown,
  composeLogs,
  composePs,
  composeUp,
  dockerEnvironment,
  localstackImage,
  parseComposePs,
  tokenImage,
  tokenlessImage,
} from "../../../../src/core/emulator/dockerCompose";
import { parseHealth } from "../../../../src/core/emulator/health";
import { tailFile } from "../../../../src/core/emulator/logTail";
import { ministackEnvironment } from "../../../../src/core/emulator/ministackEnvironment";
import { isWorker } from "../../../../src/core/emulator/ministackLaunch";
import { choosePort, portTaken } from "../../../../src/core/emulator/ports";
import { frontEnvironment } from "../../../../src/core/emulator/website";
import { parsePs } from "../../../../src/core/process/processList";

describe("health answers", () => {
  it("name the emulator", () => {
    const ministack = { services: { s3: "available", ecs: "available" }, edition: "light", version: "1.5.33", ready_scripts: {} };
    assert.deepEqual(parseHealth(ministack), { name: "MiniStack", version: "1.5.33", edition: "light", services: ["ecs", "s3"] });
    const localstack = { services: { s3: "running", rds: "disabled" }, edition: "community", version: "4.14.0" };
    assert.deepEqual(parseHealth(localstack), { name: "LocalStack", version: "4.14.0", edition: "community", services: ["s3"] });
    assert.deepEqual(parseHealth({ services: { s3: {} } }), { name: "AWS emulator", services: ["s3"] });
  });

  it("are nothing else", () => {
    for (const other of [undefined, null, [], "ok", { status: "ok" }, { services: ["s3"] }, { services: {}, version: 4 }]) {
      assert.equal(parseHealth(other), undefined, JSON.stringify(other));
    }
    fc.assert(fc.property(fc.jsonValue(), (value) => parseHealth(value) === undefined || typeof value === "object"));
  });
});

describe("SSM's errors", () => {
  it("are known by their type, with or without a prefix", () => {
    assert.equal(errorType({ __type: "ParameterNotFound" }), "ParameterNotFound");
    assert.equal(errorType({ __type: "com.amazonaws.ssm#ParameterNotFound" }), "ParameterNotFound");
    assert.equal(errorType({ message: "x" }), undefined);
  });
});

describe("Docker's command lines and answers", () => {
  it("name file and project, each argument by itself", () => {
    const start = ["compose", "--file", "/a b/docker-compose.yml", "--project-name", "pulumi-lab"];
    const file = "/a b/docker-compose.yml";
    assert.deepEqual(composeUp(file), [...start, "up", "--detach", "--quiet-pull"]);
    assert.deepEqual(composeDown(file), [...start, "down", "--timeout", "20"]);
    assert.deepEqual(composePs(file), [...start, "ps", "--format", "json"]);
    assert.deepEqual(composeLogs(file, 7), [...start, "logs", "--no-color", "--no-log-prefix", "--tail", "7", "localstack"]);
  });

  it("are read in the form of old and new clients", () => {
    const container = {
      Service: "localstack",
      State: "running",
      Publishers: [
        { URL: "", TargetPort: 4566, PublishedPort: 0 },
        { URL: "127.0.0.1", TargetPort: 4566, PublishedPort: 4570 },
      ],
    };
    const expected = { running: true, port: 4570 };
    assert.deepEqual(parseComposePs(JSON.stringify([{ Service: "other", State: "running" }, container])), expected);
    assert.deepEqual(parseComposePs(`${JSON.stringify({ Service: "other", State: "running" })}\n${JSON.stringify(container)}\n`), expected);
    assert.deepEqual(parseComposePs(`WARN[0000] something\n${JSON.stringify(container)}\n`), expected);
    assert.deepEqual(parseComposePs(JSON.stringify({ ...container, State: "exited", Publishers: null })), { running: false });
    for (const none of ["", "[]", "null", "{", '[{"State":"running"}]']) assert.equal(parseComposePs(none), undefined, none);
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => parseComposePs(text) === undefined));
  });

  it("tell what is wrong", () => {
    const said = {
      "no-daemon": "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
      "no-permission": "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock",
      "no-compose": "unknown flag: --file\n\nUsage:  docker [OPTIONS] COMMAND [ARG...]",
      other: "Error response from daemon: port is already allocated",
    };
    for (const [trouble, text] of Object.entries(said)) assert.equal(classifyDockerFailure(text), trouble);
    const windows = "error during connect: this error may indicate that the docker daemon is not running: open //./pipe/docker_engine";
    assert.equal(classifyDockerFailure(windows), "no-daemon");
  });

  it("choose the image by the token", () => {
    assert.equal(localstackImage({}), tokenlessImage);
    assert.equal(localstackImage({ LOCALSTACK_AUTH_TOKEN: "" }), tokenlessImage);
    assert.equal(localstackImage({ LOCALSTACK_AUTH_TOKEN: "x" }), tokenImage);
    assert.equal(localstackImage({ PULUMI_LAB_LOCALSTACK_IMAGE: "mirror/localstack:4", LOCALSTACK_AUTH_TOKEN: "x" }), "mirror/localstack:4");
  });

  it("get an environment from an allow-list", () => {
    const parent = { PATH: "/bin", DOCKER_HOST: "unix:///x", DOCKER_AUTH_CONFIG: "secret", COMPOSE_FILE: "x", COMPOSE_HTTP_TIMEOUT: "9", AWS_SECRET_ACCESS_KEY: "secret", LOCALSTACK_AUTH_TOKEN: "t" };
    assert.deepEqual(dockerEnvironment(parent), { PATH: "/bin", DOCKER_HOST: "unix:///x", COMPOSE_HTTP_TIMEOUT: "9", LOCALSTACK_AUTH_TOKEN: "t" });
  });
});

describe("environments of our processes", () => {
  const parent = { Path: "/usr/bin", LANG: "de_DE.UTF-8", LC_ALL: "C", AWS_SECRET_ACCESS_KEY: "s", AUTH: "true", HOME: "/home/me", NODE_OPTIONS: "-r x", MINISTACK_HOST: "evil.example" };

  it("keep MiniStack on loopback and its state in its folders", () => {
    const base = { parent, port: 4570, edition: "token", home: "/h", temp: "/t", nodeDir: "/node" };
    const env = ministackEnvironment(base);
    assert.equal(env.BIND_HOST, "127.0.0.1");
    assert.equal(env.GATEWAY_PORT, "4570");
    assert.equal(env.HOME, "/h");
    assert.equal(env.TMPDIR, "/t");
    assert.equal(env.PATH, "/node:/usr/bin");
    assert.equal(env.IOT_MTLS_ENABLED, "0");
    assert.equal(env.LANG, "de_DE.UTF-8");
    assert.equal(env.LC_ALL, "C");
    assert.equal(env.PERSIST_STATE, "0");
    for (const name of ["AWS_SECRET_ACCESS_KEY", "AUTH", "NODE_OPTIONS", "MINISTACK_HOST", "Path"]) assert.equal(env[name], undefined, name);
    const kept = ministackEnvironment({ ...base, persistence: { state: "/s", s3: "/o" } });
    assert.deepEqual([kept.PERSIST_STATE, kept.S3_PERSIST, kept.STATE_DIR, kept.S3_DATA_DIR], ["1", "1", "/s", "/o"]);
  });

  it("give the website front no credentials and no options for Node", () => {
    const env = frontEnvironment({ ...parent, PATH: "/bin" }, "/h");
    assert.deepEqual(Object.keys(env).sort(), ["AWS_EC2_METADATA_DISABLED", "ELECTRON_RUN_AS_NODE", "HOME", "LANG", "PATH", "Path", "USERPROFILE"].sort());
    assert.equal(env.HOME, "/h");
  });
});

describe("process lists", () => {
  it("are read from ps", () => {
    assert.deepEqual(parsePs("    1 /sbin/launchd\n  482 node /a b/x.js --y  \n\n  nonsense\n"), [
      { pid: 1, commandLine: "/sbin/launchd" },
      { pid: 482, commandLine: "node /a b/x.js --y" },
    ]);
  });

  it("show which processes are Lambda workers of ours", () => {
    const temp = "/data/my emulator/ministack/temp/";
    assert.ok(isWorker(`node ${temp}8c1e/ministack-lambda-f-7357pb6f/_worker.js`, temp));
    assert.ok(isWorker(`/usr/bin/python3 ${temp}8c1e/ministack-lambda-my_f-x/_worker.py`, temp));
    assert.ok(!isWorker("node /elsewhere/8c1e/ministack-lambda-f-7357pb6f/_worker.js", temp));
    assert.ok(!isWorker(`vim ${temp}8c1e/ministack-lambda-f-7357pb6f/code/index.js`, temp));
    assert.ok(!isWorker(`tail -f ${temp}8c1e/ministack.pid`, temp));
  });
});

describe("the end of a log", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "log-tail-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("is what reading all of it would give", async () => {
    const file = join(folder, "log");
    const line = fc.string({ unit: fc.constantFrom("a", "ü", "€", " ") });
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.boolean(), fc.integer({ min: 1, max: 6 }), async (lines, ended, count) => {
        const content = lines.join("\n") + (ended ? "\n" : "");
        await writeFile(file, content);
        const all = content.endsWith("\n") ? content.slice(0, -1).split("\n") : content.split("\n");
        assert.equal(await tailFile(file, count), all.slice(-count).join("\n"));
      }),
    );
  });

  it("is found in a file of many blocks, and is empty without one", async () => {
    const file = join(folder, "log");
    const lines = Array.from({ length: 30_000 }, (_, index) => `line ${index} with some text €`);
    await writeFile(file, `${lines.join("\n")}\n`);
    assert.equal(await tailFile(file, 2), lines.slice(-2).join("\n"));
    assert.equal(await tailFile(file, 5000), lines.slice(-5000).join("\n"));
    assert.equal(await tailFile(file, 0), "");
    assert.equal(await tailFile(join(folder, "none"), 5), "");
  });
});

describe("ports", () => {
  it("are chosen among those that nobody has", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    assert.equal(await portTaken(port), true);
    const free = await choosePort([port]);
    assert.notEqual(free, port);
    assert.equal(await choosePort([port, free]), free);
    server.close();
    await once(server, "close");
    assert.equal(await portTaken(port), false);
  });
});
