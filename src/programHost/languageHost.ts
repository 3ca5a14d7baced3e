/**
 * The language host behind plain `pulumi` commands in the lab's terminal. The vendor's `pulumi-language-nodejs` comes
 * only with the vendor's bundle; this one serves the same protocol and starts the project SDK's own runner.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import language from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";

/** The exit code by which the runner says that it has told the user what went wrong. */
const ALREADY_REPORTED = 32;

const engineAddress = process.argv.slice(2).find((argument) => !argument.startsWith("-")) ?? "";

type Call<Request> = { request: Request };
type Reply<Response> = (error: grpc.ServiceError | Partial<grpc.StatusObject> | null, response?: Response) => void;

const children = new Set<ReturnType<typeof spawn>>();

/** Arguments of the SDK's `cmd/run`, as the vendor's host passes them. */
export function runnerArguments(request: language.RunRequest, engine: string): string[] {
  const info = request.getInfo();
  const options: [string, string][] = [
    ["monitor", request.getMonitorAddress()],
    ["engine", engine],
    ["organization", request.getOrganization()],
    ["project", request.getProject()],
    ["root-directory", info?.getRootDirectory() ?? ""],
    ["stack", request.getStack()],
    ["pwd", info?.getProgramDirectory() ?? request.getPwd()],
    ["parallel", request.getParallel() > 0 ? String(request.getParallel()) : ""],
  ];
  return [
    ...options.flatMap(([name, value]) => (value === "" ? [] : [`--${name}`, value])),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info?.getEntryPoint() || ".",
    ...request.getArgsList(),
  ];
}

function run(call: Call<language.RunRequest>, reply: Reply<language.RunResponse>): void {
  const response = new language.RunResponse();
  const folder = call.request.getInfo()?.getProgramDirectory() || call.request.getPwd();
  const root = call.request.getInfo()?.getRootDirectory() || folder;
  let runner: string;
  try {
    runner = createRequire(join(folder, "noop.js")).resolve("@pulumi/pulumi/cmd/run");
  } catch {
    response.setError(`"@pulumi/pulumi" is not installed in ${folder}. Run "npm install" there.`);
    reply(null, response);
    return;
  }
  const config: Record<string, string> = {};
  call.request.getConfigMap().forEach((value, key) => (config[key] = value));
  const child = spawn(
    process.execPath,
    ["--require", join(__dirname, "runHooks.cjs"), runner, ...runnerArguments(call.request, engineAddress)],
    {
      cwd: folder,
      stdio: ["ignore", "inherit", "inherit"],
      env: {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(config),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(call.request.getConfigsecretkeysList()),
        PULUMI_NODEJS_TYPESCRIPT: "false",
        PULUMI_LAB_PROGRAM_DIR: folder,
        PULUMI_LAB_ENGINE_ROOT: root,
      },
    },
  );
  children.add(child);
  child.once("error", (error) => {
    response.setError(error.message);
    reply(null, response);
  });
  child.once("close", (code, signal) => {
    children.delete(child);
    if (code === ALREADY_REPORTED) response.setBail(true);
    else if (code !== 0) response.setError(signal ? `the program was ended by ${signal}` : `the program ended with exit code ${code}`);
    reply(null, response);
  });
}

/** Streams `npm install` for `pulumi install`. */
function installDependencies(call: grpc.ServerWritableStream<language.InstallDependenciesRequest, language.InstallDependenciesResponse>): void {
  const folder = call.request.getInfo()?.getProgramDirectory() || call.request.getDirectory();
  const npm = findNpm(process.env.PATH ?? "");
  if (!npm) {
    call.emit("error", { code: grpc.status.FAILED_PRECONDITION, details: "npm was not found on PATH. Install Node.js with npm." });
    return;
  }
  const child = spawn(process.execPath, [npm, "install", "--no-fund", "--no-audit"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  children.add(child);
  child.stdout.on("data", (data: Buffer) => {
    const response = new language.InstallDependenciesResponse();
    response.setStdout(data);
    call.write(response);
  });
  child.stderr.on("data", (data: Buffer) => {
    const response = new language.InstallDependenciesResponse();
    response.setStderr(data);
    call.write(response);
  });
  child.once("close", (code) => {
    children.delete(child);
    if (code === 0) call.end();
    else call.emit("error", { code: grpc.status.UNKNOWN, details: `npm install ended with exit code ${code}` });
  });
}

/** The packages that the project asks for, in the versions that are installed: what `pulumi about` shows. */
function programDependencies(folder: string): language.DependencyInfo[] {
  const names = Object.keys((readJson(join(folder, "package.json")).dependencies ?? {}) as object);
  return names.map((name) => {
    const info = new language.DependencyInfo();
    info.setName(name);
    info.setVersion(String(readJson(join(folder, "node_modules", name, "package.json")).version ?? "not installed"));
    return info;
  });
}

function readJson(file: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function findNpm(path: string): string | undefined {
  const places = path.split(process.platform === "win32" ? ";" : ":").flatMap((folder) => [
    join(folder, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    join(folder, "node_modules", "npm", "bin", "npm-cli.js"),
  ]);
  return places.find((place) => existsSync(place));
}

function start(): void {
  const server = new grpc.Server();
  server.addService(LanguageRuntimeService as unknown as grpc.ServiceDefinition, {
    handshake: (_call: unknown, reply: Reply<language.LanguageHandshakeResponse>) => reply(null, new language.LanguageHandshakeResponse()),
    // The embedded provider is attached by port, so no plug-in has to be installed for `aws`.
    getRequiredPlugins: (_call: unknown, reply: Reply<language.GetRequiredPluginsResponse>) => reply(null, new language.GetRequiredPluginsResponse()),
    getRequiredPackages: (_call: unknown, reply: Reply<language.GetRequiredPackagesResponse>) => reply(null, new language.GetRequiredPackagesResponse()),
    getPluginInfo: (_call: unknown, reply: Reply<PluginInfo>) => {
      const info = new PluginInfo();
      info.setVersion("1.0.0");
      reply(null, info);
    },
    about: (_call: unknown, reply: Reply<language.AboutResponse>) => {
      const about = new language.AboutResponse();
      about.setExecutable(process.execPath);
      about.setVersion(process.version);
      reply(null, about);
    },
    getProgramDependencies: (call: Call<language.GetProgramDependenciesRequest>, reply: Reply<language.GetProgramDependenciesResponse>) => {
      const response = new language.GetProgramDependenciesResponse();
      response.setDependenciesList(programDependencies(call.request.getInfo()?.getProgramDirectory() || call.request.getPwd()));
      reply(null, response);
    },
    run,
    installDependencies,
    cancel: (_call: unknown, reply: (error: null, response: unknown) => void) => {
      for (const child of children) child.kill("SIGINT");
      reply(null, new Empty());
    },
  } as unknown as grpc.UntypedServiceImplementation);
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) {
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    }
    // The engine reads the port from the first line.
    process.stdout.write(`${port}\n`);
  });
  const stop = (): void => {
    for (const child of children) child.kill("SIGKILL");
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  // The engine ends its plug-ins by SIGINT; Ctrl-C in a terminal reaches the program as well.
  process.on("SIGINT", stop);
  // The CLI puts its plug-ins into process groups of their own: when it is killed, nobody else ends them.
  const engine = process.ppid;
  setInterval(() => process.ppid === engine || stop(), 500).unref();
  process.stdout.on("error", stop);
}

if (require.main === module) start();
