import assert from "node:assert/strict";
import { AbandonedCallError, cancelledBy, untilAbandoned } from "../../../src/provider/cancellation";
import { isCertain } from "../../../src/provider/errors";

const afterTicks = async <T>(value: T): Promise<T> => {
  for (let tick = 0; tick < 5; tick++) await Promise.resolve();
  return value;
};

describe("a call under way when the operation is cancelled", () => {
  it("still gives its answer when it comes", async () => {
    const cancel = new AbortController();
    const call = cancelledBy(cancel.signal, () => untilAbandoned(afterTicks("made")));
    cancel.abort();
    assert.equal(await call, "made");
  });

  it("is left when nothing comes, as something that may have happened", async () => {
    const cancel = new AbortController();
    cancel.abort();
    const failure: unknown = await cancelledBy(cancel.signal, () => untilAbandoned(new Promise(() => undefined), 0)).catch((error: unknown) => error);
    assert.ok(failure instanceof AbandonedCallError);
    assert.ok(!isCertain(failure));
  });

  it("fails as itself", async () => {
    const cancel = new AbortController();
    await assert.rejects(cancelledBy(cancel.signal, () => untilAbandoned(Promise.reject(new Error("refused")))), /refused/);
    await assert.rejects(untilAbandoned(Promise.reject(new Error("refused"))), /refused/);
  });
});
