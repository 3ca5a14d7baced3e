import { UserError } from "../errors";
import { assertLoopbackUrl } from "../safety/loopback";
import type { Emulator } from "./emulator";
import { localstack, localstackAtHand } from "./localstack";
import { ministack } from "./ministack";
import type { MinistackLaunch } from "./ministackLaunch";
import { runningEmulator } from "./running";

export interface EmulatorDeps {
  /** Where everything of the emulators that we manage lies. */
  stateDir: string;
  /** `localstack/docker-compose.yml` of the installation. */
  composeFile: string;
  /** How to run MiniStack; asked only when it has to be started, and may install it first. */
  ministack: () => Promise<MinistackLaunch>;
  /** The Docker client; `docker` on PATH by default. */
  docker?: string;
  /** Our own environment by default; children get what an allow-list lets through. */
  env?: NodeJS.ProcessEnv;
  /** 4566 by default. */
  port?: number;
}

/** Docker may be installed and hang; nobody waits long for what is a mere preference. */
const dockerPatienceMs = 2000;

/**
 * The emulator for `choice`: "ministack", "localstack", the URL of a running one, or "auto": one that runs already
 * (ours first, then whatever answers on the usual port), else LocalStack if Docker has it at hand, else MiniStack.
 * Nothing is started here.
 * @throws UserError `emulator-choice`, `endpoint-invalid`, `endpoint-not-loopback`
 */
export async function chooseEmulator(choice: string, deps: EmulatorDeps, signal?: AbortSignal): Promise<Emulator> {
  const { stateDir, composeFile, docker, env, port } = deps;
  const ours = ministack({ stateDir, launch: deps.ministack, env, port });
  const inDocker = localstack({ stateDir, composeFile, docker, env, port });
  switch (choice) {
    case "ministack":
      return ours;
    case "localstack":
      return inDocker;
    case "auto":
      return auto(ours, inDocker, deps, signal);
  }
  if (!/^https?:\/\//i.test(choice)) {
    const hint = "Use auto, ministack, localstack, or a URL such as http://127.0.0.1:4566.";
    throw new UserError("emulator-choice", `"${choice}" is no emulator.`, hint);
  }
  await assertLoopbackUrl(choice);
  return runningEmulator(choice);
}

async function auto(ours: Emulator, inDocker: Emulator, deps: EmulatorDeps, signal?: AbortSignal): Promise<Emulator> {
  if ((await ours.status(signal)).running) return ours;
  const usual = runningEmulator(`http://127.0.0.1:${deps.port ?? 4566}`);
  const found = await usual.status(signal);
  if (found.running) {
    // The container may be the lab's own: then the lab can stop it and read its log as well.
    const container = found.name === "LocalStack" ? await inDocker.status(signal) : undefined;
    return container?.running && container.endpoint === found.endpoint ? inDocker : usual;
  }
  return (await localstackAtHand(deps, dockerPatienceMs, signal)) ? inDocker : ours;
}
