/**
 * Drives one resource type through its life: through the provider's real gRPC service, against a real emulator, read
 * back through the AWS SDK. A test of a type is one `describeLifecycle` call; `s3.test.ts` shows how.
 */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { clientFor, type Clients, type ServiceName } from "../../../src/provider/clients";
import { loopbackEndpoint } from "../../../src/provider/loopback";
import { startProvider, type RunningProvider } from "../../../src/provider/server";
import type { Values } from "../../../src/provider/wire";
import { sharedMinistack } from "../../support/ministack";
import { ProviderClient, type Resource } from "../../support/providerClient";

export interface Lab {
  endpoint: string;
  region: string;
  provider: ProviderClient;
  /** The port of the running provider, for more connections. */
  port: number;
  /** A logical name that no other test uses. */
  name(base: string): string;
  /** The AWS SDK, for looking at what is really there. */
  aws<S extends ServiceName>(service: S): Promise<Clients[S]>;
  /** Makes something that the type under test needs; deleted at the end, last made first. */
  make(type: string, inputs: Values): Promise<Resource>;
}

export interface LifecycleCase<P> {
  type: string;
  /** Makes what the resource needs and gives what the other members want to know of it. */
  prepare?(lab: Lab): Promise<P>;
  inputs(prepared: P): Values;
  /** Reads it back through the SDK and asserts what it finds. */
  verify(lab: Lab, resource: Resource, prepared: P): Promise<void>;
  update?: {
    /** All the inputs, not only the changed ones. */
    inputs(prepared: P): Values;
    /** The property paths that the diff must name; none of them may replace. */
    paths: string[];
    verify(lab: Lab, resource: Resource, prepared: P): Promise<void>;
  };
  /** Inputs whose change must replace: property path to all the inputs. */
  replaces?: Record<string, (prepared: P) => Values>;
  /** Changes it behind the provider's back; the refresh must show it and the next update repair it. */
  drift?: {
    act(lab: Lab, resource: Resource, prepared: P): Promise<void>;
    /** The property path that the diff after the refresh must name. */
    path: string;
  };
  /** Inputs that an import can't know and that the program's inputs then change (a password, the code of a function). */
  unknownToImport?: string[];
  /** The id for `pulumi import`, where it isn't the id itself. */
  importId?(resource: Resource): string;
  /** The id after an import, where it isn't the one that a creation gave. */
  importedId?(resource: Resource): string;
  /** Where AWS keeps something in its place for as long as its owner lives, a refresh still finds that. */
  outlivesDeletion?: boolean;
  /** Asks the SDK; true when nothing is left. */
  gone(lab: Lab, resource: Resource, prepared: P): Promise<boolean>;
}

