import assert from "node:assert/strict";
import { type ActivityChange, StackActivities } from "../../../../src/core/explorer/stackActivities";
import type { StackRef } from "../../../../src/core/explorer/stackRef";
import type { OperationOptions, OperationOutcome, runOperation } from "../../../../src/core/engine/operations";
import type { StackSession } from "../../../../src/core/engine/stackSession";
import { CancelledError, UserError } from "../../../../src/core/errors";
import { GraphBuilder } from "../../../../src/shared/graphBuilder";

/** An operation that does what the test tells it to. */
class Engine {
  options!: OperationOptions;
  private begun!: () => void;
  private end!: (outcome: OperationOutcome) => void;
  private fail!: (error: unknown) => void;
  readonly started = new Promise<void>((resolve) => (this.begun = resolve));
  private readonly outcome = new Promise<OperationOutcome>((resolve, reject) => {
    this.end = resolve;
    this.fail = reject;
  });

  readonly operate = ((_session, _operation, options) => {
    this.options = options;
    this.begun();
    return this.outcome;
  }) as typeof runOperation;

  finish(change: Partial<OperationOutcome> = {}): void {
    this.end({ ok: true, operation: "deploy", project: "shop", stack: "dev", summary: {}, outputs: {}, graph: { nodes: [], edges: [] }, diagnostics: [], durationMs: 1, ...change });
  }

  break(error: unknown): void {
    this.fail(error);
  }
}

describe("StackActivities", () => {
  const ref: StackRef = { projectDir: "/labs/shop", project: "shop", stack: "dev" };
  const prepare = () => Promise.resolve({ session: {} as StackSession, emulator: {} as OperationOptions["emulator"] });
  const withCode = (code: string) => (error: unknown) => error instanceof UserError && error.code === code;

  function start(options: Parameters<StackActivities["run"]>[3] = {}) {
    const engine = new Engine();
    const activities = new StackActivities(engine.operate);
    const changes: ActivityChange[] = [];
    activities.onDidChange((change) => changes.push(change));
    return { engine, activities, changes, run: activities.run(ref, "deploy", prepare, options) };
  }

  it("tells of an operation from its beginning to its end, and keeps what came of it", async () => {
    const { engine, activities, changes, run } = start();
    assert.equal(activities.isRunning(ref), true);
    assert.equal(changes[0]?.activity.message, "Deploying shop/dev");
    await engine.started;
    engine.options.onProgress?.("Refreshing first");
    assert.equal(activities.get(ref)?.message, "Refreshing first");
    engine.finish();
    assert.equal((await run).ok, true);
    assert.deepEqual([activities.isRunning(ref), activities.get(ref)?.phase, changes.at(-1)?.activity.phase], [false, "succeeded", "succeeded"]);
    activities.forget(ref);
    assert.equal(activities.get(ref), undefined);
  });

  it("passes on how the graph grows, and nothing of a builder whose operation is over", async () => {
    const { engine, activities, changes, run } = start();
    await engine.started;
    const builder = new GraphBuilder({ stack: "dev", project: "shop" });
    engine.options.onGraph?.(builder);
    const register = (name: string) =>
      builder.register({ type: "aws:s3/bucket:Bucket", name, custom: true, dependencies: [], propertyDependencies: {} } as never);
    register("files");
    assert.deepEqual(changes.at(-1)?.delta?.nodes.map((node) => node.name), ["files"]);
    assert.equal(activities.get(ref)?.graph.nodes.length, 1);
    engine.finish();
    await run;
    const told = changes.length;
    register("late");
    assert.equal(changes.length, told);
  });

  it("lets no second operation begin on a busy stack; another stack is free", async () => {
    const { engine, activities, run } = start();
    await assert.rejects(activities.run({ ...ref }, "preview", prepare), withCode("stack-busy"));
    const other = activities.run({ ...ref, stack: "prod" }, "deploy", prepare);
    assert.equal(activities.active().length, 2);
    engine.finish();
    await Promise.all([run, other]);
    assert.equal(activities.active().length, 0);
  });

  it("cancels gently at first, and by force when asked again", async () => {
    const { engine, activities, run } = start();
    await engine.started;
    assert.equal(activities.cancel(ref), true);
    assert.deepEqual([engine.options.signal?.aborted, engine.options.force?.aborted, activities.get(ref)?.phase], [true, false, "cancelling"]);
    activities.cancel(ref);
    assert.equal(engine.options.force?.aborted, true);
    engine.finish({ ok: false, error: { code: "cancelled", message: "The operation was cancelled." } });
    await run;
    assert.equal(activities.get(ref)?.phase, "cancelled");
    assert.equal(activities.cancel(ref), false);
  });

  it("shows a cancel that comes from outside like its own", async () => {
    const outside = new AbortController();
    const { engine, activities, run } = start({ signal: outside.signal });
    await engine.started;
    outside.abort();
    assert.equal(activities.get(ref)?.phase, "cancelling");
    engine.break(new DOMException("aborted", "AbortError"));
    await assert.rejects(run, CancelledError);
    assert.equal(activities.get(ref)?.phase, "cancelled");
  });

  it("keeps why an operation failed, or could not begin", async () => {
    const failed = start();
    await failed.engine.started;
    failed.engine.finish({ ok: false, error: { code: "program-error", message: "boom", hint: "look" } });
    await failed.run;
    const { phase, error } = failed.activities.get(ref) ?? {};
    assert.deepEqual([phase, error?.code, error?.hint], ["failed", "program-error", "look"]);

    const activities = new StackActivities(new Engine().operate);
    await assert.rejects(activities.run(ref, "deploy", () => Promise.reject(new UserError("no-emulator", "It is off.", "Start it."))), withCode("no-emulator"));
    assert.deepEqual(activities.get(ref)?.error, { code: "no-emulator", message: "It is off.", hint: "Start it." });
    assert.equal(activities.isRunning(ref), false);
  });

  it("cancels what runs when it is disposed, waits for its end, and begins nothing more", async () => {
    const { engine, activities, run } = start();
    await engine.started;
    let disposed = false;
    const disposing = activities.dispose().then(() => (disposed = true));
    assert.equal(engine.options.signal?.aborted, true);
    assert.equal(disposed, false);
    engine.finish({ ok: false, error: { code: "cancelled", message: "" } });
    await Promise.all([run, disposing]);
    await assert.rejects(activities.run(ref, "deploy", prepare), CancelledError);
  });
});
