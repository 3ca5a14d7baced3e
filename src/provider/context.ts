/** What a definition's code is given to work with. */

import { setTimeout as sleep } from "node:timers/promises";
import { clientFor, type Clients, type ServiceName } from "./clients";
import type { ProviderConfig } from "./config";
import { ProviderError } from "./errors";
import type { Values } from "./wire";

export interface WaitOptions {
  /** Seconds; by default the program's `customTimeouts` for this operation, or five minutes. */
  timeout?: number;
}

export interface Context {
  readonly region: string;
  readonly partition: string;
  /** The program's name of the resource; empty in a function. */
  readonly logicalName: string;
  /** Where the program lives: relative paths of its assets start here. */
  readonly programDirectory: string;
  /** Aborted when the operation is cancelled. API calls are short and finish; waits stop. */
  readonly signal: AbortSignal;
  /** The URL of a service's endpoint, without a trailing slash. */
  endpoint(service: ServiceName): string;
  /** A service's client: `const s3 = await context.client("s3")`. */
  client<S extends ServiceName>(service: S): Promise<Clients[S]>;
  account(): Promise<string>;
  /** `arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE`; `region` and `account` can be given, as "" too. */
  arn(service: string, resource: string, parts?: { region?: string; account?: string }): Promise<string>;
  /**
   * From now on the resource exists: if a later step fails, it is recorded with this id and repaired by the next deploy.
   * `toldOnce` are outputs that AWS tells at the creation and never again (a secret key): `read` finds them in `prior`.
   */
  created(id: string, toldOnce?: Values): void;
  /** Asks again and again, ever more slowly, until `probe` gives something; `what` reads "the table is active". */
  waitFor<T>(what: string, probe: () => Promise<T | undefined | false>, options?: WaitOptions): Promise<T>;
  warn(message: string): void;
}

export interface Operation {
  config: ProviderConfig;
  region: string;
  logicalName: string;
  programDirectory: string;
  signal: AbortSignal;
  /** Seconds, 0 when the program sets none. */
  timeout: number;
  onCreated?: (id: string, toldOnce?: Values) => void;
  onWarning?: (message: string) => void;
}

const DEFAULT_WAIT_SECONDS = 300;

export function makeContext(operation: Operation): Context {
  const { config, region, signal } = operation;
  const target = (service: ServiceName) => ({
    region,
    accessKey: config.accessKey,
    endpoint: config.endpoints[service] ?? config.endpoint,
  });
  const context: Context = {
    region,
    partition: "aws",
    logicalName: operation.logicalName,
    programDirectory: operation.programDirectory,
    signal,
    endpoint: (service) => target(service).endpoint.url,
    client: (service) => clientFor(service, target(service)),
    account: async () => accountOf(config, await context.client("sts")),
    arn: async (service, resource, parts = {}) =>
      `arn:aws:${service}:${parts.region ?? region}:${parts.account ?? (await context.account())}:${resource}`,
    created: (id, toldOnce) => operation.onCreated?.(id, toldOnce),
    warn: (message) => operation.onWarning?.(message),
    waitFor: async (what, probe, options = {}) => {
      const seconds = options.timeout ?? (operation.timeout > 0 ? operation.timeout : DEFAULT_WAIT_SECONDS);
      const deadline = Date.now() + seconds * 1000;
      for (let pause = 50; ; pause = Math.min(pause * 1.6, 3000)) {
        signal.throwIfAborted();
        const found = await probe();
        if (found !== undefined && found !== false) return found;
        if (Date.now() + pause > deadline) throw new ProviderError(`gave up after ${seconds} s of waiting until ${what}.`);
        await sleep(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
      }
    },
  };
  return context;
}

const accounts = new WeakMap<ProviderConfig, Promise<string>>();

/** One question for each provider instance. */
function accountOf(config: ProviderConfig, sts: Clients["sts"]): Promise<string> {
  const known = accounts.get(config);
  if (known) return known;
  const asked = sts.getCallerIdentity({}).then(
    (identity) => identity.Account ?? "000000000000",
    (error: unknown) => {
      accounts.delete(config);
      throw error;
    },
  );
  accounts.set(config, asked);
  return asked;
}