export function describeLifecycle<P = undefined>(lifecycle: LifecycleCase<P>): void {
  describe(lifecycle.type, function () {
    this.timeout(120_000);
    const scope = labScope();
    let prepared: P;
    let current: Resource;
    /** What comes after the creation says nothing when that failed. */
    const then = (title: string, run: () => Promise<void>) =>
      it(title, function () {
        if (!current) this.skip();
        return run();
      });
    let checkedInputs: Values;

    const check = async (inputs: Values, olds: Values = {}): Promise<Values> => {
      const { inputs: checked, failures } = await scope.lab.provider.check(lifecycle.type, current?.urn.split("::")[3] ?? logicalName(), inputs, olds);
      assert.deepEqual(failures, []);
      return checked;
    };
    const logicalName = () => (named ??= scope.lab.name("Main"));
    let named: string | undefined;

    before(async () => {
      prepared = (await lifecycle.prepare?.(scope.lab)) as P;
    });

    it("previews without touching anything", async () => {
      checkedInputs = await check(lifecycle.inputs(prepared));
      const preview = await scope.lab.provider.create(lifecycle.type, logicalName(), checkedInputs, { preview: true });
      assert.equal(preview.id, "");
    });

    it("is created and reads back", async () => {
      current = await scope.lab.provider.create(lifecycle.type, logicalName(), checkedInputs);
      scope.owns(current);
      await lifecycle.verify(scope.lab, current, prepared);
    });

    then("does not change when deployed again", async () => {
      const again = await check(lifecycle.inputs(prepared), current.inputs);
      assert.deepEqual(await scope.lab.provider.diff(current, again), NO_CHANGE);
    });

    then("does not change by a refresh", async () => {
      const fresh = await refresh(scope.lab, current);
      assert.deepEqual(fresh.inputs, current.inputs, "inputs");
      assert.deepEqual(fresh.state, current.state, "state");
    });

    then("is imported by its id", async () => {
      const id = lifecycle.importId?.(current) ?? current.id;
      const imported = await scope.lab.provider.read(lifecycle.type, logicalName(), id);
      assert.ok(imported, "the import found nothing");
      assert.equal(imported.id, lifecycle.importedId?.(current) ?? current.id);
      const news = await check(lifecycle.inputs(prepared), imported.inputs);
      const diff = await scope.lab.provider.diff(imported, news);
      const unexpected = Object.keys(diff.detailed).filter((path) => !lifecycle.unknownToImport?.includes(path.split(/[.[]/)[0] ?? path));
      assert.deepEqual(unexpected, [], "the imported inputs differ from the program's");
    });

    for (const [path, inputs] of Object.entries(lifecycle.replaces ?? {})) {
      then(`is replaced when ${path} changes`, async () => {
        const diff = await scope.lab.provider.diff(current, await check(inputs(prepared), current.inputs));
        assert.match(diff.detailed[path] ?? `not among ${Object.keys(diff.detailed).join(", ")}`, /_REPLACE$/);
      });
    }

    const { update, drift } = lifecycle;
    if (update) {
      then("is updated in place", async () => {
        const news = await check(update.inputs(prepared), current.inputs);
        const diff = await scope.lab.provider.diff(current, news);
        assert.deepEqual(Object.keys(diff.detailed).sort(), [...update.paths].sort());
        assert.deepEqual(diff.replaces, []);
        const preview = await scope.lab.provider.update(current, news, { preview: true });
        assert.equal(preview.id, current.id);
        current = await scope.lab.provider.update(current, news);
        await update.verify(scope.lab, current, prepared);
        const again = await check(update.inputs(prepared), current.inputs);
        assert.deepEqual(await scope.lab.provider.diff(current, again), NO_CHANGE);
      });
    }

    if (drift) {
      then("shows what was changed behind its back, and repairs it", async () => {
        await drift.act(scope.lab, current, prepared);
        const drifted = await refresh(scope.lab, current);
        const news = await check((update ?? lifecycle).inputs(prepared), drifted.inputs);
        const diff = await scope.lab.provider.diff(drifted, news);
        assert.ok(drift.path in diff.detailed, `${drift.path} is not among ${Object.keys(diff.detailed).join(", ")}`);
        current = await scope.lab.provider.update(drifted, news);
        await (update ?? lifecycle).verify(scope.lab, current, prepared);
        assert.deepEqual(await scope.lab.provider.diff(await refresh(scope.lab, current), news), NO_CHANGE);
      });
    }

    then("is deleted, and then gone", async () => {
      await scope.lab.provider.delete(current);
      assert.ok(await lifecycle.gone(scope.lab, current, prepared), "it is still there");
      const found = await scope.lab.provider.read(lifecycle.type, logicalName(), current.id, current);
      assert.equal(found !== undefined, lifecycle.outlivesDeletion ?? false);
      // What is gone already can be deleted again: somebody may have done it by hand.
      await scope.lab.provider.delete(current);
    });
  });
}

const NO_CHANGE = { changed: false, replaces: [], deleteBeforeReplace: false, detailed: {} };

async function refresh(lab: Lab, resource: Resource): Promise<Resource> {
  const fresh = await lab.provider.read(resource.type, resource.urn.split("::")[3] ?? "", resource.id, resource);
  assert.ok(fresh, "the refresh found nothing");
  return fresh;
}

/** A provider for a `describe` block, with the emulator behind it; all that was made is deleted when the block ends. */
export function labScope(options: { region?: string } = {}): { readonly lab: Lab; owns(resource: Resource): void } {
  const region = options.region ?? "us-east-1";
  const made: Resource[] = [];
  let lab: Lab | undefined;
  let running: RunningProvider | undefined;

  before(async function () {
    this.timeout(60_000);
    const { endpoint } = await sharedMinistack();
    running = await startProvider({ endpoint, region, programDirectory: process.cwd() });
    const provider = new ProviderClient(running.port);
    await provider.configure({ region });
    const target = { region, endpoint: await loopbackEndpoint(endpoint), accessKey: "test" };
    const name = (base: string) => `${base}-${randomBytes(3).toString("hex")}`;
    lab = {
      endpoint,
      region,
      provider,
      port: running.port,
      name,
      aws: (service) => clientFor(service, target),
      make: async (type, inputs) => {
        const logical = name("needed");
        const { inputs: checked, failures } = await provider.check(type, logical, inputs);
        assert.deepEqual(failures, []);
        const resource = await provider.create(type, logical, checked);
        made.push(resource);
        return resource;
      },
    };
  });

  after(async function () {
    this.timeout(60_000);
    for (const resource of made.reverse()) await lab?.provider.delete(resource);
    lab?.provider.close();
    running?.stop();
  });

  return {
    get lab() {
      assert.ok(lab, "the lab is up in hooks and tests only");
      return lab;
    },
    owns: (resource) => made.push(resource),
  };
}
